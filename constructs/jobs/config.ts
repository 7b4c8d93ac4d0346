import { Cron } from "croner";
import { z } from "zod";
import { cpuQuantity, kebabName, memoryQuantity, snowflakeName, text, whole } from "../support/fields.ts";
import { zoneNames } from "../support/zones.ts";

/** Kubernetes gives a CronJob's Jobs eleven more characters, and a Job's name 63. */
const jobName = text(
  /^(?=.{1,52}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  "lower-case words joined by hyphens, at most 52 characters (Kubernetes adds eleven to a CronJob's name)",
  'Write it like "publish"',
);

const resources = z.strictObject({ memory: memoryQuantity, cpu: cpuQuantity }).readonly();

const jobConfig = z
  .strictObject({
    kind: z.enum(["ingest", "transform", "publish", "maintenance", "backfill", "container"]),
    /** What the job does, for the one it wakes at night. */
    description: z.string().min(1, "it must say what the job does. Write a sentence"),
    /** Container image. A digest pins what runs; a tag is allowed in `local` only, where the job runs as a process. */
    image: text(
      /^[a-z0-9][a-z0-9./:_-]*(@sha256:[0-9a-f]{64}|:[A-Za-z0-9_.-]+)$/,
      "an image with a digest or a tag",
      'Write it like "plinth/jobs@sha256:…"',
    ),
    /** When to start, as five cron fields in `timeZone`. */
    schedule: z.string().refine(isSchedule, 'it must be five cron fields. Write it like "15 2 * * *"'),
    timeZone: z.string().refine(isTimeZone, 'it must be an IANA time zone. Write it like "Etc/UTC"').default("Etc/UTC"),
    requests: resources.default({ memory: "2Gi", cpu: "1" }),
    limits: resources.default({ memory: "4Gi", cpu: "2" }),
    /** Minutes until a run is ended, whatever it is doing. */
    deadlineMinutes: whole(1, 1440, "minutes until a run is ended").default(120),
    /** Further pods after one that failed in a way worth a retry. */
    retries: whole(0, 6, "retries; Kubernetes backs off from 10 s up to 6 min").default(2),
    /** Virtual warehouse and functional role that the job's statements use. */
    warehouse: z.strictObject({ name: snowflakeName, role: snowflakeName }).readonly().optional(),
    /** Database that a publish job replaces. */
    database: snowflakeName.optional(),
    /** Lake zones the job may touch. */
    zones: z
      .partialRecord(z.enum(zoneNames), z.enum(["read", "write"]))
      .readonly()
      .default({}),
    /** Secrets the job may read at start, by their names in `secrets`. */
    secrets: z.array(kebabName).readonly().default([]),
    /** Tables, as DATABASE.SCHEMA.TABLE, that this job and no other loads. */
    loads: z
      .array(
        text(
          /^[A-Z][A-Z0-9_]*(\.[A-Z][A-Z0-9_]*){2}$/,
          "a table as DATABASE.SCHEMA.TABLE",
          'Write it like "RAW_DATA.BATCH_EXTRACTS.ACCOUNT"',
        ),
      )
      .readonly()
      .default([]),
  })
  .readonly();

export const jobsConfig = z
  .strictObject({
    /** Stops every schedule of the environment; running jobs finish. */
    suspended: z.boolean().default(false),
    definitions: z.record(jobName, jobConfig).readonly().default({}),
  })
  .readonly();

export type JobsConfig = z.output<typeof jobsConfig>;
export type JobConfig = z.output<typeof jobConfig>;

function isSchedule(value: string): boolean {
  if (value.trim().split(/\s+/).length !== 5) return false;
  try {
    new Cron(value, { paused: true });
    return true;
  } catch {
    return false;
  }
}

function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: value });
    return true;
  } catch {
    return false;
  }
}
