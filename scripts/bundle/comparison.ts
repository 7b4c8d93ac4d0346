import type { Action } from "../preview/document.ts";
import { shownPath } from "../preview/shown/redaction.ts";
import { courseWords } from "../preview/words/action-words.ts";
import type { ChangeSet, ReviewedChange } from "./change-set.ts";

/** `same`: all that was reviewed must be there. `rest`: some of it has been done already. */
export type Extent = "same" | "rest";

/** Wherein a plan does something else than the reviewed one, a line each; no values. Empty if it may be applied in its place. */
export function apart(reviewed: ChangeSet, now: ChangeSet, extent: Extent): string[] {
  const coming = Object.entries(now).flatMap(([address, change]) => {
    const before = reviewed[address];
    if (before === undefined) return [`${address} would be ${done(change)}, which nobody has reviewed`];
    return differs(before, change, extent).map((what) => `${address}: ${what}`);
  });
  if (extent === "rest") return coming;
  const missing = Object.entries(reviewed).filter(([address]) => now[address] === undefined);
  return [...coming, ...missing.map(([address, change]) => `${address} would not be ${done(change)} any more`)];
}

function differs(reviewed: ReviewedChange, now: ReviewedChange, extent: Extent): string[] {
  if (extent === "rest" && madeAnew(reviewed, now)) return [];
  if (reviewed.actions !== now.actions) return [`it would be ${done(now)}; reviewed was that it is ${done(reviewed)}`];
  if (reviewed.previousAddress !== now.previousAddress) return ["it would be moved from elsewhere"];
  const paths = new Set([...Object.keys(reviewed.attributes), ...Object.keys(now.attributes)]);
  return [...paths].flatMap((path) => difference(path, reviewed.attributes, now.attributes));
}

/** What an apply that went wrong left half made is made again: it was reviewed as new, and holds nothing. */
function madeAnew(reviewed: ReviewedChange, now: ReviewedChange): boolean {
  return reviewed.actions.includes("create") && now.reason === "replace_because_tainted";
}

type Attributes = ReviewedChange["attributes"];

function difference(pointer: string, reviewed: Attributes, now: Attributes): string[] {
  // Nobody could know it then.
  if (reviewed[pointer] === null || isBelowUnknown(pointer, reviewed)) return [];
  const path = shownPointer(pointer);
  if (now[pointer] === null || isBelowUnknown(pointer, now))
    return [`${path} was reviewed with a value that is not known any more`];
  if (reviewed[pointer] === now[pointer]) return [];
  if (reviewed[pointer] === undefined) return [`${path} would change, which nobody has reviewed`];
  return [now[pointer] === undefined ? `${path} would not change any more` : `${path} would get another value`];
}

/** A key of a map may be anything: what is no plain name is not repeated. */
function shownPointer(pointer: string): string {
  const steps = pointer.split("/").slice(1);
  const names = steps.map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  return shownPath(names.map((name) => (/^\d+$/.test(name) ? Number(name) : name)));
}

function isBelowUnknown(path: string, attributes: Attributes): boolean {
  const steps = path.split("/");
  return steps.some((_, end) => end > 0 && attributes[steps.slice(0, end).join("/")] === null);
}

const actionOf: Readonly<Record<string, Action>> = {
  "delete create": "replace",
  "create delete": "replace",
  "create forget": "replace",
  "no-op": "move",
  "no-op import": "import",
};

function done({ actions }: ReviewedChange): string {
  const words: Readonly<Record<string, { done: string }>> = courseWords;
  return words[actionOf[actions] ?? actions]?.done ?? actions;
}
