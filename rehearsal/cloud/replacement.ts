import type { Block, CtyType } from "../schema/schema.ts";
import { isValues, type Value, type Values } from "../value.ts";
import type { Finding, PlanAdvice } from "./cloud.ts";
import { conditionalReplacements } from "./conditional-replacement.ts";
import { differs } from "./counters.ts";
import { factOf } from "./facts.ts";
import { member } from "./paths.ts";

type Path = readonly (string | number)[];

/** The `region` argument of any regional type replaces: terraform-provider-aws v6, forceNewIfRegionChanges. */
const ALWAYS = ["region"];
/** Arguments that no AWS type is replaced for. */
const HARMLESS = new Set(["tags", "tags_all", "timeouts"]);

/** Which changed arguments replace the object, and a warning for those of which it is not known. */
export function adviseReplacement(
  type: string,
  schema: Block,
  prior: Values,
  planned: Values,
): Omit<PlanAdvice, "planned"> {
  const fact = factOf(type);
  const paths = [...(fact?.force_new ?? []), ...(type.startsWith("aws_") ? ALWAYS : [])];
  const certain = paths.flatMap((path) => changedPaths(schema, prior, planned, path.split(".")));
  const replace = [...certain, ...conditionalReplacements(type, prior, planned)];
  const doubtful = fact ? fact.force_new_assumed : unknownType(type, schema);
  const findings = doubtful
    .flatMap((path) => changedPaths(schema, prior, planned, path.split(".")).slice(0, 1))
    .map((path) => mayReplace(type, path, fact?.basis));
  return { replace, findings: replace.length > 0 ? [] : findings };
}

/** Of an AWS type that is not in the facts, any argument may replace. */
function unknownType(type: string, schema: Block): string[] {
  if (!type.startsWith("aws_")) return [];
  const attributes = schema.attributes.filter(({ required, optional }) => required || optional);
  return [...attributes, ...schema.blocks]
    .map(({ name }) => name)
    .filter((name) => !HARMLESS.has(name) && name !== "region");
}

function mayReplace(type: string, path: Path, basis: string | undefined): Finding {
  const known = basis === undefined ? "nothing is known of this type" : `known only from: ${basis}`;
  return {
    severity: "warning",
    summary: "This change may replace the object",
    detail: `${type}: whether a change of ${path.join(".")} replaces the object is not known for the provider's pinned version (${known}). The rehearsal plans it in place; the real plan decides.`,
    path,
  };
}

/** The places of a dotted path where two values differ: block indexes filled in, ended at the first set. */
function changedPaths(schema: Block, prior: Values, planned: Values, names: readonly string[]): Path[] {
  const [head = "", ...rest] = names;
  const block = schema.blocks.find(({ name }) => name === head);
  const before = prior[head] ?? null;
  const after = planned[head] ?? null;
  if (block) {
    const inner = (one: Values, other: Values) => changedPaths(block.block, one, other, rest);
    return changedInContainer(head, block.nesting === "set", before, after, rest, inner);
  }
  const attribute = schema.attributes.find(({ name }) => name === head);
  if (!attribute) return [];
  if (rest.length === 0) return differs(before, after) ? [[head]] : [];
  const nested = attribute.nested;
  if (nested) {
    const inner = (one: Values, other: Values) =>
      changedPaths({ attributes: nested.attributes, blocks: [] }, one, other, rest);
    return changedInContainer(head, nested.nesting === "set", before, after, rest, inner);
  }
  // An attribute that holds objects is compared as one: what is inside has no flags of its own.
  return holdsObjects(attribute.type) && differs(before, after) ? [[head]] : [];
}

function changedInContainer(
  name: string,
  isSet: boolean,
  before: Value,
  after: Value,
  rest: readonly string[],
  inner: (before: Values, after: Values) => Path[],
): Path[] {
  if (rest.length === 0) return size(before) === size(after) ? [] : [[name]];
  if (isSet) return setDiffers(before, after, rest) ? [[name]] : [];
  if (!Array.isArray(before) || !Array.isArray(after)) {
    return isValues(before) && isValues(after) ? inner(before, after).map((path) => [name, ...path]) : [];
  }
  return before.flatMap((element, index) => {
    const other = after[index] ?? null;
    return isValues(element) && isValues(other) ? inner(element, other).map((path) => [name, index, ...path]) : [];
  });
}

/** Whether the parts of a set's elements at the path differ, whatever their order. */
function setDiffers(before: Value, after: Value, rest: readonly string[]): boolean {
  const parts = (value: Value) =>
    (Array.isArray(value) ? value : [])
      .map((element) => rest.reduce(partOf, element))
      .map(text)
      .sort();
  return differs(parts(before), parts(after));
}

function partOf(value: Value, name: string): Value {
  return Array.isArray(value) ? value.map((item) => partOf(item, name)) : member(value, name);
}

function text(value: Value): string {
  return JSON.stringify(value, (_key, item) => (typeof item === "bigint" ? String(item) : item));
}

function size(value: Value): number {
  if (Array.isArray(value)) return value.length;
  return value === null ? 0 : 1;
}

function holdsObjects(type: CtyType): boolean {
  return (
    Array.isArray(type) &&
    (type[0] === "object" || (type[0] !== undefined && Array.isArray(type[1]) && type[1][0] === "object"))
  );
}
