/** Thrown where a rule reads a value that is wrong by itself: what cannot be judged is not judged. */
class Unsound extends Error {}

/** A copy of `value` in which everything at the broken paths throws as soon as it is read. */
export function guarded<T>(value: T, broken: readonly (readonly PropertyKey[])[]): T {
  return copy(value, broken) as T;
}

function copy(value: unknown, broken: readonly (readonly PropertyKey[])[]): unknown {
  if (typeof value !== "object" || value === null || broken.length === 0) return value;
  const result: object = Array.isArray(value) ? [] : {};
  const keys = new Set([...Object.keys(value), ...broken.map(([key]) => String(key))]);
  for (const key of keys) {
    const below = broken.filter((path) => String(path[0]) === key).map((path) => path.slice(1));
    const content = below.some((path) => path.length === 0)
      ? { get: refuse }
      : { value: copy(Reflect.get(value, key), below) };
    Object.defineProperty(result, key, { ...content, enumerable: true });
  }
  return result;
}

function refuse(): never {
  throw new Unsound();
}

/** What `judge` yields until it reads something unsound. */
export function* soundly<B>(judge: () => Iterable<B>): Iterable<B> {
  try {
    yield* judge();
  } catch (error) {
    if (!(error instanceof Unsound)) throw error;
  }
}

/** Judges every entry of a record or list by itself: an unsound one does not hide what is to say of the others. */
export function each<T, B>(
  entries: Readonly<Record<string, T>>,
  judge: (entry: T, key: string) => Iterable<B>,
): Iterable<B>;
export function each<T, B>(entries: readonly T[], judge: (entry: T, index: number) => Iterable<B>): Iterable<B>;
export function* each(
  entries: Readonly<Record<string | number, unknown>> | readonly unknown[],
  judge: (entry: unknown, key: never) => Iterable<unknown>,
): Iterable<unknown> {
  for (const key of Object.keys(entries)) {
    const place = Array.isArray(entries) ? Number(key) : key;
    yield* soundly(() => judge(Reflect.get(entries, key), place as never));
  }
}

/** What `read` returns, or undefined where that is unsound: for a remedy that fits other values, too. */
export function ifSound<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unsound) return undefined;
    throw error;
  }
}
