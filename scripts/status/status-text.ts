import Table from "cli-table3";
import type { RunRecord } from "../../jobs/runs.ts";
import { age } from "./age.ts";
import type { JobsStatus, NextRun } from "./jobs-status.ts";

const shownRuns = 3;

/** The status for people: what is live, who may publish, then a table of runs and one of what comes next. */
export function statusText(status: JobsStatus, now: Date): string {
  return [
    ...liveLines(status, now),
    leaseLine(status, now),
    "",
    ...lastRuns(status, now),
    "",
    ...schedules(status.schedules),
    ...quarantine(status),
  ].join("\n");
}

function liveLines({ database, live, liveSince, previous }: JobsStatus, now: Date): string[] {
  if (live === null || liveSince === null) return [`${database} has not been published yet.`];
  const { token, runId, publishedAt } = live;
  const built = liveSince === publishedAt ? "" : `, brought back; it was published at ${publishedAt}`;
  const kept = previous.map((each) => `version ${each.token} of run ${each.runId}, published at ${each.publishedAt}`);
  return [
    `${database} is live since ${liveSince} (${age(liveSince, now)}): version ${token} of run ${runId}${built}.`,
    ...Object.entries(live.rows).map(([mart, count]) => `  ${mart}: ${count} rows`),
    kept.length > 0 ? `Kept to go back to: ${kept.join("; ")}.` : "No earlier version is kept.",
  ];
}

function leaseLine({ lease }: JobsStatus, now: Date): string {
  if (lease === null) return "The lease has never been taken.";
  if (lease.released) return `The lease is free; run ${lease.owner} held it last.`;
  if (lease.secondsLeft < 0) {
    return `The lease expired at ${lease.expiresAt}: run ${lease.owner} did not renew it. The next run takes it.`;
  }
  return `The lease is held by run ${lease.owner} (${lease.holder}) since ${age(lease.acquiredAt, now)}; unless renewed it expires in ${Math.round(lease.secondsLeft)} s.`;
}

function lastRuns({ runs }: JobsStatus, now: Date): string[] {
  if (runs.length === 0) return ["No job has run yet."];
  const head = ["job", "run", "started", "outcome"];
  const table = new Table({ head, style: { head: [], border: [] }, wordWrap: true, colWidths: [null, null, null, 60] });
  for (const { last, recent } of runs) {
    for (const run of recent.slice(0, shownRuns)) {
      const asked = run.arguments.length > 0 ? `\n${run.arguments.join(" ").slice(0, 60)}` : "";
      table.push([last.job, `${run.runId}${asked}`, `${age(run.startedAt, now)} ago`, outcomeOf(run, now)]);
    }
  }
  return [table.toString()];
}

/** A run without an end is at work, or was killed: its age tells which. */
function outcomeOf(run: Pick<RunRecord, "startedAt" | "endedAt" | "outcome" | "reason">, now: Date): string {
  if (run.endedAt === null) return `not ended, after ${age(run.startedAt, now)}: at work or killed`;
  return [`${run.outcome} after ${age(run.startedAt, new Date(run.endedAt))}`, run.reason].filter(Boolean).join(": ");
}

function schedules(all: readonly NextRun[]): string[] {
  const table = new Table({ head: ["job", "schedule", "next run"], style: { head: [], border: [] } });
  for (const { name, schedule, timeZone, suspended, next } of all) {
    table.push([name, `${schedule} ${timeZone}`, suspended ? "suspended" : (next ?? "never")]);
  }
  return [table.toString()];
}

/** What the last ingest put aside, and why. */
function quarantine({ runs }: JobsStatus): string[] {
  return runs
    .filter(({ last }) => last.kind === "ingest")
    .flatMap(({ succeeded }) => (succeeded ? ["", `Last ingest (${succeeded.runId}):`, ...succeeded.summary] : []));
}
