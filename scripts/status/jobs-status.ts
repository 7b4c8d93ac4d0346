import { Cron } from "croner";
import { z } from "zod";
import { ConfigurationError } from "../../constructs/support/errors.ts";
import type { Environment } from "../../environments/environment.ts";
import { publication, version } from "../../jobs/publish/engine.ts";
import { latestRuns } from "../../jobs/runs.ts";
import { jobAnswer } from "../jobs/answer.ts";
import type { JobPlace, ScheduledJob } from "../jobs/place.ts";
import type { PublishJob } from "../jobs/publish-job.ts";

/** What a publish job's program answers to `status --json`: its own words, and the records of every job's runs. */
const publishAnswer = z.looseObject({
  live: publication.nullable(),
  /** When it became live, which a rollback does later than its publish. */
  liveSince: z.string().nullable(),
  /** Replaced versions that can go live again, newest first. */
  previous: z.array(version),
  lease: z
    .looseObject({
      owner: z.string(),
      holder: z.string(),
      acquiredAt: z.string(),
      expiresAt: z.string(),
      released: z.boolean(),
      secondsLeft: z.number(),
    })
    .nullable(),
  runs: z.array(latestRuns),
});

export interface NextRun extends ScheduledJob {
  /** Undefined while the schedule is suspended. */
  readonly next?: string;
}

export interface JobsStatus extends z.output<typeof publishAnswer> {
  readonly environment: string;
  /** The published database. */
  readonly database: string;
  readonly schedules: readonly NextRun[];
}

/** Asks the deployed publish job how things stand; a number is the exit code of one that could not say. */
export async function statusOf(
  { name: environment }: Environment,
  jobs: JobPlace,
  { name, database }: PublishJob,
): Promise<JobsStatus | number> {
  const schedules = nextRuns(await jobs.scheduled(), new Date());
  const { code, answer } = await jobAnswer(jobs, name, ["status"]);
  if (answer === undefined) return code === 0 ? 1 : code;
  return { environment, database, ...understood(answer), schedules };
}

/** Reads a job's answer; one of another version of the image may say other things. */
function understood(said: unknown): z.output<typeof publishAnswer> {
  const { data, error } = publishAnswer.safeParse(said);
  if (error === undefined) return data;
  const [issue] = error.issues;
  throw new ConfigurationError([
    `plinth status: the job's answer has ${issue?.path.join(".")} that is not understood (${issue?.message}); this version reads what its own image answers. Deploy the environment with this version's image.`,
  ]);
}

/** When each schedule starts its job next, by its own time zone. */
export function nextRuns(jobs: readonly ScheduledJob[], after: Date): NextRun[] {
  return jobs.map((job) => {
    const next = new Cron(job.schedule, { timezone: job.timeZone, paused: true }).nextRun(after);
    return job.suspended || next === null ? job : { ...job, next: next.toISOString() };
  });
}
