import type { LakeFile, LakeManifest, LakeSource } from "../lake-manifest.ts";
import type { EventFile } from "./event-file.ts";

/** A day of a dataset in the bronze zone. */
export interface Day {
  readonly ingestDate: string;
  readonly files: readonly EventFile[];
  /** Keys of files that are left as silver has them, or not. */
  readonly skip: ReadonlySet<string>;
  /** Whatever the manifest says, every file is loaded. */
  readonly again: boolean;
}

/** What is to be done with a day: told from what bronze holds and what silver's manifest says of it. */
export interface DayPlan {
  /** Files that silver does not have as they are now. */
  readonly load: readonly EventFile[];
  /** What silver keeps. */
  readonly keep: readonly LakeSource[];
  /** What silver lets go of, to take it anew or not at all. */
  readonly replace: readonly LakeSource[];
  /** Files that bronze has no more, kept or let go. */
  readonly gone: readonly string[];
}

/**
 * A file counts by its name and content: one that is known is not loaded again, one that changed replaces its own rows.
 * The rows of a file that is gone stay, for bronze lets files go by age. `again` loads whatever there is, and what is gone goes.
 */
export function planDay(manifest: LakeManifest | undefined, { files, again, skip }: Day): DayPlan {
  const before = new Map((manifest?.sources ?? []).map((source) => [source.name, source]));
  const now = new Set(files.map(({ name }) => name));
  const load = files.filter(({ name, object }) => {
    if (skip.has(object.key)) return false;
    const known = before.get(name);
    return again || known?.version !== object.version || known.bytes !== object.bytes;
  });
  const anew = new Set(load.map(({ name }) => name));
  const gone = [...before.keys()].filter((name) => !now.has(name));
  const leaves = ({ name }: LakeSource) => anew.has(name) || (again && !now.has(name));
  const sources = [...before.values()];
  return { load, gone, keep: sources.filter((each) => !leaves(each)), replace: sources.filter(leaves) };
}

/** The files of silver that hold rows of what is replaced, and whether they hold others too. */
export function partsToReplace(
  { files }: LakeManifest,
  { keep, replace }: Pick<DayPlan, "keep" | "replace">,
): readonly { readonly part: LakeFile; readonly shared: boolean }[] {
  const holds = (sources: readonly LakeSource[], part: LakeFile) =>
    sources.some(({ parts }) => parts.includes(part.name));
  return files.filter((part) => holds(replace, part)).map((part) => ({ part, shared: holds(keep, part) }));
}
