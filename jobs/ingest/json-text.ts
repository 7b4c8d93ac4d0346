/**
 * What JSON.parse lets pass and the text still says: a line is loaded as it stands, so whatever reads it later must read
 * what was checked.
 */

/** DuckDB and JSON.parse take any depth; a reader by recursion does not. */
const deepest = 500;
const quote = 34;
const space = 32;

/** What is wrong with the text of a value that was parsed from it; undefined when nothing is. */
export function textFlaw(text: string, value: unknown): string | undefined {
  const keys = countKeys(value, 0);
  const escaped = text.includes("\\");
  if (keys === undefined) return `it is nested deeper than ${deepest} levels`;
  if (keys !== writtenKeys(text, keys, escaped)) return "it names a field twice; readers differ in which one counts";
  if (escaped && /\\u[dD][89a-fA-F]/.test(text) && !isWellFormed(value)) {
    return "it holds half a character (a surrogate that stands alone); that is no Unicode text";
  }
  return undefined;
}

/** Keys of an object and of all in it; undefined when it is too deep. */
function countKeys(value: unknown, depth: number): number | undefined {
  if (typeof value !== "object" || value === null) return 0;
  if (depth >= deepest) return undefined;
  let count = 0;
  const isList = Array.isArray(value);
  for (const key in value) {
    const child: unknown = Reflect.get(value, key);
    if (!isList) count += 1;
    if (typeof child !== "object" || child === null) continue;
    const below = countKeys(child, depth + 1);
    if (below === undefined) return undefined;
    count += below;
  }
  return count;
}

/** Keys as written, or any other number than the expected where they are fewer or more. In JSON a key has a colon after it. */
function writtenKeys(text: string, expected: number, escaped: boolean): number {
  if (!escaped && colonsAfterQuotes(text) === expected) return expected;
  let exact = 0;
  for (const [, colon] of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)) if (colon !== undefined) exact += 1;
  return exact;
}

/** At least the keys: a string may begin with a colon too. NaN where a blank before a colon leaves it open. */
function colonsAfterQuotes(text: string): number {
  let count = 0;
  for (let at = text.indexOf(":"); at !== -1; at = text.indexOf(":", at + 1)) {
    const before = text.charCodeAt(at - 1);
    if (before === quote) count += 1;
    else if (before <= space) return Number.NaN;
  }
  return count;
}

function isWellFormed(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed();
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([key, child]) => key.isWellFormed() && isWellFormed(child));
}
