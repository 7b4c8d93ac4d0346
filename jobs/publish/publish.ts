import { JobFailure, stopIfAsked } from "../failure.ts";
import { type AuditRules, auditRows } from "./audit.ts";
import type { Candidate, Publication, PublishEngine } from "./engine.ts";
import type { History } from "./history.ts";
import type { Lease } from "./lease.ts";

/** One run of a publish job. */
export interface PublishRun {
  /** The same for every attempt of one run: an attempt after the swap finishes the run instead of publishing twice. */
  readonly runId: string;
  readonly engine: PublishEngine;
  readonly acquireLease: () => Promise<Lease>;
  readonly history: History;
  /** Builds and tests the candidate; throws when anything of it is not right. */
  readonly transform: (candidate: Candidate, signal: AbortSignal) => Promise<void>;
  readonly rules: AuditRules;
  /** Versions kept behind live. */
  readonly keepPrevious: number;
  /** Stops the run before the swap; the swap itself and what follows are never cut short. */
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/**
 * Publishes one version: lease, fence, clone, transform, audit, swap, retire. Whatever fails or is killed before the
 * swap leaves live as it was; a run killed after it is completed by the next one. Throws a JobFailure for what would
 * fail again.
 */
export async function publish(run: PublishRun): Promise<Publication> {
  const lease = await run.acquireLease();
  run.log(`lease: token ${lease.token} for run ${run.runId}`);
  try {
    return await publishUnder(lease, run);
  } finally {
    await lease.release();
  }
}

async function publishUnder(lease: Lease, run: PublishRun): Promise<Publication> {
  const startedAt = new Date().toISOString();
  const { engine, history } = run;
  const live = await engine.fence(lease.token);
  if (live) await history.completeFor(live);
  if (live?.runId === run.runId) {
    run.log(`run ${run.runId} is live already as version ${live.token}: nothing to do`);
    return live;
  }
  const published = await goLive(lease, live, run).catch(async (error: unknown) => {
    const outcome = error instanceof JobFailure ? "failed" : "interrupted";
    const reason = error instanceof Error ? error.message : String(error);
    run.log(describeUntouched(live));
    await history.append({ runId: run.runId, token: lease.token, outcome, startedAt, endedAt: now(), reason });
    throw error;
  });
  const { runId, token } = published;
  await history.append({ runId, token, outcome: "published", startedAt, endedAt: now(), publication: published });
  await engine.retire(lease.token);
  run.log(`live: version ${token} of run ${runId}`);
  return published;
}

async function goLive(lease: Lease, live: Publication | null, run: PublishRun): Promise<Publication> {
  const { engine, runId } = run;
  const signal = AbortSignal.any([run.signal, lease.lost]);
  stopIfAsked(signal);
  run.log(live ? `clone: version ${live.token} of run ${live.runId}` : "clone: nothing is live yet, starting empty");
  const candidate = await engine.clone(live, { token: lease.token, runId });
  try {
    stopIfAsked(signal);
    await run.transform(candidate, signal);
    stopIfAsked(signal);
    const rows = await audit(candidate, live, run);
    const publication = { token: lease.token, runId, publishedAt: now(), rows, previous: previousOf(live, run) };
    // After the candidate exists and right before the swap: who took the lease since then is seen here, who takes it
    // later fences the candidate.
    await lease.confirm();
    stopIfAsked(signal);
    await engine.swap(candidate, publication);
    return publication;
  } catch (error) {
    await engine.drop(candidate);
    // A candidate that vanished under the transform or the audit was dropped by whoever took the lease: say that.
    await lease.confirm();
    throw error;
  }
}

async function audit(candidate: Candidate, live: Publication | null, run: PublishRun): Promise<Record<string, number>> {
  const { engine, rules } = run;
  const before = live ? await engine.countRows(engine.locate(live), rules.marts) : {};
  const rows = auditRows(rules, await engine.countRows(candidate.location, rules.marts), before);
  for (const [mart, count] of Object.entries(rows))
    run.log(`audit: ${mart} has ${count} rows (live: ${before[mart] ?? 0})`);
  return rows;
}

function previousOf(live: Publication | null, { keepPrevious }: PublishRun): Publication["previous"] {
  if (live === null) return [];
  const { token, runId, publishedAt } = live;
  return [{ token, runId, publishedAt }, ...live.previous].slice(0, keepPrevious);
}

function describeUntouched(live: Publication | null): string {
  if (live === null) return "nothing was published, and nothing is live yet";
  return `live is untouched: version ${live.token} of run ${live.runId}, published at ${live.publishedAt}`;
}

function now(): string {
  return new Date().toISOString();
}
