import { isValues, type Value, type Values } from "../value.ts";

/** Every value at a path of names joined by dots, through all elements of lists, sets and maps of blocks on the way. */
export function valuesAt(values: Values, path: string): Value[] {
  return path
    .split(".")
    .reduce<Value[]>((found, name) => found.flatMap(expand).flatMap((value) => step(value, name)), [values])
    .flatMap(expand);
}

/** The texts at a path. */
export function textsAt(values: Values, path: string): string[] {
  return valuesAt(values, path).filter((value) => typeof value === "string");
}

/** The first text at a path, or none. */
export function textAt(values: Values, path: string): string | undefined {
  return textsAt(values, path)[0];
}

/** The first whole or decimal number at a path, or none. */
export function numberAt(values: Values, path: string): number | undefined {
  const found = valuesAt(values, path)[0];
  return typeof found === "number" || typeof found === "bigint" ? Number(found) : undefined;
}

/** A named part of an object; null where there is no object or no such part. */
export function member(value: Value, name: string): Value {
  const object: Values = isValues(value) ? value : {};
  return object[name] ?? null;
}

function expand(value: Value): Value[] {
  return Array.isArray(value) ? value.flatMap(expand) : [value];
}

function step(value: Value, name: string): Value[] {
  const found = member(value, name);
  return found === null ? [] : [found];
}
