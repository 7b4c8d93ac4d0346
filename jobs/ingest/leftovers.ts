import type { ListedObject, ObjectStore } from "../lake/object-store.ts";
import { keyOf, placeOf, stagingRoot } from "../lake-layout.ts";
import { readManifest } from "../lake-manifest.ts";
import { placeOfStaged } from "../lake-staging.ts";
import type { EventSource } from "./event-schema.ts";

/** Kubernetes ends a run after a day at most, and so does whoever read the manifest before. */
const settledAfter = 24 * 3_600_000;

export interface LeftoverTerms {
  readonly source: EventSource;
  readonly silver: ObjectStore;
  readonly quarantine: ObjectStore;
}

/**
 * Removes what killed runs left and what was replaced a day ago: the files that have a staged twin or note, and that no
 * manifest names. Answers how many.
 */
export async function sweepLeftovers(terms: LeftoverTerms, now: Date): Promise<number> {
  const { source, silver, quarantine } = terms;
  const inSilver = await sweep(silver, source.to, terms, now);
  return inSilver + (await sweep(quarantine, source.from, terms, now));
}

async function sweep(store: ObjectStore, dataset: string, terms: LeftoverTerms, now: Date): Promise<number> {
  const settled: ListedObject[] = [];
  for await (const object of store.list(stagingRoot(dataset))) {
    if (now.getTime() - object.modifiedAt.getTime() > settledAfter) settled.push(object);
  }
  const named = namedFiles(terms);
  let removed = 0;
  for (const { key } of settled) {
    const staged = placeOf(key);
    const place = staged.kind === "staged" ? placeOfStaged(staged) : undefined;
    if (place && !(await named(place.ingestDate)).has(place.file)) {
      await store.remove(keyOf(place));
      removed += 1;
    }
    await store.remove(key);
  }
  return removed;
}

/** Reads each day's manifest once. */
function namedFiles({ silver, source }: LeftoverTerms): (ingestDate: string) => Promise<ReadonlySet<string>> {
  const known = new Map<string, ReadonlySet<string>>();
  return async (ingestDate) => {
    const found = known.get(ingestDate) ?? (await namesIn(silver, source.to, ingestDate));
    known.set(ingestDate, found);
    return found;
  };
}

async function namesIn(silver: ObjectStore, dataset: string, ingestDate: string): Promise<ReadonlySet<string>> {
  const key = keyOf({ kind: "manifest", dataset, ingestDate });
  const text = await silver.text(key);
  if (text === undefined) return new Set();
  const { files, sources = [] } = readManifest(key, text);
  return new Set([...files, ...sources.flatMap(({ quarantine }) => quarantine ?? [])].map(({ name }) => name));
}
