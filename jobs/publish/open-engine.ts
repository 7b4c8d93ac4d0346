import type { WarehouseContract } from "../contract.ts";
import { JobFailure } from "../failure.ts";
import { locateDatabases } from "../platform.ts";
import { readPrivateKey } from "../secrets.ts";
import type { JobSurroundings } from "../surroundings.ts";
import type { PublishEngine } from "./engine.ts";

/** Schema of leases and history in the control database, as an environment declares it. */
const controlSchema = "PUBLISH";

export interface EngineTerms {
  /** Print what would be run, and change nothing. */
  readonly dryRun: boolean;
}

/** Opens the engine that the contract names. Only its own part of the program is loaded. */
export async function openEngine(
  contract: WarehouseContract,
  job: JobSurroundings,
  terms: EngineTerms,
): Promise<PublishEngine> {
  return contract.warehouse.engine === "duckdb"
    ? openDuckDb(contract, job, terms)
    : openSnowflake(contract, job, terms);
}

async function openDuckDb(
  contract: WarehouseContract,
  { env, log }: JobSurroundings,
  { dryRun }: EngineTerms,
): Promise<PublishEngine> {
  const [{ DuckDbEngine }, { dryRunEngine }] = await Promise.all([
    import("./duckdb/engine.ts"),
    import("./dry-run-engine.ts"),
  ]);
  const engine = new DuckDbEngine(await locateDatabases(contract, env));
  return dryRun ? dryRunEngine(engine, log) : engine;
}

async function openSnowflake(
  contract: WarehouseContract,
  job: JobSurroundings,
  { dryRun }: EngineTerms,
): Promise<PublishEngine> {
  const [{ Client }, { SnowflakeEngine }, { sdkSessions }, { dryRunSessions }] = await Promise.all([
    import("./snowflake/client.ts"),
    import("./snowflake/engine.ts"),
    import("./snowflake/sdk-session.ts"),
    import("./snowflake/dry-run.ts"),
  ]);
  const { warehouse, publish } = contract;
  const { account, user, database, role } = warehouse;
  const signIn = { account, user, warehouse: warehouse.warehouse, runId: job.runId };
  const sessions = sdkSessions({ ...signIn, privateKey: await readPrivateKey(keyOf(contract), job.env) });
  const client = new Client({
    open: dryRun ? dryRunSessions({ open: sessions, live: database, log: job.log }) : sessions,
    role,
    warehouses: Object.fromEntries(publish.access.readers.map((reader) => [reader.role, reader.warehouse])),
  });
  const control = { database: warehouse.control, schema: controlSchema };
  return new SnowflakeEngine(client, { database, control, role, access: publish.access });
}

/** ARN of the secret with the private key of the publishing user. */
export function keyOf({ job, secrets, warehouse }: WarehouseContract): string {
  const arn = secrets[warehouse.key];
  if (arn !== undefined) return arn;
  throw new JobFailure(
    `Job ${job}: warehouse.key is ${warehouse.key}; it must be one of the job's secrets, as ${warehouse.user} signs in ` +
      "with it. Add it to the job's definition and deploy it again.",
  );
}
