import { mkdtempSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { FolderStore } from "../../../jobs/lake/folder-store.ts";
import { expireStaging } from "../../../jobs/maintenance/staging.ts";

const now = new Date("2026-01-20T00:00:00Z");
let folder: string;
let store: FolderStore;
let said: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "plinth-zone-"));
  store = new FolderStore(folder);
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function put(key: string, hoursOld: number): Promise<void> {
  await store.put(key, "x");
  const at = now.getTime() / 1000 - hoursOld * 3600;
  utimesSync(join(folder, key), at, at);
}

async function keys(): Promise<string[]> {
  const all: string[] = [];
  for await (const { key } of store.list("")) all.push(key);
  return all;
}

const expire = (dryRun = false) => {
  const { signal } = new AbortController();
  return expireStaging(store, { hours: 48, now, dryRun, signal, log: (line) => said.push(line) });
};

test("a run that still writes keeps all of its files, however old the first of them are", async () => {
  await put("orders/_staging/run-1/part-1.parquet", 500);
  await put("orders/_staging/run-1/part-2.parquet", 47);
  expect(await expire()).toEqual({ runs: 0, objects: 0 });
  expect(await keys()).toHaveLength(2);
});

test("data is never touched, whatever its age and wherever it lies", async () => {
  const data = [
    "orders/_latest.json",
    "orders/ingest_dt=2020-01-01/_MANIFEST.json",
    "orders/ingest_dt=2020-01-01/part-1.parquet",
  ];
  for (const key of data) await put(key, 50_000);
  expect(await expire()).toEqual({ runs: 0, objects: 0 });
  expect(await keys()).toEqual(data);
});

test("what runs left is removed in every dataset, at any depth, and said", async () => {
  await put("orders/_staging/run-1/part-1.parquet", 49);
  await put("orders/_staging/run-1/part-2.parquet", 60);
  await put("raw/partner/orders/_staging/run-1/a.jsonl", 49);
  await put("raw/partner/orders/_staging/run-2/a.jsonl", 1);
  expect(await expire()).toEqual({ runs: 2, objects: 3 });
  expect(await keys()).toEqual(["raw/partner/orders/_staging/run-2/a.jsonl"]);
  expect(said).toEqual([
    `removing ${folder}/orders/_staging/run-1/: 2 objects, the newest 49 hours old`,
    `removing ${folder}/raw/partner/orders/_staging/run-1/: 1 objects, the newest 49 hours old`,
  ]);
});

test("a dry run says the same and removes nothing", async () => {
  await put("orders/_staging/run-1/part-1.parquet", 49);
  expect(await expire(true)).toEqual({ runs: 1, objects: 1 });
  expect(said).toEqual([`would remove ${folder}/orders/_staging/run-1/: 1 objects, the newest 49 hours old`]);
  expect(await keys()).toHaveLength(1);
});
