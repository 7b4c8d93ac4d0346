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
import { rule } from "../support/rule.ts";
import { zoneNames } from "../support/zones.ts";
import { resourceBreaches } from "./resources.ts";
import { schedule, timeZone } from "./schedule.ts";

/** Kubernetes gives a CronJob's Jobs eleven more characters, and a Job's name 63. */
const jobName = text(
  /^(?=.{1,52}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  "lower-case words joined by hyphens, at most 52 characters (Kubernetes adds eleven to a CronJob's name)",
  'Write it like "publish"',
);

const resources = z.strictObject({ memory: memoryQuantity, cpu: cpuQuantity }).readonly();

const schemaTable = text(
  /^[A-Z][A-Z0-9_]*\.[A-Z][A-Z0-9_]*$/,
  "a table as SCHEMA.TABLE",
  'Write it like "MARTS.ORDERS"',
);

const transformConfig = z
  .strictObject({
    /** Folder of the dbt project in the image. */
    project: text(
      /^[a-z0-9_-]+(\/[a-z0-9_-]+)*$/,
      "a folder of the image, without dots",
      'Write it like "examples/transform"',
    ).default("examples/transform"),
    /** Tables that consumers read. A publish is refused when one is missing, empty, or has lost too many rows. */
    marts: z
      .array(schemaTable)
      .min(1, "it must name at least one table that consumers read. Add one")
      .readonly()
      .default(["MARTS.FCT_CUSTOMER_EVENTS"]),
  })
  .readonly();

const publishConfig = z
  .strictObject({
    /** Database of leases and publish history; never one that is published by swap. */
    control: snowflakeName.default("CONTROL"),
    /** Replaced versions that stay ready to go back to. */
    keepPrevious: whole(1, 30, "versions kept behind the live one").default(1),
    /** Seconds after which another run may take over from one that no longer shows signs of life. */
    leaseSeconds: whole(5, 86_400, "seconds of a lease").default(300),
    /** Largest share of its live rows that a table may lose in one publish. */
    maxRowLossPercent: whole(0, 100, "percent of a table's rows").default(10),
  })
  .readonly();

const jobConfig = z
  .strictObject({
    /** `publish` is a program of ours; `container` runs whatever its image holds. */
    kind: z.enum(["publish", "container"]),
    /** What the job does, for the one it wakes at night. */
    description: description("what the job does"),
    /** Container image. A digest pins what runs; a tag is allowed in `local` only, where the job runs as a process. */
    image: text(
      /^[a-z0-9][a-z0-9./:_-]*(@sha256:[0-9a-f]{64}|:[A-Za-z0-9_.-]+)$/,
      "an image with a digest or a tag",
      'Write it like "plinth/jobs@sha256:…"',
    ),
    /** When to start, as five cron fields in `timeZone`. */
    schedule,
    timeZone: timeZone.default("Etc/UTC"),
    requests: resources.default({ memory: "2Gi", cpu: "1" }),
    limits: resources.default({ memory: "4Gi", cpu: "2" }),
    /** Scratch space of a run; a pod that writes more is evicted. */
    scratch: memoryQuantity.default("4Gi"),
    /** Minutes until a run is ended, whatever it is doing. */
    deadlineMinutes: whole(1, 1440, "minutes until a run is ended").default(120),
    /** Further pods after one that failed in a way worth a retry. */
    retries: whole(0, 6, "retries; Kubernetes backs off from 10 s up to 6 min").default(2),
    /** Virtual warehouse and functional role that the job's statements use. */
    warehouse: z.strictObject({ name: snowflakeName, role: snowflakeName }).readonly().optional(),
    /** Database that a publish job replaces. */
    database: snowflakeName.optional(),
    transform: transformConfig.prefault({}),
    publish: publishConfig.prefault({}),
    /** Lake zones the job may touch. */
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
  })
  .check(rule(resourceBreaches))
  .readonly();

export const jobsConfig = z
  .strictObject({
    /** Stops every schedule of the environment; running jobs finish. */
    suspended: z.boolean().default(false),
    definitions: recordOf(jobName, jobConfig).default({}),
  })
  .readonly();

export type JobsConfig = z.output<typeof jobsConfig>;
export type JobConfig = z.output<typeof jobConfig>;
