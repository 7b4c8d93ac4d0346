import { JobFailure, stopIfAsked } from "../failure.ts";
import { type Attempt, attempt, type ProtocolRun, settleLive } from "./attempt.ts";
import { type AuditRules, audit } from "./audit.ts";
import { auditMasks } from "./audit-masks.ts";
import type { Candidate, Inspection, InspectionTerms, Publication } from "./engine.ts";
import { describeError } from "./history.ts";
import { LeaseLost } from "./lease.ts";

/** How a candidate is built: by the transform engine, which tests what it builds. */
export interface BuildTerms {
  /** The candidate is the one that an earlier attempt of this run left: what stands in it need not be built again. */
  readonly resume: boolean;
  readonly signal: AbortSignal;
  readonly secondsLeft: () => number;
}

export interface PublishRun extends ProtocolRun {
  /** Throws for a candidate that must not go live, naming what failed. */
  readonly build: (candidate: Candidate, terms: BuildTerms) => Promise<void>;
  readonly rules: AuditRules;
  /** Roles that read the marts, with the data classes that each sees unmasked. */
  readonly unmasks: Readonly<Record<string, readonly string[]>>;
  /** Versions kept behind live. */
  readonly keepPrevious: number;
  /** Nothing is built, so the audit finds what live would be told: it is printed, and stops nothing. */
  readonly dryRun?: boolean;
  /** Ends after the audit and drops the candidate: would it pass? */
  readonly auditOnly?: boolean;
}

/** What a run made of the candidate. `published` is false for one that was only audited. */
export interface Published {
  readonly published: boolean;
  readonly publication: Publication;
}

/**
 * Publishes one version: lease, fence, clone, repair, transform, audit, swap, resume, smoke, pointer, history, retire.
 * Whatever fails or is killed before the swap leaves live as it was; a run killed after it is completed by the next one,
 * or by running it again. Throws a JobFailure for what would fail again.
 */
export async function publish(run: PublishRun): Promise<Published> {
  return attempt(run, async (current) => {
    const { live } = current.standing;
    if (live?.runId === run.runId) {
      run.log(`run ${run.runId} is live already as version ${live.token}: nothing to do`);
      return { published: true, publication: live };
    }
    await refuseComeback(run);
    const publication = await goLive(current, run).catch((error: unknown) => giveUp(error, current, run));
    if (run.auditOnly) return { published: false, publication };
    // What fails from here on is completed by the next run: the version is live, and its history does not say so yet.
    await finish(publication, current, run);
    await current.lease.confirm();
    await run.engine.retire(publication.previous, current.holder);
    run.log(`live: version ${publication.token} of run ${publication.runId}`);
    return { published: true, publication };
  });
}

/** A run whose version was live and was taken back must not come back by a retry. */
async function refuseComeback({ engine, runId }: PublishRun): Promise<void> {
  const entries = await engine.history.entries(100);
  const before = entries.find(({ publication }) => publication?.runId === runId);
  if (!before) return;
  throw new JobFailure(
    `Run ${runId} was live already, as version ${before.publication?.token} at ${before.endedAt}, and something else is ` +
      "live now. A retry must not undo that: start a new run.",
  );
}

async function goLive(current: Attempt, run: PublishRun): Promise<Publication> {
  const { engine, log } = run;
  const { holder, standing, lease, signal } = current;
  const { live, resumable } = standing;
  stopIfAsked(signal);
  log(resumable ? `resuming the candidate ${resumable.location} of this run` : describeClone(live));
  const candidate = resumable ?? (await engine.clone(live, holder));
  try {
    stopIfAsked(signal);
    await engine.repair(candidate);
    log(`transform: building ${candidate.location}`);
    await run.build(candidate, { resume: resumable !== null, signal, secondsLeft: lease.secondsLeft });
    stopIfAsked(signal);
    const rows = await auditCandidate(candidate, current, run);
    const publication = {
      token: holder.token,
      runId: run.runId,
      publishedAt: new Date().toISOString(),
      rows,
      previous: previousOf(live, run),
    };
    if (run.auditOnly) {
      await engine.drop(candidate);
      return publication;
    }
    await engine.seal(candidate, publication);
    // After the candidate exists and right before the swap: who took the lease since then is seen here, who takes it
    // later fences the candidate.
    await lease.confirm();
    stopIfAsked(signal);
    log(`swap: ${candidate.location} goes live`);
    await engine.swap(candidate, publication);
    return publication;
  } catch (error) {
    if (error instanceof JobFailure) await dropQuietly(candidate, run);
    // A candidate that vanished under the transform or the audit was renamed by whoever took the lease: say that.
    await lease.confirm().catch((lost: unknown) => {
      throw lost instanceof LeaseLost ? lost : error;
    });
    throw error;
  }
}

async function finish(publication: Publication, current: Attempt, run: PublishRun): Promise<void> {
  const { engine } = run;
  const { lease, holder, startedAt } = current;
  const failure = await settleLive(run, publication);
  const { token, runId } = publication;
  const entry = { runId, token, startedAt: startedAt.toISOString() };
  if (failure === null) {
    await engine.history.append({ ...entry, outcome: "published", endedAt: now(), publication });
    return;
  }
  await lease.confirm();
  await engine.unswap(publication, holder);
  await engine.resume();
  const reason = `The version was taken back, for it failed its smoke queries: ${failure}`;
  await engine.history.append({ ...entry, outcome: "failed", endedAt: now(), reason });
  throw new JobFailure(reason);
}

async function auditCandidate(
  candidate: Candidate,
  { standing, startedAt }: Attempt,
  run: PublishRun,
): Promise<Record<string, number>> {
  const { engine, rules, log } = run;
  const terms: InspectionTerms = {
    marts: rules.marts,
    freshness: rules.freshness,
    protects: Object.keys(rules.access.protects),
  };
  const found = await engine.inspect(candidate.location, terms);
  const live = standing.live && (await engine.inspect(null, terms));
  const problems = [
    ...audit(rules, found, live, startedAt),
    ...(await auditMasks(candidate.location, Object.entries(rules.access.protects), run)),
  ];
  if (run.dryRun) for (const problem of problems) log(`-- as it stands, the audit would say: ${problem}`);
  else if (problems.length > 0) throw new JobFailure(["The candidate failed its audit:", ...problems].join("\n  "));
  logRows(found, live, log);
  return Object.fromEntries(rules.marts.map((mart) => [mart, found.rows[mart] || 1]));
}

/** What failed is dropped; what was interrupted stays, for the next attempt of the run to go on with. */
async function giveUp(error: unknown, current: Attempt, run: PublishRun): Promise<never> {
  const { engine, runId, log } = run;
  const outcome = error instanceof JobFailure ? "failed" : "interrupted";
  const startedAt = current.startedAt.toISOString();
  const reason = describeError(error);
  const entry = { runId, token: current.holder.token, outcome, startedAt, endedAt: now(), reason } as const;
  try {
    const { live } = await engine.stands();
    if (live?.token === current.holder.token) {
      log(`version ${live.token} of run ${runId} went live all the same: the next run completes it`);
    } else {
      log(describeUntouched(live));
      await engine.history.append(entry);
    }
  } catch (second) {
    log(`history: the run could not be recorded: ${describeError(second)}`);
  }
  throw error;
}

async function dropQuietly(candidate: Candidate, { engine, log }: PublishRun): Promise<void> {
  await engine
    .drop(candidate)
    .catch((error: unknown) => log(`drop: ${candidate.location} stays until the next run: ${describeError(error)}`));
}

function previousOf(live: Publication | null, { keepPrevious }: PublishRun): Publication["previous"] {
  if (live === null) return [];
  const { token, runId, publishedAt } = live;
  return [{ token, runId, publishedAt }, ...live.previous].slice(0, keepPrevious);
}

function logRows(found: Inspection, live: Inspection | null, log: PublishRun["log"]): void {
  for (const [mart, count] of Object.entries(found.rows)) {
    log(`audit: ${mart} has ${count} rows (live: ${live?.rows[mart] ?? 0})`);
  }
}

function describeClone(live: Publication | null): string {
  return live ? `clone: version ${live.token} of run ${live.runId}` : "clone: nothing is live yet, starting empty";
}

function describeUntouched(live: Publication | null): string {
  if (live === null) return "nothing was published, and nothing is live yet";
  return `live is untouched: version ${live.token} of run ${live.runId}, published at ${live.publishedAt}`;
}

function now(): string {
  return new Date().toISOString();
}
