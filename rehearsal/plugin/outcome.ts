import { isUnknown, isValues, type Value } from "../value.ts";

/**
 * How an object after apply breaks the promise of its plan: known values changed, unknowns left. Terraform checks this
 * too, but blames the provider's authors in words that do not help ours.
 */
export function brokenPromises(planned: Value, actual: Value, path = ""): string[] {
  const at = path === "" ? "the object" : path;
  if (isUnknown(actual)) return [`${at} is still unknown after apply`];
  if (isUnknown(planned)) return unknownsIn(actual, path);
  if (Array.isArray(planned) && Array.isArray(actual)) {
    if (planned.length !== actual.length)
      return [`${at} was planned with ${planned.length} elements and has ${actual.length}`];
    return planned.flatMap((element, index) => brokenPromises(element, actual[index] ?? null, `${path}[${index}]`));
  }
  if (isValues(planned) && isValues(actual)) {
    const keys = new Set([...Object.keys(planned), ...Object.keys(actual)]);
    return [...keys].flatMap((key) => brokenPromises(planned[key] ?? null, actual[key] ?? null, join(path, key)));
  }
  return same(planned, actual) ? [] : [`${at} was planned as ${show(planned)} and is ${show(actual)}`];
}

function unknownsIn(value: Value, path: string): string[] {
  if (isUnknown(value)) return [`${path} is still unknown after apply`];
  if (Array.isArray(value)) return value.flatMap((element, index) => unknownsIn(element, `${path}[${index}]`));
  if (isValues(value)) return Object.entries(value).flatMap(([key, element]) => unknownsIn(element, join(path, key)));
  return [];
}

/** The same value with null for every unknown, so that an incomplete object can at least be recorded. */
export function withoutUnknowns(value: Value): Value {
  if (isUnknown(value)) return null;
  if (Array.isArray(value)) return value.map(withoutUnknowns);
  if (!isValues(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, withoutUnknowns(element)]));
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

function same(planned: Value, actual: Value): boolean {
  if (planned === actual) return true;
  // One number may travel as 1, 1n or "1".
  const numeric = (value: Value) => typeof value === "number" || typeof value === "bigint";
  return (numeric(planned) || numeric(actual)) && String(planned) === String(actual);
}

function show(value: Value): string {
  return JSON.stringify(value, (_key, part) => (typeof part === "bigint" ? String(part) : part));
}
