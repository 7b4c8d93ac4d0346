import { z } from "zod";
import {
  cpuQuantity,
  description,
  kebabName,
  listOf,
  memoryQuantity,
  recordOf,
  snowflakeName,
  text,
  whole,
} from "../support/fields.ts";
import { capacities } from "../support/job-nodes.ts";
import { rule } from "../support/rule.ts";
import { zoneNames } from "../support/zones.ts";
import { ingestSources } from "./ingest-config.ts";
import { publishConfig, transformConfig } from "./publish-config.ts";
import { resourceBreaches } from "./resources.ts";
import { companionBreaches, imageBreaches, quotaBreaches, waitBreaches } from "./rules.ts";
import { schedule, timeZone } from "./schedule.ts";

/** Kubernetes gives a CronJob's Jobs eleven more characters, and a Job's name 63. */
const jobName = text(
  /^(?=.{1,52}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  "lower-case words joined by hyphens, at most 52 characters (Kubernetes adds eleven to a CronJob's name)",
  'Write it like "publish"',
);

const resources = z.strictObject({ memory: memoryQuantity, cpu: cpuQuantity }).readonly();

/** Virtual warehouse and functional role of a job's statements. */
const identity = z.strictObject({ name: snowflakeName, role: snowflakeName }).readonly();

/** Whether a run's node may be taken away at two minutes' notice, for a fraction of the price. */
const capacity = z.enum(capacities);

/** Container image. A digest pins what runs; a tag is allowed in `local` only, where the job runs as a process. */
const image = text(
  /^[a-z0-9][a-z0-9./:_-]*(@sha256:[0-9a-f]{64}|:[A-Za-z0-9_.-]+)$/,
  "an image with a digest or a tag",
  'Write it like "plinth/jobs@sha256:…"',
);

const common = {
  /** What the job does, for the one it wakes at night. */
  description: description("what the job does"),
  /** When to start, as five cron fields in `timeZone`. Without one, runs are started by hand: `plinth job`. */
  schedule: schedule.optional(),
  timeZone: timeZone.default("Etc/UTC"),
  requests: resources.default({ memory: "2Gi", cpu: "1" }),
  limits: resources.default({ memory: "4Gi", cpu: "2" }),
  /** Scratch space of a run; a pod that writes more is evicted. */
  scratch: memoryQuantity.default("4Gi"),
  /** Minutes until a run is ended, whatever it is doing. */
  deadlineMinutes: whole(1, 1440, "minutes until a run is ended").default(120),
  /** Further pods after one that failed in a way worth a retry. */
  retries: whole(0, 6, "retries; Kubernetes backs off from 10 s up to 6 min").default(2),
  /** Lake zones the job may touch, beside those that its kind needs. */
  zones: z
    .partialRecord(z.enum(zoneNames), z.enum(["read", "write"]))
    .readonly()
    .default({}),
  /** Secrets the job may read at start, by their names in `secrets`. */
  secrets: listOf(kebabName).default([]),
  /** Tables, as DATABASE.SCHEMA.TABLE, that this job and no other loads. */
  loads: listOf(
    text(
      /^[A-Z][A-Z0-9_]*(\.[A-Z][A-Z0-9_]*){2}$/,
      "a table as DATABASE.SCHEMA.TABLE",
      'Write it like "RAW_DATA.BATCH_EXTRACTS.ORDERS"',
    ),
  ).default([]),
  /** Jobs that must have ended well since this one last did, and the minutes that a run waits for each before it fails. */
  waitsFor: recordOf(
    jobName,
    z.strictObject({ minutes: whole(0, 1440, "minutes that a run waits") }).readonly(),
  ).default({}),
};

/** What jobs of our program have beside that: another image than `jobs.image`, to try one on a single job. */
const program = { ...common, image: image.optional() };

/** The publish job whose database, identity and terms this job works with. */
const publication = jobName;

const kindRule = "it must be publish, transform, ingest, backfill, maintenance or container. Write one of them";

/** Kinds other than `container` are programs of ours, told by a contract what to do. */
const jobConfig = z
  .discriminatedUnion(
    "kind",
    [
      /** Builds a database beside the live one, checks it, and swaps it in. */
      z.strictObject({
        kind: z.literal("publish"),
        ...program,
        capacity: capacity.default("on-demand"),
        warehouse: identity,
        /** The database that is replaced; it is published by swap. */
        database: snowflakeName,
        transform: transformConfig.prefault({}),
        publish: publishConfig.prefault({}),
      }),
      /** Builds and checks as its publish job would, and swaps nothing in. */
      z.strictObject({ kind: z.literal("transform"), ...program, capacity: capacity.default("spot"), publication }),
      /** Checks the lake's raw copies of topics and brings them to the silver zone. */
      z.strictObject({
        kind: z.literal("ingest"),
        ...program,
        capacity: capacity.default("spot"),
        sources: ingestSources,
      }),
      /** Ingests a range of days again, then publishes them. */
      z.strictObject({
        kind: z.literal("backfill"),
        ...program,
        capacity: capacity.default("on-demand"),
        publication,
        /** The ingest job whose sources it ingests. */
        ingestion: jobName,
      }),
      /** Drops replaced versions whose time is over, and what runs left unfinished. */
      z.strictObject({
        kind: z.literal("maintenance"),
        ...program,
        capacity: capacity.default("on-demand"),
        publication,
        /** Hours until what a run left under `_staging/` is removed; longer than any run takes. */
        stagingHours: whole(25, 8760, "hours that unfinished files stay; a run takes 24 at most").default(48),
      }),
      /** Whatever its image holds. */
      z.strictObject({
        kind: z.literal("container"),
        ...common,
        image,
        capacity: capacity.default("on-demand"),
        /** The program and its arguments; without it, what the image starts. */
        command: z.array(z.string().min(1, "it must not be empty. Remove it")).readonly().optional(),
        warehouse: identity.optional(),
      }),
    ],
    { error: ({ code }) => (code === "invalid_union" ? kindRule : undefined) },
  )
  .check(rule(resourceBreaches))
  .readonly();

/** What all runs of the environment take at most at once. */
const quota = z
  .strictObject({
    pods: whole(1, 1000, "pods").default(20),
    cpu: cpuQuantity.default("32"),
    memory: memoryQuantity.default("64Gi"),
    scratch: memoryQuantity.default("128Gi"),
  })
  .readonly();

export const jobsConfig = z
  .strictObject({
    /** Stops every schedule of the environment; running jobs finish. */
    suspended: z.boolean().default(false),
    /** The image of our program, for all jobs that run it. */
    image: image.optional(),
    quota: quota.prefault({}),
    definitions: recordOf(jobName, jobConfig).default({}),
  })
  .check(rule(imageBreaches), rule(companionBreaches), rule(waitBreaches), rule(quotaBreaches))
  .readonly();

export type JobsConfig = z.output<typeof jobsConfig>;
export type JobConfig = z.output<typeof jobConfig>;
export type JobConfigOf<K extends JobConfig["kind"]> = Extract<JobConfig, { kind: K }>;
