/** A resource's attributes and blocks, as JSON. */
export type Values = Readonly<Record<string, unknown>>;

export type Path = readonly (string | number)[];

export function isValues(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * What stands at a dotted path, whatever index: of `rule.days`, the days of every rule. A block that stands once is a list
 * of one. Nothing where nothing is set.
 */
export function at(values: unknown, path: string): unknown[] {
  return path.split(".").reduce<unknown[]>((found, name) => found.flatMap((value) => member(value, name)), [values]);
}

/** The only or first thing at a dotted path. */
export function first(values: unknown, path: string): unknown {
  return at(values, path)[0];
}

function member(value: unknown, name: string): unknown[] {
  if (Array.isArray(value)) return value.flatMap((element) => member(element, name));
  if (!isValues(value) || !Object.hasOwn(value, name)) return [];
  const found = value[name];
  if (Array.isArray(found)) return found.filter(isSet);
  return isSet(found) ? [found] : [];
}

/** Providers write an empty text for what is not set. */
function isSet(value: unknown): boolean {
  return value !== null && value !== undefined && value !== "";
}

/** Texts of a value that is a text or a list of texts. */
export function texts(value: unknown): string[] {
  return [value].flat().filter((item) => typeof item === "string");
}

/** A number, also where the provider keeps it as a text. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || value.trim() === "") return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** Names of a path without its indexes: what tables of attributes are keyed by. */
export function namesOf(path: Path): string {
  const [only] = path;
  if (path.length === 1 && typeof only === "string") return only;
  return path.filter((step) => typeof step === "string").join(".");
}
