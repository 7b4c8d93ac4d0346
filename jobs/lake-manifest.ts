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

/** `_MANIFEST.json`: the files of a day that count, written once all of them are there. What it does not name is not read. */
const manifest = z.strictObject({
  version: z.literal(1),
  dataset: z.string(),
  ingestDate: z.string(),
  /** The run that wrote the files. */
  runId: z.string(),
  files: z.array(file).refine(namesDiffer, "it must name each file once"),
});

/** `_latest.json`: the manifest that readers follow. Replacing it is what publishes: S3 replaces an object as a whole. */
const latest = z.strictObject({ version: z.literal(1), manifest: z.string(), runId: z.string(), at: z.iso.datetime() });

export type LakeManifest = z.output<typeof manifest>;
export type LatestPointer = z.output<typeof latest>;

/** Reads a manifest that was found at `key`; a {@link JobFailure} says what is wrong with it. */
export function readManifest(key: string, text: string): LakeManifest {
  const read = parsed(manifest, key, text);
  const { dataset, ingestDate } = read;
  const own = keyOf({ kind: "manifest", dataset, ingestDate });
  if (own !== key) throw new JobFailure(`${key}: the manifest says that it is ${own}. Write it where it belongs.`);
  for (const { name } of read.files) keyOf({ kind: "data", dataset, ingestDate, file: name });
  return read;
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

function namesDiffer(files: readonly { readonly name: string }[]): boolean {
  return new Set(files.map(({ name }) => name)).size === files.length;
}
