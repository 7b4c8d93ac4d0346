import type { CronJobV1SpecJobTemplateSpecTemplateSpecContainerEnv } from "@cdktf/provider-kubernetes/lib/cron-job-v1/index.js";
import type { JobConfig, JobConfigOf } from "./config.ts";
import { contractFile } from "./contract-file.ts";
import { declared } from "./declared.ts";
import { zonesOf } from "./job-zones.ts";
import type { JobSurroundings } from "./surroundings.ts";

type Env = CronJobV1SpecJobTemplateSpecTemplateSpecContainerEnv[];

/** The same for every retry of a run: Kubernetes labels pods with the Job they belong to. */
const runId = {
  name: "PLINTH_RUN_ID",
  valueFrom: { fieldRef: { fieldPath: "metadata.labels['batch.kubernetes.io/job-name']" } },
};

/** What the container finds in its environment: our program its contract, any other what a contract would have said. */
export function environmentOf(job: JobConfig, surroundings: JobSurroundings): Env {
  if (job.kind !== "container") return [{ name: "PLINTH_CONTRACT", value: contractFile }, runId];
  const { buckets, secretArns } = surroundings;
  return [
    runId,
    ...zonesOf(job).map(([zone]) => ({ name: `PLINTH_ZONE_${shouted(zone)}`, value: buckets[zone].name })),
    ...job.secrets.map((secret) => ({ name: `PLINTH_SECRET_${shouted(secret)}`, value: declared(secretArns, secret) })),
    ...snowflake(job, surroundings),
  ];
}

/** Whom statements are run as; the key is in a secret that the definition names. */
function snowflake({ warehouse }: JobConfigOf<"container">, { warehouse: { account, names } }: JobSurroundings): Env {
  if (warehouse === undefined) return [];
  return [
    { name: "SNOWFLAKE_ACCOUNT", value: account },
    { name: "SNOWFLAKE_ROLE", value: declared(names.roles, warehouse.role) },
    { name: "SNOWFLAKE_WAREHOUSE", value: declared(names.warehouses, warehouse.name) },
  ];
}

function shouted(name: string): string {
  return name.toUpperCase().replaceAll("-", "_");
}
