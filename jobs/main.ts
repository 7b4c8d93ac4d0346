/**
 * The program in a job's container, and of `plinth job local`: node jobs/main.ts <kind> [action] [options]
 *
 * PLINTH_CONTRACT   path of the deployed contract.json
 * PLINTH_RUN_ID     the run's id, the same for every retry of it (default: made up)
 * PLINTH_BUCKETS    local platform: folder with one folder of objects per bucket
 * PLINTH_DATABASES  local platform: folder with one folder per database
 * PLINTH_GRANTS     local platform: file with the grants and masks of the simulated Snowflake account
 * PLINTH_DBT        path of dbt (default: that of .venv, else the one on PATH)
 *
 * Exit codes are {@link exitCodes}: 0 done, 1 failed, 2 interrupted. SIGTERM and SIGINT end in 2, live untouched.
 */
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { exitCodes, type JobContract, type JobKind, readContract } from "./contract.ts";
import { JobFailure, JobInterrupted } from "./failure.ts";
import { runJob } from "./kinds.ts";
import { openStores } from "./lake/stores.ts";
import { HelpAsked, isAside, type JobRequest, kindOf, requestOf } from "./request.ts";
import { type LatestRuns, RunRecords, recordRun } from "./runs.ts";
import type { JobReport, JobSurroundings } from "./surroundings.ts";
import { waitForJobs } from "./waits.ts";

async function main([first, ...rest]: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const kind = kindOf(first);
  const request = requestOf(kind, rest);
  const contract = await contractFor(kind, env);
  const log = request.options.json ? console.error : console.log;
  const surroundings: JobSurroundings = {
    root: fileURLToPath(new URL("..", import.meta.url)),
    env,
    runId: env.PLINTH_RUN_ID || newRunId(contract),
    arguments: rest,
    signal: stopSignal(),
    log: (line) => log(line),
  };
  const report = await answer(contract, request, surroundings);
  if (request.options.json) console.log(JSON.stringify(report.details ?? report));
  else for (const line of report.summary) console.log(line);
}

/** A run of its own waits for the jobs that it depends on and leaves a record; a look at things does neither. */
async function answer(contract: JobContract, request: JobRequest, job: JobSurroundings): Promise<JobReport> {
  const { artifacts } = await openStores(contract, job.env);
  const records = new RunRecords(artifacts);
  if (request.action === "status") return withRuns(await runJob(contract, job), await records.all());
  if (isAside(contract.kind, request)) return await runJob(contract, job);
  return await recordRun(records, contract, job, async () => {
    if (request.action === "run" && !request.options.now) await waitForJobs(contract, records, job);
    return await runJob(contract, job);
  });
}

/** Whoever asks how a published database stands asks how the jobs that feed it did. */
function withRuns(report: JobReport, runs: readonly LatestRuns[]): JobReport {
  const lines = runs.map(({ last }) => `job ${last.job}: run ${last.runId} ${last.outcome}, started ${last.startedAt}`);
  return { ...report, summary: [...report.summary, ...lines], details: { ...Object(report.details), runs } };
}

async function contractFor(kind: JobKind, env: NodeJS.ProcessEnv): Promise<JobContract> {
  if (!env.PLINTH_CONTRACT) {
    throw new JobFailure("PLINTH_CONTRACT is not set. It must be the path of the deployed contract.json.");
  }
  const contract = await readContract(env.PLINTH_CONTRACT);
  if (contract.kind === kind) return contract;
  throw new JobFailure(
    `The kind of job given is ${kind}; the contract of job ${contract.job} is for ${contract.kind}. Run: node jobs/main.ts ${contract.kind}`,
  );
}

function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const name of ["SIGTERM", "SIGINT"] as const) {
    process.once(name, () => stop.abort(new JobInterrupted(`Stopped by ${name}. Run the job again.`)));
  }
  return stop.signal;
}

/** Names of runs of one job sort by their beginning. */
function newRunId({ job }: JobContract): string {
  return `${job}-${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, "")}-${randomBytes(3).toString("hex")}`;
}

function ended(error: unknown): number {
  if (error instanceof HelpAsked) {
    console.log(error.message.trimEnd());
    return exitCodes.done;
  }
  const expected = error instanceof JobFailure || error instanceof JobInterrupted;
  console.error(expected ? error.message : error);
  return error instanceof JobFailure ? exitCodes.failed : exitCodes.interrupted;
}

process.exitCode = await main(process.argv.slice(2), process.env).then(() => exitCodes.done, ended);
