import { JobFailure } from "./failure.ts";

/**
 * Where things lie in a zone of the lake. A dataset is a folder with a folder of files for each day of ingestion:
 *
 *     raw/orders/ingest_dt=2026-01-15/part-0001.json   data
 *     raw/orders/ingest_dt=2026-01-15/_MANIFEST.json   which of the day's files count
 *     raw/orders/_staging/<run id>/part-0001.json      what a run is still writing
 *     raw/orders/_latest.json                          the manifest that readers follow
 *
 * Names that start with _ or . are not data: whoever loads a folder leaves them out.
 */
export type LakePlace =
  | { readonly kind: "data"; readonly dataset: string; readonly ingestDate: string; readonly file: string }
  | { readonly kind: "manifest"; readonly dataset: string; readonly ingestDate: string }
  | { readonly kind: "staged"; readonly dataset: string; readonly runId: string; readonly file: string }
  | { readonly kind: "latest"; readonly dataset: string };

const manifest = "_MANIFEST.json";
const latest = "_latest.json";
const staging = "_staging/";
/** Before the day in a folder's name: what engines know as a Hive partition. */
export const ingestPartition = "ingest_dt=";

/** Amazon S3 user guide, "Naming Amazon S3 objects": bytes of a key. */
const longestKey = 1024;

/** The dataset of what came from a source as it came: a topic, a partner, a system. It lies in the bronze zone. */
export function rawDataset(source: string): string {
  return checked("dataset", `raw/${source}`);
}

/** Whether a name can be a dataset's, for whoever declares one. */
export function isDataset(name: string): boolean {
  return rules.dataset.holds(name);
}

/** The folder of all that belongs to a dataset, for a grant or a stage. */
export function datasetFolder(dataset: string): string {
  return `${checked("dataset", dataset)}/`;
}

/** The folder of all runs' unfinished files. */
export function stagingRoot(dataset: string): string {
  return datasetFolder(dataset) + staging;
}

/** The folder of a run's unfinished files. */
export function stagingFolder(dataset: string, runId: string): string {
  return `${stagingRoot(dataset)}${checked("runId", runId)}/`;
}

/** The key of a place. Throws a {@link JobFailure} where a part of it breaks its rule. */
export function keyOf(place: LakePlace): string {
  const folder = datasetFolder(place.dataset);
  const key = folder + within(place);
  if (Buffer.byteLength(key) <= longestKey) return key;
  throw new JobFailure(
    `The key ${key.slice(0, 60)}… is too long: S3 takes ${longestKey} bytes. Shorten the file's name.`,
  );
}

function within(place: LakePlace): string {
  switch (place.kind) {
    case "data":
      return `${ingestPartition}${checked("ingestDate", place.ingestDate)}/${checked("file", place.file)}`;
    case "manifest":
      return `${ingestPartition}${checked("ingestDate", place.ingestDate)}/${manifest}`;
    case "staged":
      return `${staging}${checked("runId", place.runId)}/${checked("file", place.file)}`;
    case "latest":
      return latest;
  }
}

const forms: readonly (readonly [RegExp, (dataset: string, middle: string, file: string) => LakePlace])[] = [
  [/^(.+)\/ingest_dt=([^/]+)\/_MANIFEST\.json$/, (dataset, ingestDate) => ({ kind: "manifest", dataset, ingestDate })],
  [/^(.+)\/ingest_dt=([^/]+)\/([^/]+)$/, (dataset, ingestDate, file) => ({ kind: "data", dataset, ingestDate, file })],
  [/^(.+)\/_staging\/([^/]+)\/([^/]+)$/, (dataset, runId, file) => ({ kind: "staged", dataset, runId, file })],
  [/^(.+)\/_latest\.json$/, (dataset) => ({ kind: "latest", dataset })],
];

/** What lies at a key. Throws a {@link JobFailure} at a key outside the layout: it is not to be guessed what that is. */
export function placeOf(key: string): LakePlace {
  for (const [form, place] of forms) {
    const match = form.exec(key);
    if (!match) continue;
    const [, dataset = "", middle = "", file = ""] = match;
    const found = place(dataset, middle, file);
    if (keyOf(found) === key) return found;
  }
  throw new JobFailure(
    `The key ${key} is none of the lake's layout. It must be like raw/orders/${ingestPartition}2026-01-15/part-0001.json, or one of the files beside that start with _.`,
  );
}

type Part = "dataset" | "ingestDate" | "runId" | "file";

const rules: Readonly<Record<Part, { readonly holds: (value: string) => boolean; readonly rule: string }>> = {
  dataset: {
    holds: (value) => /^[a-z0-9][a-z0-9_-]*(\/[a-z0-9][a-z0-9_-]*)*$/.test(value),
    rule: 'folders of lower-case letters, digits, _ and -, like "raw/orders"',
  },
  ingestDate: { holds: isDay, rule: "a day that exists, like 2026-01-15" },
  runId: {
    holds: (value) => /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/.test(value),
    rule: "up to 128 letters, digits, _ and -, the first no _",
  },
  file: {
    holds: (value) => /^[A-Za-z0-9][A-Za-z0-9._=-]*$/.test(value),
    rule: "letters, digits and ._=-, the first a letter or digit, for _ and . mark what is not data",
  },
};

function checked(part: Part, value: string): string {
  const { holds, rule } = rules[part];
  if (holds(value)) return value;
  throw new JobFailure(`${part} is ${JSON.stringify(value)}; it must be ${rule}. Choose another.`);
}

/** Years from 1000 on, so that days sort as text. */
export function isDay(value: string): boolean {
  if (!/^[1-9]\d{3}-\d\d-\d\d$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}
