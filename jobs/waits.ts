import { setTimeout as sleep } from "node:timers/promises";
import type { JobContract } from "./contract.ts";
import { JobFailure, stopIfAsked } from "./failure.ts";
import type { LatestRuns, RunRecords } from "./runs.ts";
import type { JobSurroundings } from "./surroundings.ts";

type Wait = JobContract["waitsFor"][number];

const pollSeconds = 15;
const noticeMinutes = 5;

/**
 * Waits until every job that this one depends on has ended well since this one's own last good run began: what it made
 * since then has not been used yet. Fails, naming the job and its last run, when that takes longer than its minutes.
 */
export async function waitForJobs(
  contract: JobContract,
  records: RunRecords,
  job: Pick<JobSurroundings, "signal" | "log">,
  seconds = pollSeconds,
): Promise<void> {
  const since = (await records.latest(contract.job))?.succeeded?.startedAt;
  for (const wait of contract.waitsFor) await waitFor(wait, since, { ...job, contract, records, seconds });
}

interface Waiting extends Pick<JobSurroundings, "signal" | "log"> {
  readonly contract: JobContract;
  readonly records: RunRecords;
  readonly seconds: number;
}

async function waitFor(wait: Wait, since: string | undefined, waiting: Waiting): Promise<void> {
  const { records, signal, log } = waiting;
  const begun = Date.now();
  let noticed = Number.NEGATIVE_INFINITY;
  for (;;) {
    const latest = await records.latest(wait.job);
    const ended = latest?.succeeded?.endedAt;
    if (ended && (since === undefined || ended > since)) return;
    const waited = (Date.now() - begun) / 60_000;
    if (waited >= wait.minutes) throw didNotCome(wait, since, latest, waiting.contract);
    if (waited - noticed >= noticeMinutes) {
      log(`waiting for ${wait.job}, at most ${wait.minutes} minutes: ${lastRun(latest)}`);
      noticed = waited;
    }
    await sleep(waiting.seconds * 1000, undefined, { signal }).catch(() => stopIfAsked(signal));
  }
}

function didNotCome(
  { job, minutes }: Wait,
  since: string | undefined,
  latest: LatestRuns | null,
  { environment, job: own }: JobContract,
): JobFailure {
  const rule = since === undefined ? "must have ended well once" : `must have ended well since ${since}`;
  return new JobFailure(
    `job ${own} waits for job ${job}, which ${rule}; in ${minutes} minutes it did not (${lastRun(latest)}). ` +
      `Run it with npx plinth job ${environment} ${job}, or this one without waiting with --now.`,
  );
}

function lastRun(latest: LatestRuns | null): string {
  if (latest === null) return "it has never run";
  const { runId, startedAt, endedAt, outcome, reason } = latest.last;
  if (endedAt === null) return `run ${runId} began at ${startedAt} and has not ended`;
  return `run ${runId} ${outcome} at ${endedAt}${reason ? `: ${reason}` : ""}`;
}
