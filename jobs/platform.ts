import { access } from "node:fs/promises";
import { join } from "node:path";
import type { JobContract } from "./contract.ts";
import { JobFailure } from "./failure.ts";

/** Where the deployed resources that a job touches lie: on a local platform, folders of the simulated clouds. */
export interface Platform {
  /** Lake zone → folder that holds the objects of its bucket. */
  readonly zones: Readonly<Record<string, string>>;
  /** Folder with one folder per database. */
  readonly databases: string;
}

/**
 * Finds the contract's buckets and databases on the local platform, which PLINTH_BUCKETS and PLINTH_DATABASES locate.
 * Everything that is not deployed is named in one {@link JobFailure}.
 */
export async function locatePlatform(contract: JobContract, env: NodeJS.ProcessEnv): Promise<Platform> {
  const { PLINTH_BUCKETS: buckets, PLINTH_DATABASES: databases } = env;
  if (!buckets || !databases) {
    throw new JobFailure(
      "PLINTH_BUCKETS and PLINTH_DATABASES are not set: the duckdb engine works on the folders of a local platform. " +
        `Start the job with: npx plinth job ${contract.environment} ${contract.job.name}`,
    );
  }
  const zones = Object.entries(contract.lake).map(([zone, { bucket }]) => ({
    zone,
    bucket,
    folder: join(buckets, bucket),
  }));
  const { database, control } = contract.warehouse;
  const missing = [
    ...(await absent(
      zones.map(({ zone, bucket, folder }) => ({ what: `bucket ${bucket} (lake zone ${zone})`, folder })),
    )),
    ...(await absent([database, control].map((name) => ({ what: `database ${name}`, folder: join(databases, name) })))),
  ];
  if (missing.length > 0) throw new JobFailure([...missing, remedy(contract)].join("\n"));
  return { zones: Object.fromEntries(zones.map(({ zone, folder }) => [zone, folder])), databases };
}

async function absent(resources: readonly { what: string; folder: string }[]): Promise<string[]> {
  const found = await Promise.all(resources.map(({ folder }) => exists(folder)));
  return resources
    .filter((_, index) => !found[index])
    .map(({ what, folder }) => `${what} is not deployed: ${folder} does not exist.`);
}

async function exists(folder: string): Promise<boolean> {
  return access(folder).then(
    () => true,
    () => false,
  );
}

function remedy({ environment, job }: JobContract): string {
  return `The definition of job ${job.name} names it. Deploy it with: npx cdktf deploy ${environment}`;
}
