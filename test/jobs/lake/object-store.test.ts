/** What every store must keep, on a folder and on S3 (a loopback double of its API). */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { FolderStore } from "../../../jobs/lake/folder-store.ts";
import { type ListedObject, ObjectChanged, type ObjectStore } from "../../../jobs/lake/object-store.ts";
import { S3Store } from "../../../jobs/lake/s3-store.ts";
import { S3Double } from "./s3-double.ts";

const folder = mkdtempSync(join(tmpdir(), "plinth-store-"));
const s3 = new S3Double();
const opened: Record<string, ObjectStore> = { folder: new FolderStore(folder) };
beforeAll(async () => {
  opened.s3 = new S3Store("bucket", await s3.start());
});
afterAll(() => {
  s3.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function listed(store: ObjectStore, prefix: string): Promise<ListedObject[]> {
  const all: ListedObject[] = [];
  for await (const each of store.list(prefix)) all.push(each);
  return all;
}

async function read(content: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe.each(["folder", "s3"])("%s", (name) => {
  let store: ObjectStore;
  beforeEach(async () => {
    const found = opened[name];
    if (!found) throw new Error(`${name} is not open.`);
    store = found;
    for (const { key } of await listed(store, "")) await store.remove(key);
  });

  test("what is not there has no text, no folders, nothing to list, and can be removed", async () => {
    expect(await store.text("a/b")).toBeUndefined();
    expect(await store.folders("a/")).toEqual([]);
    expect(await listed(store, "a/")).toEqual([]);
    await store.remove("a/b");
    await expect(store.open("a/b").then(read)).rejects.toThrow(ObjectChanged);
  });

  test("an object that changed since it was listed is not read as the one that was", async () => {
    await store.put("a", "one");
    const [before] = await listed(store, "a");
    await store.put("a", "three");
    await expect(store.open("a", before?.version).then(read)).rejects.toThrow(ObjectChanged);
    const [now] = await listed(store, "a");
    expect(await store.open("a", now?.version).then(read)).toBe("three");
  });

  test("a stream that fails leaves the old object, and nothing beside it", async () => {
    await store.put("a", "old");
    const broken = Readable.from(
      (async function* () {
        yield Buffer.alloc(6 * 1024 * 1024, "x");
        throw new Error("The source broke.");
      })(),
      { objectMode: false },
    );
    await expect(store.put("a", broken)).rejects.toThrow("The source broke.");
    expect(await store.text("a")).toBe("old");
    expect((await listed(store, "")).map(({ key }) => key)).toEqual(["a"]);
    expect(s3.openUploads).toBe(0);
  });

  test("a conditional write meets what it expects, or writes nothing", async () => {
    expect(await store.replace("m", "x", "1")).toBe(false);
    expect(await store.text("m")).toBeUndefined();
    expect(await store.replace("m", undefined, "1")).toBe(true);
    expect(await store.replace("m", undefined, "2")).toBe(false);
    expect(await store.replace("m", "0", "2")).toBe(false);
    expect(await store.replace("m", "1", "2")).toBe(true);
    expect(await store.text("m")).toBe("2");
  });

  test("of many conditional writes at once exactly one is made", async () => {
    await store.put("m", "0");
    const all = Array.from({ length: 12 }, (_, index) => `writer ${index}`);
    const won = await Promise.all(all.map((each) => store.replace("m", "0", each)));
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(await store.text("m")).toBe(all[won.indexOf(true)]);
  });

  test("many objects are listed page by page in the order of their keys, with what they are", async () => {
    const keys = ["a.txt", "a/1", "a/2/x", "a/2/y", "a-b", "b/1", "c"];
    for (const key of keys) await store.put(key, key);
    expect((await listed(store, "")).map(({ key }) => key)).toEqual([...keys].sort());
    expect((await listed(store, "a/")).map(({ key, bytes }) => [key, bytes])).toEqual([
      ["a/1", 3],
      ["a/2/x", 5],
      ["a/2/y", 5],
    ]);
    expect((await listed(store, "a/2")).map(({ key }) => key)).toEqual(["a/2/x", "a/2/y"]);
    expect(await store.folders("")).toEqual(["a/", "b/"]);
    expect(await store.folders("a/")).toEqual(["a/2/"]);
  });

  test("an object of many parts is written from a stream and read back whole", async () => {
    const part = Buffer.alloc(1024 * 1024, "abc");
    await store.put(
      "big",
      Readable.from(
        Array.from({ length: 12 }, () => part),
        { objectMode: false },
      ),
    );
    const [big] = await listed(store, "big");
    expect(big?.bytes).toBe(12 * part.length);
    const content = await store.open("big", big?.version).then(read);
    expect(content === part.toString().repeat(12)).toBe(true);
  });

  test("a copy has the content and any name a lake's file can have", async () => {
    await store.put("d/_staging/run=1/ingest_dt=2026-01-15=part-1.parquet", "x");
    await store.copy("d/_staging/run=1/ingest_dt=2026-01-15=part-1.parquet", "d/ingest_dt=2026-01-15/part-1.parquet");
    expect(await store.text("d/ingest_dt=2026-01-15/part-1.parquet")).toBe("x");
  });
});

test("S3: an archived object is refused with what to do", async () => {
  await opened.s3?.put("old", "x");
  s3.archived.add("old");
  await expect(opened.s3?.open("old")).rejects.toThrow("s3://bucket/old is archived; it must be restored before");
});

test("S3: two conditional writes at one moment are one written and one refused", async () => {
  await opened.s3?.put("k", "1");
  s3.conflictNext = true;
  expect(await opened.s3?.replace("k", "1", "2")).toBe(false);
  expect(await opened.s3?.text("k")).toBe("1");
});

test("S3: a conditional write whose answer was lost is known as made", async () => {
  await opened.s3?.put("k", "1");
  s3.loseNextAnswer = true;
  expect(await opened.s3?.replace("k", "1", "2")).toBe(true);
  expect(await opened.s3?.text("k")).toBe("2");
});

test("S3: a place is an address", () => {
  expect(opened.s3?.place("a/b")).toBe("s3://bucket/a/b");
});
