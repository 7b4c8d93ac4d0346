import { JobFailure } from "../failure.ts";
import type { PublishEngine } from "./engine.ts";
import type { LeaseRecord } from "./lease-store.ts";

export interface BreakTerms {
  /** Why, which the history keeps. */
  readonly reason?: string;
  /** Although the holder renewed it lately. */
  readonly force?: boolean;
}

/** A holder that lives renews its lease when a third of it has gone; with less than half left it has missed that. */
const signOfLife = 1 / 2;

/**
 * Ends the lease of a run that is gone. A run that is not gone after all stops at its next look at the lease; should it be
 * past that, the fence of whoever takes the lease next keeps its candidate from going live.
 */
export async function breakLease(
  { leases, history }: PublishEngine,
  leaseSeconds: number,
  { reason = "", force = false }: BreakTerms,
): Promise<LeaseRecord> {
  const lease = await leases.current();
  if (lease === null || lease.released || lease.secondsLeft <= 0) {
    throw new JobFailure("Nobody holds the lease: there is nothing to break. The next run takes it by itself.");
  }
  if (!force && lease.secondsLeft > leaseSeconds * signOfLife) {
    throw new JobFailure(
      `Run ${lease.owner} (${lease.holder}) renewed the lease lately: it expires in ${Math.round(lease.secondsLeft)} s. ` +
        "Stop the run first, or break it with --force.",
    );
  }
  await leases.release(lease.token);
  const endedAt = new Date().toISOString();
  await history.append({ runId: lease.owner, token: lease.token, outcome: "lease broken", endedAt, reason });
  return lease;
}
