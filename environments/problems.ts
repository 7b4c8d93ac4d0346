import leven from "leven";
import type { z } from "zod";
import { isPlain } from "./merge.ts";

type Path = readonly PropertyKey[];

/** The files an environment is written in: the patch wins where it says something. */
export interface Sources {
  readonly base: { readonly file: string; readonly value: unknown };
  readonly patch: { readonly file: string; readonly value: unknown };
  readonly merged: unknown;
}

/** Every issue as a line `file: path is VALUE; RULE. REMEDY.`, in the order of their paths, each once. */
export function describeIssues(issues: readonly z.core.$ZodIssue[], sources: Sources): string[] {
  const lines = issues.flatMap(flatten).map((issue) => describe(issue, sources));
  return [...new Set(lines)].sort();
}

/** A wrong key of a record and an unknown key are reported where the key stands. */
function flatten(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ ...issue, keys: [key], path: [...issue.path, key] }));
  }
  if (issue.code === "invalid_key") {
    return issue.issues.map((inner) => ({ ...inner, path: issue.path, params: { isKey: true } }) as z.core.$ZodIssue);
  }
  return [issue];
}

function describe(issue: z.core.$ZodIssue, sources: Sources): string {
  const also: readonly Path[] = issue.code === "custom" ? (issue.params?.also ?? []) : [];
  const files = [...new Set([issue.path, ...also].map((path) => fileOf(path, sources)))].join(" and ");
  const at = issue.path.map(String).join(".") || "the environment";
  return `${files}: ${at} is ${shown(valueAt(sources.merged, issue.path))}; ${ruleAndRemedy(issue, sources)}.`;
}

/** The file that writes the value, or, for a missing one, the file that writes most of the way to it. */
function fileOf(path: Path, { base, patch }: Sources): string {
  return depth(patch.value, path) >= depth(base.value, path) ? patch.file : base.file;
}

function depth(value: unknown, path: Path): number {
  let at = value;
  for (const [index, key] of path.entries()) {
    const next = child(at, key);
    if (next === undefined) return index;
    at = next;
  }
  return path.length;
}

function child(value: unknown, key: PropertyKey): unknown {
  if (Array.isArray(value)) return value[Number(key)];
  return isPlain(value) && Object.hasOwn(value, key) ? value[String(key)] : undefined;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(child, value);
}

function shown(value: unknown): string {
  if (value === undefined) return "missing";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function ruleAndRemedy(issue: z.core.$ZodIssue, sources: Sources): string {
  if (issue.code === "unrecognized_keys") return unknownKey(issue.path, sources);
  if (issue.code === "invalid_value") return oneOf(issue.values.map(String), valueAt(sources.merged, issue.path));
  if (issue.code === "invalid_type") {
    const missing = valueAt(sources.merged, issue.path) === undefined;
    const kind = kinds[issue.expected] ?? issue.expected;
    return missing ? `it must be given, as ${kind}. Add it` : `it must be ${kind}. Write ${kind}`;
  }
  return issue.message;
}

const kinds: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

function unknownKey(path: Path, sources: Sources): string {
  const siblings = isPlain(valueAt(sources.base.value, path.slice(0, -1)))
    ? Object.keys(valueAt(sources.base.value, path.slice(0, -1)) as object)
    : [];
  const near = nearest(String(path.at(-1)), siblings);
  return `there is no such key. ${near ? `Did you mean ${near}?` : "Remove it"}`.replace(/\?$/, "? Rename it");
}

function oneOf(allowed: readonly string[], value: unknown): string {
  const near = typeof value === "string" ? nearest(value, allowed) : undefined;
  return `it must be one of ${allowed.join(", ")}. ${near ? `Did you mean ${near}? Write one of them` : "Write one of them"}`;
}

function nearest(word: string, candidates: readonly string[]): string | undefined {
  return candidates
    .map((c) => ({ c, d: leven(word, c) }))
    .filter(({ d }) => d <= 2)
    .sort((a, b) => a.d - b.d)[0]?.c;
}
