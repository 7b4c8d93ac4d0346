import type { Block } from "../schema/schema.ts";
import { UNKNOWN, type Value, type Values } from "../value.ts";
import { canonical } from "./draft.ts";
import type { ObjectKind } from "./kind.ts";

/** Makes unknown again what an update will change by itself, such as a revision, so that readers wait for the new value. */
export function reopenCounters(kind: ObjectKind, schema: Block, prior: Values, planned: Values): Values {
  const reopened: Values = { ...planned };
  for (const [attribute, causes] of Object.entries(kind.changing ?? {})) {
    if (!(attribute in planned)) continue;
    const watched = causes.length > 0 ? causes : argumentsOf(schema);
    if (watched.some((name) => differs(prior[name], planned[name]))) reopened[attribute] = UNKNOWN;
  }
  return reopened;
}

function argumentsOf(schema: Block): string[] {
  const attributes = schema.attributes.filter(({ required, optional }) => required || optional);
  return [...attributes, ...schema.blocks].map(({ name }) => name);
}

/** Whether two values differ in content; the order of set elements is Terraform's and stable. */
export function differs(one: Value | undefined, other: Value | undefined): boolean {
  if (one === UNKNOWN || other === UNKNOWN) return one !== other;
  return canonical(one ?? null) !== canonical(other ?? null);
}
