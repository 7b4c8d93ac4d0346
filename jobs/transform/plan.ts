import { access } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Attempt, DbtArtifacts } from "./artifacts.ts";
import type { BuildRequest } from "./build.ts";
import type { DbtTask } from "./dbt.ts";
import { hasExecuted, parseRunResults } from "./run-results.ts";
import { listSilverFiles } from "./silver-files.ts";

/** What dbt is to do, decided before it starts. */
export interface Plan {
  readonly task: DbtTask;
  /** Variables of the project, which are the same for every engine and project. */
  readonly vars: Readonly<Record<string, unknown>>;
  /** Where this attempt's artifacts go. */
  readonly folder: string;
  /** JSON: the files of the silver zone, by dataset. Snowflake has tables for them. */
  readonly silverFiles: string | undefined;
}

type Identity = Omit<Attempt, "version" | "at">;

/** Decides what to build: everything, what differs from live, or what an earlier attempt of the run left undone. */
export async function planBuild(request: BuildRequest, artifacts: DbtArtifacts, project: string): Promise<Plan> {
  const vars = varsOf(request);
  const identity: Identity = {
    token: request.candidate.token,
    clonedUnder: request.candidate.clonedUnder,
    project,
    variables: vars,
    slim: request.slim,
  };
  const attempts = await artifacts.attempts(request.runId);
  const before = request.resume ? await leftUndone(request, artifacts, attempts.at(-1), identity) : null;
  const folder = await artifacts.begin(request.runId, attempts, identity);
  const silverFiles = before ? before.silverFiles : await silverFilesOf(request);
  if (silverFiles !== undefined) await artifacts.saveSilverFiles(folder, silverFiles);
  const task: DbtTask = before ? { kind: "retry", before: before.results } : await freshTask(request, artifacts);
  return { task, vars, folder, silverFiles };
}

/** The names are a contract with the project: the sample's README lists them. Backfill's come from the request. */
function varsOf({ contract, runId, variables, statementSeconds }: BuildRequest): Record<string, unknown> {
  const { policies } = contract.publish.access;
  return {
    run_id: runId,
    raw_database: contract.transform.raw,
    search_optimization: contract.transform.searchOptimization,
    ...(policies === undefined ? {} : { policies }),
    ...(statementSeconds === undefined ? {} : { statement_seconds: statementSeconds }),
    ...variables,
  };
}

async function silverFilesOf({ contract, stores }: BuildRequest): Promise<string | undefined> {
  if (contract.warehouse.engine !== "duckdb") return undefined;
  return JSON.stringify(await listSilverFiles(stores.zone("silver")));
}

async function freshTask({ slim, log }: BuildRequest, artifacts: DbtArtifacts): Promise<DbtTask> {
  if (!slim) return { kind: "whole" };
  const live = await artifacts.liveManifest();
  if (live) {
    log(`slim: only what differs from run ${live.pointer.runId}, which is live, and what depends on it`);
    return { kind: "slim", state: live.manifest };
  }
  log("slim: there is no manifest of what is live to compare with, so everything is built");
  return { kind: "whole" };
}

/** The results and files of the last attempt, where this one may go on with them; says why when it may not. */
async function leftUndone(
  { log }: BuildRequest,
  artifacts: DbtArtifacts,
  last: string | undefined,
  identity: Identity,
): Promise<{ readonly results: string; readonly silverFiles: string | undefined } | null> {
  const refuse = (why: string) => {
    log(`resume: everything is built again, for ${why}`);
    return null;
  };
  if (last === undefined) return refuse("no earlier attempt left artifacts");
  const then = await artifacts.readAttempt(last);
  if (then === null) return refuse("it is not known what the attempt before built with");
  if (then.clonedUnder !== identity.clonedUnder)
    return refuse(
      `the attempt before built another clone (of token ${then.clonedUnder}, this is of ${identity.clonedUnder})`,
    );
  if (then.project !== identity.project) return refuse("the project has changed since");
  if (!isDeepStrictEqual(comparable(then.variables), comparable(identity.variables)) || then.slim !== identity.slim)
    return refuse("it is asked for with other variables");
  const results = await artifacts.read(last, "run_results.json");
  if (results === undefined) return refuse("the attempt before was ended before it saved any result");
  if (identity.slim) return refuse("a Slim build that was stopped does not say what it did not come to");
  const read = parseRunResults(results);
  if (!hasExecuted(read)) return refuse("the attempt before did not come to build anything");
  const silverFiles = await artifacts.read(last, "silver-files.json");
  const gone = await firstMissing(silverFiles);
  if (gone !== undefined) return refuse(`a file that the attempt before read is gone: ${gone}`);
  log(`resume: only what the attempt before did not build well is built`);
  return { results, silverFiles };
}

/** Without the time that the lease had left, which is another each time. */
function comparable({ statement_seconds, ...rest }: Readonly<Record<string, unknown>>): unknown {
  return rest;
}

const fileLists = z.record(z.string(), z.array(z.string()));

/** Both halves of a build must have read the same files. Those in S3 dbt itself finds missing. */
async function firstMissing(silverFiles: string | undefined): Promise<string | undefined> {
  if (silverFiles === undefined) return undefined;
  for (const file of Object.values(fileLists.parse(JSON.parse(silverFiles))).flat()) {
    if (file.startsWith("s3://")) continue;
    const found = await access(file).then(
      () => true,
      () => false,
    );
    if (!found) return file;
  }
  return undefined;
}
