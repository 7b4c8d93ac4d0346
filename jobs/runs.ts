import { z } from "zod";
import { type JobContract, jobKinds } from "./contract.ts";
import { JobFailure, JobInterrupted } from "./failure.ts";
import type { ObjectStore } from "./lake/object-store.ts";
import type { JobReport, JobSurroundings } from "./surroundings.ts";

const outcome = z.enum(["running", "succeeded", "failed", "interrupted"]);

const run = z.strictObject({
  runId: z.string(),
  /** What was asked for: a kind's action, and the options with it. */
  arguments: z.array(z.string()),
  startedAt: z.iso.datetime(),
  /** Null while it runs, and for good when it was killed. */
  endedAt: z.iso.datetime().nullable(),
  outcome,
  /** Why it did not end well. */
  reason: z.string().optional(),
});

/** One run of a job: the object `runs/<job>/<run id>.json`, written when it starts and again when it ends. */
const runRecord = z.strictObject({
  version: z.literal(1),
  environment: z.string(),
  job: z.string(),
  kind: z.enum(jobKinds),
  ...run.shape,
  /** Pods that have worked on it so far, this one included. */
  attempts: z.int().min(1),
  summary: z.array(z.string()),
  counts: z.record(z.string(), z.number()),
  details: z.json().optional(),
});

/** `runs/<job>/_latest.json`: what is asked of a job's runs without a listing. */
export const latestRuns = z.strictObject({
  version: z.literal(1),
  /** The one that started last. */
  last: runRecord,
  /** The last run by schedule or of the same meaning that ended well. */
  succeeded: runRecord.nullable(),
  /** Newest first. */
  recent: z.array(run),
});

export type RunRecord = z.output<typeof runRecord>;
export type LatestRuns = z.output<typeof latestRuns>;

const root = "runs/";
const keptRecent = 10;
const attempts = 20;

/** The records of all jobs of an environment, in its artifacts bucket. */
export class RunRecords {
  readonly #store: ObjectStore;

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  async record(job: string, runId: string): Promise<RunRecord | null> {
    return await this.#read(runRecord, keyOf(job, runId));
  }

  async latest(job: string): Promise<LatestRuns | null> {
    return await this.#read(latestRuns, latestKey(job));
  }

  /** Of every job that has run, in the order of their names. */
  async all(): Promise<LatestRuns[]> {
    const jobs = (await this.#store.folders(root)).map((folder) => folder.slice(root.length, -1));
    const found = await Promise.all(jobs.map((job) => this.latest(job)));
    return found.filter((each) => each !== null);
  }

  /** Two runs that end at once both get their place in what is asked for: who is late reads again. */
  async write(record: RunRecord): Promise<void> {
    await this.#store.put(keyOf(record.job, record.runId), render(record));
    const key = latestKey(record.job);
    for (let attempt = 1; attempt <= attempts; attempt++) {
      const before = await this.#store.text(key);
      const latest = following(before === undefined ? null : parsed(latestRuns, key, before), record);
      if (await this.#store.replace(key, before, render(latest))) return;
    }
    throw new Error(`${this.#store.place(key)}: other runs replaced it ${attempts} times in a row.`);
  }

  async #read<T>(schema: z.ZodType<T>, key: string): Promise<T | null> {
    const text = await this.#store.text(key);
    return text === undefined ? null : parsed(schema, this.#store.place(key), text);
  }
}

function parsed<T>(schema: z.ZodType<T>, place: string, text: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new JobFailure(`${place} is not a record of runs (${why}). Remove it and run the job again.`);
  }
}

/** What is asked for after this record was written. */
function following(before: LatestRuns | null, record: RunRecord): LatestRuns {
  const { runId, startedAt, endedAt, outcome, reason } = record;
  const short = { runId, arguments: record.arguments, startedAt, endedAt, outcome, ...(reason ? { reason } : {}) };
  const others = before?.recent.filter((each) => each.runId !== runId) ?? [];
  return {
    version: 1,
    last: before && before.last.startedAt > startedAt ? before.last : record,
    succeeded: isScheduled(record) && outcome === "succeeded" ? record : (before?.succeeded ?? null),
    recent: [short, ...others].sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1)).slice(0, keptRecent),
  };
}

/** Does the work of a run, and leaves a record of it: that it runs, then how it ended. */
export async function recordRun(
  records: RunRecords,
  { environment, job, kind }: JobContract,
  { runId, arguments: asked, log }: JobSurroundings,
  work: () => Promise<JobReport>,
): Promise<JobReport> {
  const earlier = await records.record(job, runId);
  const started: RunRecord = {
    version: 1,
    environment,
    job,
    kind,
    runId,
    arguments: [...asked],
    startedAt: now(),
    endedAt: null,
    outcome: "running",
    attempts: (earlier?.attempts ?? 0) + 1,
    summary: [],
    counts: {},
  };
  await records.write(started);
  const report = await work().catch(async (error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    await records.write({ ...started, endedAt: now(), outcome: outcomeOf(error), reason }).catch((why: unknown) => {
      log(`The run's record could not be written (${why instanceof Error ? why.message : why}).`);
    });
    throw error;
  });
  const { summary, counts, details } = report;
  const told = details === undefined ? {} : { details: z.json().parse(JSON.parse(JSON.stringify(details))) };
  await records.write({ ...started, ...told, endedAt: now(), outcome: "succeeded", summary: [...summary], counts });
  return report;
}

/** A run as the schedule starts it, with whatever options: the other actions mend, and count as no run of the job. */
function isScheduled(record: RunRecord): boolean {
  const [first] = record.arguments;
  return first === undefined || first.startsWith("-");
}

function outcomeOf(error: unknown): RunRecord["outcome"] {
  return error instanceof JobFailure && !(error instanceof JobInterrupted) ? "failed" : "interrupted";
}

function keyOf(job: string, runId: string): string {
  return `${root}${job}/${runId}.json`;
}

function latestKey(job: string): string {
  return `${root}${job}/_latest.json`;
}

function render(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

function now(): string {
  return new Date().toISOString();
}
