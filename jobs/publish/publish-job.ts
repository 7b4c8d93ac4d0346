import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JobContract } from "../contract.ts";
import { JobFailure } from "../failure.ts";
import { locatePlatform, type Platform } from "../platform.ts";
import { buildWithDbt, findDbt } from "../transform/dbt.ts";
import { DuckDbEngine } from "./duckdb-engine.ts";
import type { Candidate, Publication } from "./engine.ts";
import { History } from "./history.ts";
import { acquireLease } from "./lease.ts";
import { publish } from "./publish.ts";

/** What surrounds a job: where the program lies, its environment, and how it is stopped and heard. */
export interface JobSurroundings {
  /** Root of the repository, or of the image. */
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly runId: string;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/** Runs a publish job as its contract says: dbt builds and tests a candidate, which then becomes live. */
export async function runPublishJob(contract: JobContract, job: JobSurroundings): Promise<Publication> {
  const { engine, database, control } = contract.warehouse;
  if (engine !== "duckdb")
    throw new JobFailure(`The publish engine ${engine} is not built yet in this version. Use duckdb.`);
  const platform = await locatePlatform(contract, job.env);
  for (const [zone, folder] of Object.entries(platform.zones)) job.log(`lake zone ${zone}: ${folder}`);
  const controlFolder = join(platform.databases, control);
  return publish({
    runId: job.runId,
    engine: new DuckDbEngine(platform.databases, database),
    acquireLease: () =>
      acquireLease({
        folder: join(controlFolder, "leases", database),
        owner: job.runId,
        seconds: contract.publish.leaseSeconds,
      }),
    history: new History(join(controlFolder, "history", `${database}.jsonl`)),
    transform: (candidate, signal) => transform(contract, platform, candidate, { ...job, signal }),
    rules: { marts: contract.transform.marts, maxRowLossPercent: contract.publish.maxRowLossPercent },
    keepPrevious: contract.publish.keepPrevious,
    signal: job.signal,
    log: job.log,
  });
}

/** Profile, logs and artifacts go to a folder of the run under TMPDIR, which stays for inspection when dbt fails. */
async function transform(
  contract: JobContract,
  platform: Platform,
  candidate: Candidate,
  job: JobSurroundings,
): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), "plinth-dbt-"));
  job.log(`dbt: profile, logs and artifacts are in ${work}`);
  await buildWithDbt({
    program: findDbt(job.root, job.env),
    project: join(job.root, contract.transform.project),
    target: contract.transform.target,
    output: duckDbOutput(candidate),
    variables: zoneVariables(platform),
    work,
    signal: job.signal,
    log: job.log,
  });
  await rm(work, { recursive: true, force: true });
}

/** Models say which schema they are in; MARTS is for those that do not. DuckDB must not fetch extensions while it runs. */
function duckDbOutput({ location }: Candidate): Record<string, unknown> {
  return {
    type: "duckdb",
    path: location,
    schema: "MARTS",
    settings: { autoinstall_known_extensions: false },
  };
}

/** PLINTH_ZONE_BRONZE=<folder of the bronze bucket's objects>, and so on. */
function zoneVariables({ zones }: Platform): Record<string, string> {
  return Object.fromEntries(
    Object.entries(zones).map(([zone, folder]) => [`PLINTH_ZONE_${zone.toUpperCase()}`, folder]),
  );
}
