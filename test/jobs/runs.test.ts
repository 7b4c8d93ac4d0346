import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeEach, expect, test } from "@jest/globals";
import { jobContract } from "../../jobs/contract.ts";
import { JobFailure, JobInterrupted } from "../../jobs/failure.ts";
import { FolderStore } from "../../jobs/lake/folder-store.ts";
import { RunRecords, recordRun } from "../../jobs/runs.ts";
import type { JobReport } from "../../jobs/surroundings.ts";
import { publishContract } from "./contract.ts";

const root = mkdtempSync(join(tmpdir(), "plinth-runs-"));
let folder = root;
afterAll(() => rmSync(root, { recursive: true }));
beforeEach(() => {
  folder = mkdtempSync(join(root, "bucket-"));
});

const contract = jobContract.parse(publishContract({ job: "publish" }));
const done: JobReport = { summary: ["all is well"], counts: { rows: 3 }, details: { token: 4 } };

function records(): RunRecords {
  return new RunRecords(new FolderStore(folder));
}

function run(runId: string, work: () => Promise<JobReport>, asked: readonly string[] = []): Promise<JobReport> {
  const signal = new AbortController().signal;
  return recordRun(records(), contract, { root, env: {}, runId, arguments: asked, signal, log: () => {} }, work);
}

function inBucket(key: string): string {
  return join(folder, key);
}

test("a run that fails leaves its reason, and what ended well before stays known", async () => {
  await run("first", async () => done);
  await expect(run("second", () => Promise.reject(new JobFailure("model x: error")))).rejects.toThrow("model x: error");
  const latest = await records().latest("publish");
  expect(latest?.last).toMatchObject({ runId: "second", outcome: "failed", reason: "model x: error", counts: {} });
  expect(latest?.succeeded).toMatchObject({ runId: "first", counts: { rows: 3 }, details: { token: 4 } });
  expect(latest?.recent.map(({ runId, outcome }) => [runId, outcome])).toEqual([
    ["second", "failed"],
    ["first", "succeeded"],
  ]);
});

test.each([new JobInterrupted("Stopped by SIGTERM."), new TypeError("undefined is not a function")])(
  "what something outside ended is interrupted: %s",
  async (error) => {
    await expect(run("cut", () => Promise.reject(error))).rejects.toBe(error);
    expect(await records().record("publish", "cut")).toMatchObject({ outcome: "interrupted", reason: error.message });
  },
);

test("a run that is killed leaves a record without an end", async () => {
  await run("killed", async () => {
    const now = await records().record("publish", "killed");
    expect(now).toMatchObject({ outcome: "running", endedAt: null, attempts: 1 });
    return done;
  });
  const file = inBucket("runs/publish/killed.json");
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ outcome: "succeeded", job: "publish", version: 1 });
});

test("another attempt of a run is counted, and listed once", async () => {
  await expect(run("again", () => Promise.reject(new JobInterrupted("evicted")))).rejects.toThrow("evicted");
  await run("again", async () => done);
  expect(await records().record("publish", "again")).toMatchObject({ outcome: "succeeded", attempts: 2 });
  expect((await records().latest("publish"))?.recent).toHaveLength(1);
});

test("a rollback is recorded, and does not stand for a run of the job", async () => {
  await run("nightly", async () => done, ["--slim"]);
  await run("back", async () => done, ["rollback"]);
  const latest = await records().latest("publish");
  expect(latest?.last).toMatchObject({ runId: "back", arguments: ["rollback"] });
  expect(latest?.succeeded).toMatchObject({ runId: "nightly" });
});

test("runs that end at once are all there", async () => {
  const names = Array.from({ length: 6 }, (_, index) => `run-${index}`);
  await Promise.all(names.map((name) => run(name, async () => done)));
  const latest = await records().latest("publish");
  expect(latest?.recent.map(({ runId }) => runId).sort()).toEqual(names);
  expect(latest?.recent.every(({ outcome }) => outcome === "succeeded")).toBe(true);
});

test("a record that is none is named with its place", async () => {
  const file = inBucket("runs/publish/_latest.json");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '{"version": 2}');
  await expect(records().all()).rejects.toThrow(`${file} is not a record of runs`);
  writeFileSync(file, "{");
  await expect(records().all()).rejects.toThrow(
    /_latest\.json is not a record of runs .* Remove it and run the job again\./,
  );
});

test("an environment in which nothing has run has no records", async () => {
  expect(await records().all()).toEqual([]);
  expect(await records().latest("publish")).toBeNull();
});
