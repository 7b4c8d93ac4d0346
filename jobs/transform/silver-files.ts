import type { ObjectStore } from "../lake/object-store.ts";
import { readManifest } from "../lake-manifest.ts";

/** Dataset → the files that count, as DuckDB opens them: paths or s3:// addresses. */
export type SilverFiles = Readonly<Record<string, readonly string[]>>;

/**
 * The files of the silver zone that its manifests name. What lies there without being named is unfinished or replaced,
 * and a pattern over the folders would read it.
 */
export async function listSilverFiles(silver: ObjectStore): Promise<SilverFiles> {
  const files: Record<string, string[]> = {};
  for await (const { key } of silver.list("")) {
    if (!key.endsWith("/_MANIFEST.json")) continue;
    const text = await silver.text(key);
    if (text === undefined) continue;
    const manifest = readManifest(key, text);
    const folder = key.slice(0, key.lastIndexOf("/") + 1);
    const dataset = manifest.dataset;
    const named = manifest.files.map(({ name }) => silver.place(`${folder}${name}`));
    files[dataset] = [...(files[dataset] ?? []), ...named];
  }
  return files;
}
