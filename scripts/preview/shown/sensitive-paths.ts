import { readFileSync } from "node:fs";
import { z } from "zod";
import { isValues, type Path } from "../plan/values.ts";

/** Sensitive attributes as the providers' schemas state them: the file that the simulated providers are marked by. */
const file = z.array(z.looseObject({ resource: z.record(z.string(), z.array(z.string())).default({}) }));

let stated: ReadonlyMap<string, readonly string[]> | undefined;

function statedPaths(type: string): readonly string[] {
  stated ??= read();
  return stated.get(type) ?? [];
}

function read(): ReadonlyMap<string, readonly string[]> {
  const place = new URL("../../../rehearsal/data/sensitive-paths.json", import.meta.url);
  const sources = file.parse(JSON.parse(readFileSync(place, "utf8")));
  const found = new Map<string, string[]>();
  for (const { resource } of sources)
    for (const [type, paths] of Object.entries(resource)) found.set(type, [...(found.get(type) ?? []), ...paths]);
  return found;
}

/** Whether a schema marks the attribute, what holds it or what it holds. */
export function statedSensitive(type: string, names: string): boolean {
  const marks = statedPaths(type);
  return marks.some(
    (marked) => marked === names || names.startsWith(`${marked}.`) || marked.startsWith(`${names}.`) || names === "",
  );
}

/**
 * Whether a plan marks the attribute, what holds it or anything in it (`before_sensitive`, `after_sensitive`). A list or
 * set with a mark anywhere in it is marked wholly: its elements are not in the same places before and after.
 */
export function markedSensitive(mark: unknown, path: Path): boolean {
  if (mark === true) return true;
  const [step, ...rest] = path;
  if (step === undefined || Array.isArray(mark)) return holdsMark(mark);
  if (!isValues(mark) || !Object.hasOwn(mark, step)) return false;
  return markedSensitive(mark[step], rest);
}

function holdsMark(mark: unknown): boolean {
  if (mark === true) return true;
  if (Array.isArray(mark)) return mark.some(holdsMark);
  return isValues(mark) && Object.values(mark).some(holdsMark);
}
