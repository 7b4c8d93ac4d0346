/** The job on S3, on a loopback double of its API: the same as on folders. */
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { ingest } from "../../../jobs/ingest/ingest-job.ts";
import type { ObjectStore } from "../../../jobs/lake/object-store.ts";
import { S3Store } from "../../../jobs/lake/s3-store.ts";
import { readManifest } from "../../../jobs/lake-manifest.ts";
import { S3Double } from "../lake/s3-double.ts";
import { order, orders } from "./lake.ts";

const zones = ["bronze", "silver", "quarantine", "artifacts"];
const folder = "raw/orders/ingest_dt=2026-01-15";
let doubles: S3Double[];
let buckets: ReadonlyMap<string, ObjectStore>;
beforeEach(async () => {
  doubles = zones.map(() => new S3Double());
  const opened = doubles.map(
    async (double, index) => [zones[index] ?? "", new S3Store("bucket", await double.start())] as const,
  );
  buckets = new Map(await Promise.all(opened));
});
afterEach(() => {
  for (const double of doubles) double.stop();
});

function zone(name: string): ObjectStore {
  const found = buckets.get(name);
  if (!found) throw new Error(`There is no zone ${name}.`);
  return found;
}

const run = (runId: string) =>
  ingest(
    [orders],
    { zone, artifacts: zone("artifacts") },
    { runId, signal: new AbortController().signal, log: () => {} },
  );

async function manifest() {
  const key = "orders/ingest_dt=2026-01-15/_MANIFEST.json";
  return readManifest(key, (await zone("silver").text(key)) ?? "");
}

async function keys(name: string): Promise<string[]> {
  const all: string[] = [];
  for await (const { key } of zone(name).list("")) all.push(key);
  return all;
}

test("what is new is loaded once, what changed replaces its own, and nothing else is left", async () => {
  for (let file = 1; file <= 4; file += 1) await zone("bronze").put(`${folder}/${file}.jsonl`, `${order(file)}\nbad\n`);
  const compressed = gzipSync(`${order(5)}\n`);
  const { Readable } = await import("node:stream");
  await zone("bronze").put(`${folder}/5.jsonl.gz`, Readable.from([compressed], { objectMode: false }));
  expect((await run("run-1")).counts).toMatchObject({ files: 5, loaded: 5, quarantined: 4 });
  expect((await run("run-2")).counts).toMatchObject({ files: 0, kept: 5, read: 0 });
  await zone("bronze").put(`${folder}/1.jsonl`, `${order(6)}\n`);
  expect((await run("run-3")).counts).toMatchObject({ files: 1, kept: 4, loaded: 1, quarantined: 0 });
  const { files, sources = [] } = await manifest();
  expect(sources.map(({ name, loaded, quarantined }) => [name, loaded, quarantined])).toEqual([
    ["1.jsonl", 1, 0],
    ["2.jsonl", 1, 1],
    ["3.jsonl", 1, 1],
    ["4.jsonl", 1, 1],
    ["5.jsonl.gz", 1, 0],
  ]);
  expect(await keys("quarantine")).toHaveLength(3);
  const staged = (await keys("silver")).filter((key) => key.includes("/_staging/"));
  // A note of the part that was replaced, which readers may hold open still.
  expect(staged).toHaveLength(1);
  expect(files.every(({ name }) => !staged.some((key) => key.endsWith(name)))).toBe(true);
});
