import type { WarehouseContract } from "../contract.ts";
import { openStores } from "../lake/stores.ts";
import { readPrivateKey } from "../secrets.ts";
import type { JobSurroundings } from "../surroundings.ts";
import { advanceCurrent } from "../transform/artifacts.ts";
import { buildCandidate } from "../transform/build.ts";
import type { ProtocolRun } from "./attempt.ts";
import type { PublishEngine, Version } from "./engine.ts";
import { openEngine } from "./open-engine.ts";
import type { PublishRun } from "./publish.ts";

/** What a publish may be asked beyond its contract. */
export interface PublishOptions {
  readonly dryRun?: boolean;
  readonly slim?: boolean;
  readonly auditOnly?: boolean;
  /** Variables of dbt, such as backfill_from and backfill_to. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** Opens what a run works with, and closes it whatever happens. */
export async function withEngine<T>(
  contract: WarehouseContract,
  job: JobSurroundings,
  { dryRun = false }: PublishOptions,
  use: (engine: PublishEngine) => Promise<T>,
): Promise<T> {
  const engine = await openEngine(contract, job, { dryRun });
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
}

/** Kinds of jobs that publish, and so may write `current.json`: constructs/jobs/artifact-access.ts. */
const completes: readonly string[] = ["publish", "backfill"];

export async function protocolRun(
  contract: WarehouseContract,
  job: JobSurroundings,
  engine: PublishEngine,
  { dryRun = false }: PublishOptions = {},
): Promise<ProtocolRun> {
  const { publish, transform } = contract;
  const stores = await openStores(contract, job.env);
  return {
    runId: job.runId,
    engine,
    leaseSeconds: publish.leaseSeconds,
    readers: publish.access.readers.map(({ role }) => role),
    marts: transform.marts,
    ...(completes.includes(contract.kind) && {
      advance: async (version: Version) => {
        if (dryRun) job.log(`-- the artifacts of run ${version.runId} become the current ones`);
        else await advanceCurrent(stores.artifacts, transform.project, version);
      },
    }),
    signal: job.signal,
    log: job.log,
  };
}

export async function publishRun(
  contract: WarehouseContract,
  job: JobSurroundings,
  engine: PublishEngine,
  options: PublishOptions,
): Promise<PublishRun> {
  const { publish, transform, warehouse } = contract;
  const stores = await openStores(contract, job.env);
  const { dryRun = false, slim = false, auditOnly = false, variables = {} } = options;
  return {
    ...(await protocolRun(contract, job, engine, options)),
    build: async (candidate, { resume, signal, secondsLeft }) => {
      if (dryRun) {
        job.log(`-- dbt build --target ${transform.target} in ${candidate.location}, then its tests`);
        return;
      }
      const { root, env, runId, log } = job;
      const request = { contract, candidate, runId, resume, slim, variables, stores, root, env, signal, log };
      const statementSeconds = Math.max(1, Math.floor(secondsLeft()));
      await buildCandidate({ ...request, statementSeconds, readSecret: (arn) => readPrivateKey(arn, env) });
    },
    rules: {
      marts: transform.marts,
      maxRowLossPercent: publish.maxRowLossPercent,
      freshness: publish.freshness,
      schemas: warehouse.schemas,
      owner: warehouse.role,
      access: publish.access,
    },
    unmasks: Object.fromEntries(publish.access.readers.map(({ role, unmasks }) => [role, unmasks])),
    keepPrevious: publish.keepPrevious,
    dryRun,
    auditOnly,
  };
}
