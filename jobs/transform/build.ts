import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { WarehouseContract } from "../contract.ts";
import type { Stores } from "../lake/stores.ts";
import type { Candidate } from "../publish/engine.ts";
import { DbtArtifacts } from "./artifacts.ts";
import { buildWithDbt, type DbtEnd, judge, targetFolder } from "./dbt.ts";
import { findDbt } from "./dbt-process.ts";
import { type Plan, planBuild } from "./plan.ts";
import { connectTo } from "./profile.ts";
import { fingerprintOf } from "./project.ts";
import { describeWarnings, type NodeResult } from "./run-results.ts";

/** One build of a candidate by the transform engine. */
export interface BuildRequest {
  readonly contract: WarehouseContract;
  readonly candidate: Candidate;
  readonly runId: string;
  /**
   * The candidate is the one that an earlier attempt of this run left: what was built well is not built again. False for
   * a candidate that was just cloned; what an earlier attempt left in the store is then of another database, and refused.
   */
  readonly resume: boolean;
  /** Builds only what differs from the project that is live, and what depends on it. */
  readonly slim: boolean;
  /** Variables of dbt: backfill_from and backfill_to, as 2026-01-15. */
  readonly variables: Readonly<Record<string, string>>;
  readonly stores: Stores;
  /** Root of the repository, or of the image. */
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
  /** Seconds that one statement may take in the warehouse: less than what is left of the lease. None without it. */
  readonly statementSeconds?: number | undefined;
  /** Reads a secret by its ARN: the private key of the Snowflake user. The DuckDB engine has none. */
  readonly readSecret?: ((arn: string) => Promise<string>) | undefined;
}

/** A candidate that was built and tested well. */
export interface Built {
  readonly results: readonly NodeResult[];
  /** Tests that warn, one line each. They let a candidate go live. */
  readonly warnings: readonly string[];
  /** Makes this build's manifest the one that Slim builds compare with. Call it after the swap; repeating it is safe, and `advanceCurrent` does the same without a build. */
  readonly advance: () => Promise<void>;
}

/**
 * Builds and tests the whole project, or what a Slim build or a resumed one needs of it, in one candidate. dbt's
 * artifacts are in the store when it returns, and when it throws: a JobFailure that names each failing model and test, or
 * a JobInterrupted, after which the same run goes on where it stopped.
 */
export async function buildCandidate(request: BuildRequest): Promise<Built> {
  const { contract, runId, stores, log } = request;
  const project = join(request.root, contract.transform.project);
  const connection = await connectTo(request);
  const artifacts = new DbtArtifacts(stores.artifacts, contract.transform.project);
  const plan = await planBuild(request, artifacts, await fingerprintOf(project));
  const work = await mkdtemp(join(tmpdir(), "plinth-dbt-"));
  log(`dbt: profile and logs are in ${work}, artifacts go to ${stores.artifacts.place(plan.folder)}`);
  const end = await buildWithDbt({
    program: findDbt(request.root, request.env),
    project,
    target: contract.transform.target,
    profile: connection.profile,
    task: plan.task,
    vars: plan.vars,
    variables: { ...connection.secrets, ...(await writeLists(work, plan)) },
    work,
    signal: request.signal,
    log,
  });
  await save(artifacts, plan, work, end);
  const results = judge(end, request.signal);
  const warnings = describeWarnings(results);
  for (const warning of warnings) log(`warning: ${warning}`);
  // After a failure the folder stays, for whoever looks into it.
  await rm(work, { recursive: true, force: true });
  return {
    results,
    warnings,
    advance: () => artifacts.advance({ runId, token: request.candidate.token }),
  };
}

/** Models cannot read a file that dbt does not know; the DuckDB engine reads this one. */
async function writeLists(work: string, { silverFiles }: Plan): Promise<Record<string, string>> {
  if (silverFiles === undefined) return {};
  const file = join(work, "silver-files.json");
  await writeFile(file, silverFiles);
  return { PLINTH_SILVER_FILES: file };
}

async function save(artifacts: DbtArtifacts, plan: Plan, work: string, { results }: DbtEnd): Promise<void> {
  await artifacts.save(plan.folder, targetFolder(work), results === null ? null : JSON.stringify(results));
}
