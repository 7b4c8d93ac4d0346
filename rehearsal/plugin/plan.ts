import { isDeepStrictEqual } from "node:util";
import type { Nesting } from "../schema/schema.ts";
import { isValues, UNKNOWN, type Value, type Values } from "../value.ts";
import { containers, type Members } from "./members.ts";

/**
 * What an object will be, as far as its schema tells: in whatever is new (`prior` null: the whole object, or a block
 * added to an old one) each computed attribute without a value becomes unknown; the rest stays as Terraform proposes,
 * which already carries old values over. Write-only attributes are never kept.
 */
export function planValues(members: Members, proposed: Values, prior: Values | null): Values {
  const planned = { ...proposed };
  for (const { name, computed, writeOnly } of members.attributes) {
    if (writeOnly) planned[name] = null;
    else if (prior === null && computed && (planned[name] ?? null) === null) planned[name] = UNKNOWN;
  }
  for (const { name, nesting, members: inner } of containers(members)) {
    const value = planned[name];
    if (value !== undefined) planned[name] = planContainer(inner, nesting, value, prior?.[name] ?? null);
  }
  return planned;
}

function planContainer(members: Members, nesting: Nesting, value: Value, prior: Value): Value {
  const plan = (element: Value, before: Value | undefined): Value =>
    isValues(element) ? planValues(members, element, isValues(before) ? before : null) : element;
  if (Array.isArray(value)) {
    const old = Array.isArray(prior) ? prior : [];
    return value.map((element, index) => plan(element, nesting === "list" ? old[index] : sameElement(old, element)));
  }
  if (nesting !== "map" || !isValues(value)) return plan(value, prior);
  const old: Values = isValues(prior) ? prior : {};
  return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, plan(element, old[key])]));
}

/** A set's element has no address: it is an old one only if nothing about it changes. */
function sameElement(old: readonly Value[], element: Value): Value | undefined {
  return old.find((candidate) => isDeepStrictEqual(candidate, element));
}

/** Values as they may lie in the state: without write-only attributes, at any depth. */
export function withoutWriteOnly(members: Members, values: Values): Values {
  // With the object as its own past nothing is new, so only the write-only attributes change.
  return planValues(members, values, values);
}
