import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { FolderStore } from "../../../jobs/lake/folder-store.ts";

let folder: string;
let store: FolderStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "plinth-store-"));
  store = new FolderStore(folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function keys(): Promise<string[]> {
  const all: string[] = [];
  for await (const { key } of store.list("")) all.push(key);
  return all;
}

test.each(["../other", "a/../../other"])("the key %s leads out of the bucket and is refused", async (key) => {
  await expect(store.put(key, "x")).rejects.toThrow("must stay inside its bucket");
  await expect(store.text(key)).rejects.toThrow("must stay inside its bucket");
});

test("a file that grows while it is read fails its reader", async () => {
  writeFileSync(join(folder, "a"), Buffer.alloc(3 * 1024 * 1024, "x"));
  const versions: string[] = [];
  for await (const { version } of store.list("a")) versions.push(version);
  const reading = (async () => {
    for await (const _ of await store.open("a", versions[0])) appendFileSync(join(folder, "a"), "y");
  })();
  await expect(reading).rejects.toThrow(/changed (since|while)/);
});

test("what a killed write left is no object, and a lock neither", async () => {
  for (const name of [".a.0f.draft", "._MANIFEST.json.lock"]) writeFileSync(join(folder, name), "x");
  writeFileSync(join(folder, ".hidden"), "x");
  expect(await keys()).toEqual([".hidden"]);
});

test("a linked file is an object, a linked folder is none", async () => {
  mkdirSync(join(folder, "real"));
  writeFileSync(join(folder, "real/a"), "x");
  symlinkSync(join(folder, "real/a"), join(folder, "b"));
  symlinkSync(join(folder, "real"), join(folder, "c"));
  expect(await keys()).toEqual(["b", "real/a"]);
});

test("a folder is there while something is in it, as in a bucket", async () => {
  await store.put("a/b/c", "x");
  await store.put("a/d", "x");
  await store.remove("a/b/c");
  expect(readdirSync(join(folder, "a"))).toEqual(["d"]);
  await store.remove("a/d");
  expect(readdirSync(folder)).toEqual([]);
});
