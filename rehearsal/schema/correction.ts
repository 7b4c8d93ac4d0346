import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { collection, objectType } from "./nested-attribute.ts";
import type { Attribute, Block, CtyType, NestedBlock, SchemaKind } from "./schema.ts";

/** What the generated code cannot show about one attribute or block. */
type Correction = { readonly kind: SchemaKind; readonly type: string; readonly path: string } & (
  | { readonly property: "minItems" | "maxItems"; readonly value: number }
  | { readonly property: "sensitive"; readonly value: true }
  /** Whether fields are an object type's or nested attributes with the parent's flags; both read the same in the code. */
  | { readonly property: "fields"; readonly value: "object" | "nested" }
);

/** Sensitive paths by type, as one source states them. */
type SensitivePaths = { readonly [kind in SchemaKind]?: { readonly [type: string]: readonly string[] } };

const KINDS: readonly SchemaKind[] = ["provider", "resource", "data"];
const SENSITIVE_FILE = fileURLToPath(new URL("../data/sensitive-paths.json", import.meta.url));
const CORRECTIONS_FILE = fileURLToPath(new URL("../data/schema-corrections.json", import.meta.url));

export const CORRECTION_FILES: readonly string[] = [SENSITIVE_FILE, CORRECTIONS_FILE];

let all: readonly Correction[] | undefined;

/** Applies every correction listed for the type. @throws Error where a listed path does not exist */
export function corrected(kind: SchemaKind, type: string, block: Block): Block {
  all ??= readCorrections();
  return all
    .filter((correction) => correction.kind === kind && correction.type === type)
    .reduce((result, correction) => correctBlock(result, correction.path.split("."), correction), block);
}

function readCorrections(): Correction[] {
  const sensitive: SensitivePaths[] = JSON.parse(readFileSync(SENSITIVE_FILE, "utf8"));
  const others: { corrections: Correction[] }[] = JSON.parse(readFileSync(CORRECTIONS_FILE, "utf8"));
  return [...others.flatMap(({ corrections }) => corrections), ...sensitive.flatMap(sensitiveMarks)];
}

function sensitiveMarks(stated: SensitivePaths): Correction[] {
  return KINDS.flatMap((kind) =>
    Object.entries(stated[kind] ?? {}).flatMap(([type, paths]) =>
      paths.map((path): Correction => ({ kind, type, path, property: "sensitive", value: true })),
    ),
  );
}

function correctBlock(block: Block, path: readonly string[], correction: Correction): Block {
  const [name, ...rest] = path;
  const nested = block.blocks.find((candidate) => candidate.name === name);
  if (nested === undefined) return { ...block, attributes: correctAttributes(block.attributes, path, correction) };
  const changed =
    rest.length > 0
      ? { ...nested, block: correctBlock(nested.block, rest, correction) }
      : correctLimit(nested, correction);
  return { ...block, blocks: block.blocks.map((candidate) => (candidate === nested ? changed : candidate)) };
}

function correctLimit(nested: NestedBlock, correction: Correction): NestedBlock {
  if (correction.property !== "minItems" && correction.property !== "maxItems") throw misplaced(correction);
  return { ...nested, [correction.property]: correction.value };
}

function correctAttributes(
  attributes: readonly Attribute[],
  path: readonly string[],
  correction: Correction,
): Attribute[] {
  const [name, ...rest] = path;
  if (!attributes.some((attribute) => attribute.name === name)) throw misplaced(correction);
  return attributes.map((attribute) => {
    if (attribute.name !== name) return attribute;
    if (rest.length === 0) return correctAttribute(attribute, correction);
    if (attribute.nested === undefined) throw misplaced(correction);
    const inner = correctAttributes(attribute.nested.attributes, rest, correction);
    return { ...attribute, nested: { ...attribute.nested, attributes: inner } };
  });
}

function correctAttribute(attribute: Attribute, correction: Correction): Attribute {
  if (correction.property === "sensitive") return { ...attribute, sensitive: true };
  if (correction.property !== "fields") throw misplaced(correction);
  if (correction.value === "nested" && attribute.type !== undefined)
    return withNestedFields(attribute, attribute.type, correction);
  if (correction.value === "object" && attribute.nested !== undefined) {
    const { nested, ...rest } = attribute;
    return { ...rest, type: collection(nested.nesting, objectType(nested.attributes)) };
  }
  throw misplaced(correction);
}

function withNestedFields(attribute: Attribute, type: CtyType, correction: Correction): Attribute {
  const { type: _, nested: __, ...flags } = attribute;
  const object = type[0] === "object" ? type : type[1];
  const nesting = type[0] === "list" || type[0] === "set" || type[0] === "map" ? type[0] : "single";
  if (!Array.isArray(object) || object[0] !== "object") throw misplaced(correction);
  const attributes = Object.entries(object[1]).map(
    ([name, fieldType]): Attribute => ({ ...flags, name, type: fieldType }),
  );
  return { ...flags, nested: { nesting, attributes } };
}

function misplaced({ type, path, property }: Correction): Error {
  return new Error(
    `A correction of ${type} sets ${property} at ${path}, where the derived schema has no place for it. Correct the entry in rehearsal/data.`,
  );
}
