/** A patch may leave out anything at any depth; lists are replaced whole. */
export type Patch<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [K in keyof T]?: Patch<T[K]> | undefined }
    : T;

/**
 * `patch` laid over `base`: objects merge key by key; anything else, lists included, replaces, and so does an object of
 * another `kind`, for its keys mean other things. Neither is changed.
 */
export function merge(base: unknown, patch: unknown): unknown {
  if (!isPlain(base) || !isPlain(patch)) return patch === undefined ? base : patch;
  if (isOtherKind(child(base, "kind"), child(patch, "kind"))) return patch;
  const keys = new Set([...Object.keys(base), ...Object.keys(patch)]);
  return Object.fromEntries([...keys].map((key) => [key, merge(child(base, key), child(patch, key))]));
}

function isOtherKind(before: unknown, after: unknown): boolean {
  return typeof before === "string" && typeof after === "string" && before !== after;
}

/** An object as one writes it; an object with a class, or with a prototype of its own, is not. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** What stands at a key, if the value itself has it: names like "constructor" are keys like any other. */
export function child(value: unknown, key: PropertyKey): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return Reflect.get(value, key);
}

export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce(child, value);
}
