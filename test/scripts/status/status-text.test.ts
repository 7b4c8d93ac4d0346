import { expect, test } from "@jest/globals";
import { type JobsStatus, nextRuns } from "../../../scripts/status/jobs-status.ts";
import { statusText } from "../../../scripts/status/status-text.ts";

const now = new Date("2026-01-16T08:30:00Z");
const schedule = { name: "publish", schedule: "15 2 * * *", timeZone: "Europe/Berlin", suspended: false };

function status(changes: Partial<JobsStatus> = {}): JobsStatus {
  const nothing = { live: null, liveSince: null, previous: [], lease: null, runs: [] };
  return { environment: "local", database: "ANALYTICS", schedules: [], ...nothing, ...changes };
}

test("an environment in which nothing has run says so", () => {
  const text = statusText(status(), now);
  expect(text).toContain("ANALYTICS has not been published yet.");
  expect(text).toContain("The lease has never been taken.");
  expect(text).toContain("No job has run yet.");
});

test("the next run follows the schedule's own time zone, also over its change of clocks; a suspended one has none", () => {
  const next = (at: string, changes = {}) => nextRuns([{ ...schedule, ...changes }], new Date(at))[0]?.next;
  expect(next("2026-01-16T08:30:00Z")).toBe("2026-01-17T01:15:00.000Z");
  expect(next("2026-06-16T08:30:00Z")).toBe("2026-06-17T00:15:00.000Z");
  // At 02:00 clocks go to 03:00 that night; there is no 02:15.
  expect(next("2026-03-28T08:30:00Z")).toMatch(/^2026-03-29T01:/);
  expect(next("2026-01-16T08:30:00Z", { suspended: true })).toBeUndefined();
  expect(statusText(status({ schedules: [{ ...schedule, suspended: true }] }), now)).toMatch(/publish .* suspended/);
});

test("a run without an end is told by its age, a failed one by its reason", () => {
  const run = { runId: "publish-1", arguments: [], startedAt: "2026-01-16T05:15:00.000Z", endedAt: null };
  const failed = { ...run, endedAt: "2026-01-16T05:17:30.000Z", outcome: "failed" as const, reason: "test x: fail" };
  const last = { ...run, version: 1 as const, environment: "local", job: "publish", kind: "publish" as const };
  const record = { ...last, outcome: "running" as const, attempts: 1, summary: [], counts: {} };
  const recent = [{ ...run, outcome: "running" as const }, failed];
  const text = statusText(status({ runs: [{ version: 1, last: record, succeeded: null, recent }] }), now);
  expect(text).toMatch(/3 h 15 min ago .* not ended, after 3 h 15 min: at work or killed/);
  expect(text).toContain("failed after 2 min 30 s: test x: fail");
});

test("the lease is held, free, or run out, and says by whom", () => {
  const lease = {
    owner: "publish-1",
    holder: "pod-a",
    acquiredAt: "2026-01-16T08:29:00Z",
    expiresAt: "2026-01-16T08:34:00Z",
    released: false,
    secondsLeft: 240,
  };
  const text = (changes: Partial<typeof lease>) => statusText(status({ lease: { ...lease, ...changes } }), now);
  expect(text({})).toContain("held by run publish-1 (pod-a) since 1 min; unless renewed it expires in 240 s.");
  expect(text({ released: true })).toContain("The lease is free; run publish-1 held it last.");
  expect(text({ secondsLeft: -1 })).toContain("run publish-1 did not renew it. The next run takes it.");
});

test("a version that a rollback brought back is live since then, and says when it was published", () => {
  const publishedAt = "2026-01-14T02:20:00.000Z";
  const live = { token: 3, runId: "publish-3", publishedAt, rows: { "MARTS.A": 5 }, previous: [] };
  const text = statusText(status({ live, liveSince: "2026-01-16T08:00:00.000Z" }), now);
  expect(text).toContain(
    `ANALYTICS is live since 2026-01-16T08:00:00.000Z (30 min): version 3 of run publish-3, brought back; it was published at ${publishedAt}.`,
  );
  expect(text).toContain("MARTS.A: 5 rows");
});
