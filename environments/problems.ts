import type { z } from "zod";
import { breachParams } from "../constructs/support/rule.ts";
import { isPlain, valueAt } from "./merge.ts";
import { nearest } from "./nearest.ts";
import { enclosingEntry, keysBeside } from "./shape.ts";
import { shownPath, shownValue } from "./shown.ts";

type Path = readonly PropertyKey[];

/** Stands for the file of an environment whose patch has no name to call it by. */
export const nameless = "an environment without a name";

/** The files an environment is written in: the patch wins where it says something. */
export interface Sources {
  readonly schema: z.ZodType;
  readonly base: { readonly file: string; readonly value: unknown };
  readonly patch: { readonly file: string; readonly value: unknown };
  readonly merged: unknown;
}

/** Every issue as a line `file: path is VALUE; RULE. REMEDY.`, by file and path, each once. */
export function describeIssues(issues: readonly z.core.$ZodIssue[], sources: Sources): string[] {
  const lines = issues.flatMap(perKey).map((issue) => describe(issue, sources));
  return [...new Set(lines)].sort();
}

/** Unknown keys of one object are a problem each, reported where the key stands. */
function perKey(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== "unrecognized_keys") return [issue];
  return issue.keys.map((key) => ({ ...issue, keys: [key], path: [...issue.path, key] }));
}

function describe(issue: z.core.$ZodIssue, sources: Sources): string {
  const at = shownPath(issue.path) || "the environment";
  return `${filesOf(issue, sources).join(" and ")}: ${at} is ${found(issue, sources)}; ${ruleAndRemedy(issue, sources)}.`;
}

/** The files that wrote the values that took part. */
function filesOf(issue: z.core.$ZodIssue, sources: Sources): string[] {
  const params = breachParams(issue);
  const above = issue.path.slice(0, issue.path.length - (params?.depth ?? 0));
  const paths = [issue.path, ...(params?.also ?? []).map((path) => [...above, ...path])];
  return [...new Set(paths.map((path) => fileOf(path, sources)))].sort();
}

/** A value that nobody wrote belongs in the environment's own file, unless the entry it is missing from stands in the base alone. */
function fileOf(path: Path, { schema, base, patch, merged }: Sources): string {
  const writes = (source: Sources["base"], at: Path) => valueAt(source.value, at) !== undefined;
  if (path.length === 0 || writes(patch, path)) return patch.file;
  // What an object of another kind has replaced is written, and still nobody wrote it.
  if (writes(base, path) && valueAt(merged, path) !== undefined) return base.file;
  const entry = enclosingEntry(schema, path);
  return entry && !writes(patch, entry) && writes(base, entry) ? base.file : patch.file;
}

/** The value as it was written; a default that breaks a rule is called one. */
function found(issue: z.core.$ZodIssue, sources: Sources): string {
  const params = breachParams(issue);
  if (params?.aboutName) return `named ${shownValue(String(issue.path.at(-1)))}`;
  const written = valueAt(sources.merged, issue.path);
  if (written !== undefined || params?.value === undefined) return shownValue(written, issue.path);
  return `${shownValue(params.value, issue.path)} by default`;
}

function ruleAndRemedy(issue: z.core.$ZodIssue, sources: Sources): string {
  const value = valueAt(sources.merged, issue.path);
  if (issue.code === "unrecognized_keys") return unknownKey(issue.path, sources);
  if (issue.code === "invalid_value") return oneOf(issue.values, value);
  if (issue.code !== "invalid_type") return issue.message;
  const kind = kinds[issue.expected] ?? issue.expected;
  if (value === undefined) return `it must be given, as ${kind}. Add it`;
  return issue.message.startsWith("it must") ? issue.message : `it must be ${kind}. Write ${kind}`;
}

const kinds: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a whole number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

function unknownKey(path: Path, { schema }: Sources): string {
  const near = nearest(String(path.at(-1)), keysBeside(schema, path));
  return `there is no such key. ${near ? `Rename it, perhaps to ${near}, or remove it` : "Remove it"}`;
}

function oneOf(allowed: readonly unknown[], value: unknown): string {
  const names = allowed.map(String);
  const near = typeof value === "string" ? nearest(value, names) : undefined;
  if (value === undefined) return `it must be given, as one of ${names.join(", ")}. Add it`;
  return `it must be one of ${names.join(", ")}. Write one of them${near ? `, perhaps ${near}` : ""}`;
}

/** What an environment's file is called in messages. */
export function fileOfPatch(patch: unknown): string {
  const name = isPlain(patch) ? patch.name : undefined;
  return typeof name === "string" && /^[\w-]{1,40}$/.test(name) ? `environments/${name}.ts` : nameless;
}
