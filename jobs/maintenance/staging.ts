import { stopIfAsked } from "../failure.ts";
import type { ObjectStore } from "../lake/object-store.ts";
import { ingestPartition } from "../lake-layout.ts";

export interface StagingTerms {
  readonly hours: number;
  readonly now: Date;
  /** Says what it would remove, and removes nothing. */
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

export interface ExpiredStaging {
  /** Folders of runs. */
  readonly runs: number;
  readonly objects: number;
}

const staging = "_staging/";

/**
 * Removes the folders below any `_staging/` of a zone whose newest object is older than the hours. A run that still writes
 * has a newer one, so that the older ones of it stay too.
 */
export async function expireStaging(store: ObjectStore, terms: StagingTerms): Promise<ExpiredStaging> {
  let [runs, objects] = [0, 0];
  for await (const folder of stagingFolders(store, "")) {
    for (const run of await store.folders(folder)) {
      stopIfAsked(terms.signal);
      const removed = await expireRun(store, run, terms);
      objects += removed;
      if (removed > 0) runs += 1;
    }
  }
  return { runs, objects };
}

/** Data is never looked through: a day's folder has no staging in it, and there are thousands of them. */
async function* stagingFolders(store: ObjectStore, folder: string): AsyncIterable<string> {
  for (const below of await store.folders(folder)) {
    if (below.endsWith(`/${staging}`) || below === staging) yield below;
    else if (!below.includes(ingestPartition)) yield* stagingFolders(store, below);
  }
}

async function expireRun(store: ObjectStore, run: string, { hours, now, dryRun, log }: StagingTerms): Promise<number> {
  const keys: string[] = [];
  let newest = 0;
  for await (const { key, modifiedAt } of store.list(run)) {
    keys.push(key);
    newest = Math.max(newest, modifiedAt.getTime());
  }
  const age = (now.getTime() - newest) / 3_600_000;
  if (keys.length === 0 || age <= hours) return 0;
  const what = `${store.place(run)}: ${keys.length} objects, the newest ${Math.floor(age)} hours old`;
  log(dryRun ? `would remove ${what}` : `removing ${what}`);
  if (!dryRun) for (const key of keys) await store.remove(key);
  return keys.length;
}
