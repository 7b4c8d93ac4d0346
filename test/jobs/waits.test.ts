import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "@jest/globals";
import { type JobContract, jobContract } from "../../jobs/contract.ts";
import { JobFailure, JobInterrupted } from "../../jobs/failure.ts";
import { FolderStore } from "../../jobs/lake/folder-store.ts";
import { RunRecords, recordRun } from "../../jobs/runs.ts";
import type { JobReport } from "../../jobs/surroundings.ts";
import { waitForJobs } from "../../jobs/waits.ts";
import { publishContract } from "./contract.ts";

const root = mkdtempSync(join(tmpdir(), "plinth-waits-"));
let records = new RunRecords(new FolderStore(root));
afterAll(() => rmSync(root, { recursive: true }));
beforeEach(() => {
  records = new RunRecords(new FolderStore(mkdtempSync(join(root, "bucket-"))));
});

const done: JobReport = { summary: [], counts: {} };

function publishing(minutes: number): JobContract {
  return jobContract.parse(publishContract({ job: "publish", waitsFor: [{ job: "ingest", minutes }] }));
}

async function ran(job: string, work: () => Promise<JobReport> = async () => done): Promise<void> {
  const signal = new AbortController().signal;
  const surroundings = { root, env: {}, runId: `${job}-run`, arguments: [], signal, log: () => {} };
  await recordRun(records, { ...publishing(0), job }, surroundings, work).catch(() => {});
}

function waiting(minutes: number, lines: string[] = [], signal = new AbortController().signal): Promise<void> {
  return waitForJobs(publishing(minutes), records, { signal, log: (line) => lines.push(line) }, 0.02);
}

test("a job that never ran is waited for in vain, and named", async () => {
  await expect(waiting(0)).rejects.toThrow(
    "job publish waits for job ingest, which must have ended well once; in 0 minutes it did not (it has never run). " +
      "Run it with npx plinth job local ingest, or this one without waiting with --now.",
  );
});

test("a job whose last run failed is named with its reason, and one that has not ended with its start", async () => {
  await ran("ingest", () => Promise.reject(new JobFailure("bucket x is not deployed")));
  await expect(waiting(0)).rejects.toThrow(/run ingest-run failed at \S+: bucket x is not deployed/);
  await ran("ingest", async () => {
    await expect(waiting(0)).rejects.toThrow(/\(run ingest-run began at \S+ and has not ended\)/);
    return done;
  });
});

test("what ended well before this job's last good run is used up", async () => {
  await ran("ingest");
  await ran("publish");
  await expect(waiting(0)).rejects.toThrow(/which must have ended well since \d{4}-/);
  await ran("ingest");
  await expect(waiting(0)).resolves.toBeUndefined();
});

test("a job that ended well while this one last ran counts for the next run", async () => {
  await ran("publish", async () => {
    await ran("ingest");
    return done;
  });
  await expect(waiting(0)).resolves.toBeUndefined();
});

test("a run waits until the job has ended well, and says so once", async () => {
  const lines: string[] = [];
  const waited = waiting(5, lines);
  await ran("ingest", () => Promise.reject(new JobFailure("not yet")));
  await ran("ingest");
  await expect(waited).resolves.toBeUndefined();
  expect(lines).toEqual(["waiting for ingest, at most 5 minutes: it has never run"]);
});

test("a run that is stopped while it waits ends", async () => {
  const stop = new AbortController();
  const waited = waiting(5, [], stop.signal);
  stop.abort(new JobInterrupted("Stopped by SIGTERM."));
  await expect(waited).rejects.toThrow("Stopped by SIGTERM.");
});
