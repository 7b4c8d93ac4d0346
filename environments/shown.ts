import { inspect } from "node:util";
import { isPlain } from "./merge.ts";
import { looksSecret } from "./secret-looking.ts";

/** A path as one would write it: `topics.user_events.partitions`, and in brackets what is no plain name. */
export function shownPath(path: readonly PropertyKey[]): string {
  const parts = path
    .map(String)
    .map((key) => (/^[\w$-]+$/.test(key) ? `.${key}` : `[${shortened(JSON.stringify(key))}]`));
  return parts.join("").replace(/^\./, "");
}

/** A value as one would write it, on one line of at most 80 characters; what may be a secret is not repeated. */
export function shownValue(value: unknown, path: readonly PropertyKey[] = []): string {
  if (value === undefined) return "missing";
  if (hides(value, path)) return "hidden, since it may be a secret";
  if (typeof value === "function") return "a function";
  if (typeof value === "string") return shortened(JSON.stringify(value));
  return shortened(inspect(value, { depth: 1, breakLength: Number.POSITIVE_INFINITY, maxArrayLength: 10 }));
}

function shortened(text: string): string {
  const characters = [...text.slice(0, 200)];
  return characters.length > 80 ? `${characters.slice(0, 79).join("")}…` : text;
}

/** Under `secrets` stand an owner and a description; whatever else someone wrote there, or anywhere under a telling key, stays unsaid. */
function hides(value: unknown, path: readonly PropertyKey[]): boolean {
  const [domain, , key] = path.map(String);
  if (domain === "secrets" && key !== "owner" && (typeof value === "string" || holdsText(value))) return value !== "";
  const telling = /passw|token|credential|private_?key|secret(?!s$)/i.test(String(path.at(-1)));
  return (telling && (typeof value === "string" || holdsText(value))) || looksSecret(value);
}

function holdsText(value: unknown): boolean {
  return isPlain(value) && Object.values(value).some((inner) => typeof inner === "string");
}
