import { JobFailure, stopIfAsked } from "../failure.ts";
import type { Holder, Publication, PublishEngine, Standing, Version } from "./engine.ts";
import { describeError } from "./history.ts";
import { acquireLease, type Lease, LeaseLost } from "./lease.ts";

/** What every run that may change live is made of. */
export interface ProtocolRun {
  /** The same for every attempt of one run: it is how an attempt knows what is its own. */
  readonly runId: string;
  readonly engine: PublishEngine;
  /** Seconds after which a lease that its holder no longer renews may be taken by another run. */
  readonly leaseSeconds: number;
  /** Roles that query the marts of live after a swap, as consumers do. */
  readonly readers: readonly string[];
  readonly marts: readonly string[];
  /**
   * Makes the artifacts of this version the ones that Slim builds compare with; repeating it is safe. None for a job that may
   * not say what is live's: it leaves what another one has begun to a publish job.
   */
  readonly advance?: ((version: Version) => Promise<void>) | undefined;
  /** Stops the run before a swap; the swap itself and what follows are never cut short. */
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/** One attempt of a run: the holder of the lease, after the fence. */
export interface Attempt {
  readonly lease: Lease;
  readonly holder: Holder;
  readonly standing: Standing;
  readonly startedAt: Date;
  /** Aborts when the run is stopped or its lease is lost. */
  readonly signal: AbortSignal;
}

/**
 * Takes the lease, fences whoever held it before, and completes a publish that was cut short after its swap; then does
 * the work. Each attempt has its own token, and a statement whose outcome is not known ends the attempt: whatever of it
 * is still on its way names a database that the next attempt's fence has renamed.
 */
export async function attempt<T>(run: ProtocolRun, work: (attempt: Attempt) => Promise<T>): Promise<T> {
  stopIfAsked(run.signal);
  const { engine, runId, log } = run;
  const lease = await acquireLease(engine.leases, { owner: runId, seconds: run.leaseSeconds });
  log(`lease: token ${lease.token} for run ${runId}`);
  const startedAt = new Date();
  const holder = { token: lease.token, runId };
  try {
    const found = await engine.fence(holder, lease.secondsLeft);
    const standing = (await complete(run, lease, holder, found))
      ? await engine.fence(holder, lease.secondsLeft)
      : found;
    return await work({ lease, holder, standing, startedAt, signal: AbortSignal.any([run.signal, lease.lost]) });
  } finally {
    // The outcome of the work counts, not that of giving the lease back: one that is not given back expires.
    await lease
      .release()
      .catch((error: unknown) => log(`lease: it was not given back and expires by itself: ${describeError(error)}`));
  }
}

/**
 * Does what is left to do for a version that went live and whose run was cut short before its history said so. True when
 * the version failed its smoke queries and was taken back, so that something else stands now; one that a rollback brought
 * back stays, as somebody asked for it.
 */
async function complete(run: ProtocolRun, lease: Lease, holder: Holder, { live }: Standing): Promise<boolean> {
  const { engine, log } = run;
  if (live === null) return false;
  const entries = await engine.history.entries(historyLookedAt);
  const event = live.restored ?? live;
  if (entries.findLast(({ publication }) => publication)?.token === event.token) return false;
  if (run.advance === undefined) {
    throw new JobFailure(
      `Version ${live.token} of run ${live.runId} went live and was cut short; this job may not complete it. ` +
        "Let a publish job do so (its action resume, or its next run), and run this one again.",
    );
  }
  log(`recovery: version ${live.token} of run ${live.runId} went live and was cut short; completing it`);
  const failure = await settleLive(run, live);
  await lease.confirm();
  const line = { runId: event.runId, token: event.token, endedAt: new Date().toISOString() };
  if (failure === null || live.restored) {
    const reason = failure === null ? {} : { reason: failure };
    await engine.history.append({ ...line, outcome: "recovered", publication: live, ...reason });
    return false;
  }
  await engine.unswap(live, holder);
  await engine.resume();
  await engine.history.append({ ...line, outcome: "failed", reason: failure });
  return true;
}

/** Entries of the history that recovery looks through for what was last said to be live. */
const historyLookedAt = 100;

/**
 * What follows a swap: starts what clones suspend, asks as the readers do, and moves the pointer of the artifacts.
 * Returns why the version must be taken back, or null.
 */
export async function settleLive(run: ProtocolRun, live: Publication): Promise<string | null> {
  const { engine, readers, marts, log } = run;
  await engine.resume();
  for (const role of readers) {
    try {
      await engine.smoke(role, marts);
    } catch (error) {
      if (!(error instanceof JobFailure) || error instanceof LeaseLost) throw error;
      log(`smoke: ${error.message}`);
      return error.message;
    }
  }
  await run.advance?.(live);
  return null;
}
