import { access } from "node:fs/promises";
import { join } from "node:path";
import type { WarehouseContract } from "./contract.ts";
import { JobFailure } from "./failure.ts";
import type { DuckDbPlace } from "./publish/duckdb/candidate.ts";
import { readPlatformGrants } from "./publish/duckdb/grants.ts";

/**
 * Finds the contract's databases on the local platform: folders below PLINTH_DATABASES, and in PLINTH_GRANTS what is granted
 * on them. Those that are not deployed are named in one {@link JobFailure}.
 */
export async function locateDatabases(contract: WarehouseContract, env: NodeJS.ProcessEnv): Promise<DuckDbPlace> {
  const { environment, job, warehouse } = contract;
  const { database, control, schemas } = warehouse;
  const databases = env.PLINTH_DATABASES;
  if (!databases) {
    throw new JobFailure(
      "PLINTH_DATABASES is not set: the duckdb engine works on the folders of a local platform. " +
        `Start the job with: npx plinth job ${environment} ${job}`,
    );
  }
  const names = [database, control];
  const there = await Promise.all(names.map((name) => exists(join(databases, name))));
  const missing = names.filter((_, index) => !there[index]);
  if (missing.length === 0) {
    return { databases, database, control, schemas, account: await readPlatformGrants(env.PLINTH_GRANTS) };
  }
  const lines = missing.map((name) => `database ${name} is not deployed: ${join(databases, name)} does not exist.`);
  throw new JobFailure(
    [...lines, `The definition of job ${job} names it. Deploy it with: npx cdktf deploy ${environment}`].join("\n"),
  );
}

async function exists(folder: string): Promise<boolean> {
  return access(folder).then(
    () => true,
    () => false,
  );
}
