import { join } from "node:path";
import { z } from "zod";
import { ConfigurationError } from "../constructs/support/errors.ts";
import type { Environment } from "../environments/environment.ts";
import { homeFolders } from "../environments/home.ts";
import type { PlatformGrants } from "../jobs/publish/duckdb/grants.ts";
import type { StoredObject } from "../rehearsal/cloud/store.ts";
import { deployedObjects } from "../rehearsal/deployed.ts";
import { contractIn, refuseMissing } from "./deployed-contract.ts";
import { deployedGrants } from "./deployed-grants.ts";
import { notDeployed } from "./jobs/not-deployed.ts";
import type { ScheduledJob } from "./jobs/place.ts";
import { bucketsFolder, databasesFolder } from "./simulated-folders.ts";

/** What a deployed CronJob says of the process to run. */
export interface DeployedJob {
  readonly name: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly deadlineSeconds: number;
  /** Files of the ConfigMaps that the container mounts, by the path it finds them at. */
  readonly files: Readonly<Record<string, string>>;
  /** Folders of the simulated accounts, where the job finds its buckets and databases. */
  readonly buckets: string;
  readonly databases: string;
  /** Where a run has its files. */
  readonly runs: string;
  /** What stands in the simulated Snowflake account. */
  readonly grants: PlatformGrants;
  /** Jobs that must have ended well before this one does its work. */
  readonly waitsFor: readonly string[];
}

const named = z.looseObject({ name: z.string() });
const container = z.looseObject({
  command: z.array(z.string()).nullish(),
  args: z.array(z.string()).nullish(),
  env: z.array(z.looseObject({ name: z.string(), value: z.string().nullish() })).nullish(),
  volume_mount: z.array(z.looseObject({ name: z.string(), mount_path: z.string() })).nullish(),
});
const volume = z.looseObject({ name: z.string(), config_map: z.array(named).nullish() });
const podSpec = z.looseObject({ container: z.array(container).min(1), volume: z.array(volume).nullish() });
const one = <T extends z.ZodType>(schema: T) =>
  z
    .array(schema)
    .length(1)
    .transform(([only]) => only as z.output<T>);
const cronJob = z.looseObject({
  metadata: one(named),
  spec: one(
    z.looseObject({
      schedule: z.string(),
      timezone: z.string().nullish(),
      suspend: z.boolean().nullish(),
      job_template: one(
        z.looseObject({
          spec: one(
            z.looseObject({
              active_deadline_seconds: z.coerce.number(),
              template: one(z.looseObject({ spec: one(podSpec) })),
            }),
          ),
        }),
      ),
    }),
  ),
});
const configMap = z.looseObject({ metadata: one(named), data: z.record(z.string(), z.string()) });

/** The schedules that stand in the simulated cloud. */
export function deployedSchedules(home: string): ScheduledJob[] {
  return cronJobsOf(homeFolders(home).cloud).map(({ metadata, spec: { schedule, timezone, suspend } }) => ({
    name: metadata.name,
    schedule,
    timeZone: timezone || "Etc/UTC",
    suspended: suspend === true,
  }));
}

/** Reads a job from what stands in the simulated cloud, not from the declaration: what is not deployed does not run. */
export function deployedJob(home: string, environment: Environment, name: string): DeployedJob {
  const { cloud } = homeFolders(home);
  const cronJobs = cronJobsOf(cloud);
  const found = cronJobs.find((candidate) => candidate.metadata.name === name);
  if (!found)
    throw notDeployed(
      environment,
      name,
      cronJobs.map((candidate) => candidate.metadata.name),
    );
  const { spec } = found.spec.job_template;
  const pod = spec.template.spec;
  const [main] = pod.container;
  const files = mountedFiles(pod, cloud);
  const told = contractIn(files);
  refuseMissing(name, environment, home, told);
  return {
    name,
    command: [...(main?.command ?? []), ...(main?.args ?? [])],
    env: Object.fromEntries((main?.env ?? []).map((variable) => [variable.name, variable.value ?? ""])),
    deadlineSeconds: spec.active_deadline_seconds,
    files,
    buckets: bucketsFolder(home, environment),
    databases: databasesFolder(home, environment),
    runs: join(home, "runs"),
    grants: deployedGrants(home, environment),
    waitsFor: told.waitsFor.map(({ job }) => job),
  };
}

function cronJobsOf(cloud: string): z.output<typeof cronJob>[] {
  return deployedObjects(cloud, "kubernetes_cron_job_v1").map((object) => understood(cronJob, object));
}

/** The values of a stored object; someone may have edited its file. */
function understood<T extends z.ZodType>(schema: T, { type, id, values }: StoredObject): z.output<T> {
  const { data, error } = schema.safeParse(values);
  if (error === undefined) return data;
  const [issue] = error.issues;
  throw new ConfigurationError([
    `${type} ${id} in the simulated cloud: ${issue?.path.join(".")} is not what a deploy writes (${issue?.message}); jobs run from it. Run npx cdktf deploy, which writes it again.`,
  ]);
}

function mountedFiles(pod: z.output<typeof podSpec>, cloud: string): Record<string, string> {
  const maps = deployedObjects(cloud, "kubernetes_config_map_v1").map((object) => understood(configMap, object));
  const mounts = pod.container[0]?.volume_mount ?? [];
  return Object.fromEntries(
    (pod.volume ?? []).flatMap((volume) => {
      const at = mounts.find((mount) => mount.name === volume.name)?.mount_path;
      const source = volume.config_map?.[0]?.name;
      if (!at || !source) return [];
      const map = maps.find((candidate) => candidate.metadata.name === source);
      if (!map)
        throw new ConfigurationError([
          `config map ${source}: it is not deployed, and the job mounts it. Run npx cdktf deploy again.`,
        ]);
      return Object.entries(map.data).map(([file, text]) => [`${at}/${file}`, text]);
    }),
  );
}
