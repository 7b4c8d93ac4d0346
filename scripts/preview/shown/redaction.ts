import type { AttributeChange } from "../document.ts";
import type { Difference } from "../plan/difference.ts";
import type { PlannedChange } from "../plan/planned-change.ts";
import { namesOf, type Path } from "../plan/values.ts";
import { secretShaped } from "./secret-shape.ts";
import { markedSensitive, statedSensitive } from "./sensitive-paths.ts";
import { neverShown, shownAttributes } from "./shown-attributes.ts";

/** Longest text of a value in the document, in characters. */
const longest = 120;

/** What the document says of a change's attributes: every name, and the values of those that are declared harmless. */
export function shownDifferences(change: PlannedChange): AttributeChange[] {
  const told = change.differences.filter((difference) => !isComputed(change, difference));
  return told.map((difference) => shownDifference(change, difference));
}

/** What is known only when applied because the provider computes it: an id, an ARN. */
function isComputed({ action, configured }: PlannedChange, { path, after, unknown }: Difference): boolean {
  if (!unknown || after !== undefined) return false;
  return action === "create" || (configured !== undefined && !configured.has(String(path[0])));
}

function shownDifference(change: PlannedChange, difference: Difference): AttributeChange {
  const { path, name, before, after, unknown } = difference;
  const hidden = hiddenBecause(change, path, name) ?? unlisted(change.type, name, [before, after]);
  return {
    path: shownPath(path),
    change: changeOf(difference),
    ...(hidden === undefined && before !== undefined && { before: text(before) }),
    ...(hidden === undefined && after !== undefined && { after: text(after) }),
    ...(hidden !== undefined && { hidden }),
    unknown,
    replaces: change.replacePaths.some((place) => startsWith(place, path) || startsWith(path, place)),
  };
}

function changeOf({ before, after, unknown }: Difference): AttributeChange["change"] {
  if (before === undefined) return "added";
  return after === undefined && !unknown ? "removed" : "changed";
}

/**
 * A value of an attribute as a finding may repeat it; undefined where it may not be seen.
 * @param value what stands at the path before or after, or an element of it
 */
export function shownValue(change: PlannedChange, path: Path, value: unknown): string | undefined {
  const name = namesOf(path);
  const hidden = hiddenBecause(change, path, name) ?? unlisted(change.type, name, [value]);
  return hidden === undefined && value !== undefined ? text(value) : undefined;
}

/** Marks win over every list: the plan's, before and after, and those of the schemas. */
function hiddenBecause({ type, sensitive }: PlannedChange, path: Path, name: string): "sensitive" | undefined {
  const marked = markedSensitive(sensitive.before, path) || markedSensitive(sensitive.after, path);
  return marked || statedSensitive(type, name) ? "sensitive" : undefined;
}

function openable(type: string): readonly string[] {
  return Object.hasOwn(shownAttributes, type) ? (shownAttributes[type] ?? []) : [];
}

const listed = new Map(Object.entries(shownAttributes).map(([type, paths]) => [type, new Set(paths)]));

function unlisted(type: string, name: string, values: readonly unknown[]): "unlisted" | undefined {
  const isListed = listed.get(type)?.has(name) ?? false;
  const harmless = isListed ? isHarmless : isSwitch;
  if (!values.every((value) => (Array.isArray(value) ? value.every(harmless) : harmless(value)))) return "unlisted";
  return isNeverShown(name) ? "unlisted" : undefined;
}

const neverShownNames = new Map<string, boolean>();

/** Remembered: a plan repeats the same names thousands of times. */
function isNeverShown(name: string): boolean {
  const known = neverShownNames.get(name);
  if (known !== undefined) return known;
  const never = neverShown.test(name);
  neverShownNames.set(name, never);
  return never;
}

/** A boolean tells nothing that could be a secret. */
function isSwitch(value: unknown): boolean {
  return typeof value === "boolean" || value === undefined || value === null;
}

/** Even what is listed is not shown where it has the shape of a credential, or holds more than plain values. */
function isHarmless(value: unknown): boolean {
  if (typeof value === "string") return !secretShaped(value);
  return typeof value !== "object" || value === null;
}

/** Whether what is added or removed as a whole at a path is taken apart: something that may be shown lies in it. */
export function opens(type: string, path: Path): boolean {
  const start = `${namesOf(path)}.`;
  return openable(type).some((name) => name.startsWith(start));
}

/** Too short to be a secret, and no more than a word. */
const shortName = /^[a-z_]{1,40}$/;

/** As Terraform writes it: `ingress[0].from_port`. A key that is no plain name may be anything, and is not repeated. */
export function shownPath(path: Path): string {
  const [only] = path;
  if (path.length === 1 && typeof only === "string" && shortName.test(only)) return only;
  const steps = path.map((step) => {
    if (typeof step === "number") return `[${step}]`;
    if (/^[A-Za-z_][\w-]{0,63}$/.test(step) && !secretShaped(step)) return `.${step}`;
    return /^[A-Za-z0-9_][\w./-]{0,63}$/.test(step) && !secretShaped(step) ? `["${step}"]` : "[…]";
  });
  return steps.join("").replace(/^\./, "");
}

function text(value: unknown): string {
  const written = Array.isArray(value) ? value.map((item) => String(item ?? "")).join(", ") : String(value ?? "");
  const line = written.replaceAll(/\s+/g, " ");
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

function startsWith(path: Path, start: Path): boolean {
  return start.every((step, index) => path[index] === step);
}
