/**
 * The program in a job's container, and of `plinth job local`: node jobs/main.ts <kind>
 *
 * PLINTH_CONTRACT   path of the deployed contract.json
 * PLINTH_RUN_ID     the run's id, the same for every retry of it (default: made up)
 * PLINTH_BUCKETS    local platform: folder with one folder of objects per bucket
 * PLINTH_DATABASES  local platform: folder with one folder per database
 * PLINTH_DBT        path of dbt (default: that of .venv, else the one on PATH)
 *
 * Exit codes are {@link exitCodes}: 0 done, 1 failed, 2 interrupted. SIGTERM and SIGINT end in 2, live untouched.
 */
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { exitCodes, type JobContract, type JobKind, readContract } from "./contract.ts";
import { JobFailure, JobInterrupted } from "./failure.ts";
import { type JobSurroundings, runPublishJob } from "./publish/publish-job.ts";

type Job = (contract: JobContract, surroundings: JobSurroundings) => Promise<unknown>;

const jobs: Partial<Record<JobKind, Job>> = { publish: runPublishJob };

async function main(kind: string | undefined, env: NodeJS.ProcessEnv): Promise<void> {
  const stop = new AbortController();
  for (const name of ["SIGTERM", "SIGINT"] as const) {
    process.once(name, () => stop.abort(new JobInterrupted(`Stopped by ${name}. Run the job again.`)));
  }
  if (!env.PLINTH_CONTRACT) {
    throw new JobFailure("PLINTH_CONTRACT is not set. It must be the path of the deployed contract.json.");
  }
  const contract = await readContract(env.PLINTH_CONTRACT);
  await jobOf(kind, contract)(contract, {
    root: fileURLToPath(new URL("..", import.meta.url)),
    env,
    runId: env.PLINTH_RUN_ID || newRunId(contract),
    signal: stop.signal,
    log: (line) => console.log(line),
  });
}

function jobOf(kind: string | undefined, { job }: JobContract): Job {
  if (kind !== job.kind) {
    const given = kind === undefined ? "No kind of job was given" : `The kind of job given is ${kind}`;
    throw new JobFailure(
      `${given}; the contract of job ${job.name} is for ${job.kind}. Run: node jobs/main.ts ${job.kind}`,
    );
  }
  const found = jobs[job.kind];
  if (found) return found;
  throw new JobFailure(
    `Jobs of kind ${job.kind} are not built yet in this version. It runs: ${Object.keys(jobs).join(", ")}.`,
  );
}

function newRunId({ job }: JobContract): string {
  return `${job.name}-${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, "")}-${randomBytes(3).toString("hex")}`;
}

function report(error: unknown): number {
  const expected = error instanceof JobFailure || error instanceof JobInterrupted;
  console.error(expected ? error.message : error);
  return error instanceof JobFailure ? exitCodes.failed : exitCodes.interrupted;
}

process.exitCode = await main(process.argv[2], process.env).then(() => exitCodes.done, report);
