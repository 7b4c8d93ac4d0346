import { z } from "zod";
import { JobFailure } from "./failure.ts";
import { keyOf, placeOf } from "./lake-layout.ts";

const file = z.strictObject({
  /** Name within the day's folder. */
  name: z.string().min(1),
  bytes: z.int().min(0),
  rows: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "it must be a SHA-256 digest in hexadecimal"),
});

/** A file of the bronze zone's same day that went into a day of silver. */
const source = z.strictObject({
  /** Name within the bronze day's folder. */
  name: z.string().min(1),
  bytes: z.int().min(0),
  /** What the store calls this content of it: S3's ETag. Another one is another content. */
  version: z.string().min(1),
  /** Lines that are not blank: each is loaded or quarantined. */
  read: z.int().min(0),
  loaded: z.int().min(0),
  quarantined: z.int().min(0),
  /** Of the loaded ones. */
  late: z.int().min(0),
  /** The files of this manifest that hold its rows. */
  parts: z.array(z.string().min(1)),
  /** The file of the quarantine zone's same day that holds its bad lines. */
  quarantine: file.optional(),
});

/** `_MANIFEST.json`: the files of a day that count, written once all of them are there. What it does not name is not read. */
const manifest = z.strictObject({
  version: z.literal(1),
  dataset: z.string(),
  ingestDate: z.string(),
  /** The run that wrote the files. */
  runId: z.string(),
  files: z.array(file).refine(namesDiffer, "it must name each file once"),
  /** What the files were made from, where ingest made them: the ledger that lets it load a file once. */
  sources: z.array(source).refine(namesDiffer, "it must name each file once").optional(),
});

/** `_latest.json`: the manifest that readers follow. Replacing it is what publishes: S3 replaces an object as a whole. */
const latest = z.strictObject({ version: z.literal(1), manifest: z.string(), runId: z.string(), at: z.iso.datetime() });

export type LakeFile = z.output<typeof file>;
export type LakeSource = z.output<typeof source>;
export type LakeManifest = z.output<typeof manifest>;
export type LatestPointer = z.output<typeof latest>;

/** Reads a manifest that was found at `key`; a {@link JobFailure} says what is wrong with it. */
export function readManifest(key: string, text: string): LakeManifest {
  const read = parsed(manifest, key, text);
  const { dataset, ingestDate } = read;
  const own = keyOf({ kind: "manifest", dataset, ingestDate });
  if (own !== key) throw new JobFailure(`${key}: the manifest says that it is ${own}. Write it where it belongs.`);
  for (const { name } of read.files) keyOf({ kind: "data", dataset, ingestDate, file: name });
  const wrong = imbalance(read);
  if (wrong) throw new JobFailure(`${key}: ${wrong}. Run the backfill of ${ingestDate}, which writes the day again.`);
  return read;
}

/** What of a manifest's numbers does not add up; undefined when every line that was read is accounted for. */
export function imbalance({ files, sources }: LakeManifest): string | undefined {
  if (sources === undefined) return undefined;
  const lost = sources.find(({ read, loaded, quarantined }) => read !== loaded + quarantined);
  if (lost) return `${lost.name} has ${lost.read} lines; ${lost.loaded} loaded and ${lost.quarantined} quarantined`;
  const kept = sources.find(({ quarantined, quarantine }) => quarantined !== (quarantine?.rows ?? 0));
  if (kept) return `${kept.name} has ${kept.quarantined} lines in quarantine; its file there has another number`;
  const [loaded, rows] = [sum(sources.map((each) => each.loaded)), sum(files.map((each) => each.rows))];
  return loaded === rows ? undefined : `its sources loaded ${loaded} rows; its files have ${rows}`;
}

/** Reads a pointer that was found at `key`. It names a manifest of its own dataset. */
export function readLatest(key: string, text: string): LatestPointer {
  const read = parsed(latest, key, text);
  const target = placeOf(read.manifest);
  if (target.kind === "manifest" && keyOf({ kind: "latest", dataset: target.dataset }) === key) return read;
  throw new JobFailure(
    `${key}: manifest is ${read.manifest}; it must be a _MANIFEST.json of the same dataset. Publish again.`,
  );
}

function parsed<T>(schema: z.ZodType<T>, key: string, text: string): T {
  const result = schema.safeParse(fromJson(key, text));
  if (result.success) return result.data;
  const lines = result.error.issues.map(
    (issue) => `${key}: ${issue.path.join(".") || "the document"}: ${issue.message}.`,
  );
  throw new JobFailure([...lines, "Write it again with the version of the job's image that reads it."].join("\n"));
}

function fromJson(key: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new JobFailure(`${key} is not JSON (${error instanceof Error ? error.message : error}). Write it again.`);
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function namesDiffer(files: readonly { readonly name: string }[]): boolean {
  return new Set(files.map(({ name }) => name)).size === files.length;
}
