import { differs, reopenCounters } from "../../rehearsal/cloud/counters.ts";
import type { ObjectKind } from "../../rehearsal/cloud/kind.ts";
import type { Block } from "../../rehearsal/schema/schema.ts";
import { UNKNOWN, type Value, type Values } from "../../rehearsal/value.ts";

/** What Terraform proposes to a provider: what is ignored, and what is left to the provider again, stays as it was. */
export function proposed(schema: Block, prior: Values, next: Values): Values {
  const planned = structuredClone(next);
  for (const { name, optional, computed } of schema.attributes)
    if (optional && computed && !(name in planned) && name in prior) planned[name] = prior[name] ?? null;
  for (const path of ignoredOf(next)) keep(planned, prior, path);
  return planned;
}

export function isChanged(schema: Block, prior: Values, planned: Values): boolean {
  const attributes = schema.attributes.map(({ name, type }) => ({
    name,
    isSet: Array.isArray(type) && type[0] === "set",
  }));
  const blocks = schema.blocks.map(({ name, nesting }) => ({ name, isSet: nesting === "set" }));
  return [...attributes, ...blocks].some(({ name, isSet }) =>
    differs(plain(prior[name], isSet), plain(planned[name], isSet)),
  );
}

/** Computed attributes that an update changes by itself. */
export function reopenedBy(kind: ObjectKind, schema: Block, prior: Values, planned: Values): ReadonlySet<string> {
  const counters: Values = Object.fromEntries(Object.keys(kind.changing ?? {}).map((name) => [name, null]));
  // What is declared is known, whatever the provider does.
  const reopened = reopenCounters(kind, schema, prior, { ...counters, ...planned });
  return new Set(Object.keys(counters).filter((name) => reopened[name] === UNKNOWN));
}

/** Expressions whose change replaces the resource. */
export function triggersOf(body: Values): string[] {
  return [...(Object(body.lifecycle).replace_triggered_by ?? [])].map((text) => `\${${text}}`);
}

/** As Terraform writes them, like `block[0].attribute`. */
function ignoredOf(body: Values): string[][] {
  return [...(Object(body.lifecycle).ignore_changes ?? [])].map((path) =>
    String(path)
      .split(/[.[\]]+/)
      .filter((part) => part !== ""),
  );
}

/** A block that may stand once is written as an object or as a list of one. */
function keep(planned: unknown, prior: unknown, [head = "", ...rest]: readonly string[]): void {
  if (head === "0" && !Array.isArray(planned)) {
    keep(planned, prior, rest);
    return;
  }
  const [into, from] = [Object(planned), Object(prior)];
  if (rest.length > 0) keep(into[head], from[head], rest);
  else if (head in from) into[head] = from[head];
  else delete into[head];
}

/** Sets have no order; nothing, null and an empty list of blocks are the same. */
function plain(value: Value | undefined, isSet: boolean): Value {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return null;
  if (!isSet || !Array.isArray(value)) return value;
  return [...value].sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}
