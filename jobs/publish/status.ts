import type { Publication, PublishEngine, Version } from "./engine.ts";
import type { HistoryEntry } from "./history.ts";
import type { LeaseRecord } from "./lease-store.ts";

/** What stands of one published database. */
export interface PublishStatus {
  readonly live: Publication | null;
  /** When it became live, which a rollback does later than its publish. */
  readonly liveSince: string | null;
  /** Versions that can be gone back to, newest first. */
  readonly previous: readonly Version[];
  /** Null when nobody ever took it. */
  readonly lease: LeaseRecord | null;
  /** The last runs that held the lease, oldest first. */
  readonly lastRuns: readonly HistoryEntry[];
}

/** Reads what stands, without taking the lease and without changing anything. */
export async function statusOf(engine: PublishEngine, lastRuns = 10): Promise<PublishStatus> {
  const { live, previous } = await engine.stands();
  const versions = previous.map(({ token, runId, publishedAt }) => ({ token, runId, publishedAt }));
  return {
    live,
    liveSince: live?.restored?.at ?? live?.publishedAt ?? null,
    previous: versions,
    lease: await engine.leases.current(),
    lastRuns: await engine.history.entries(lastRuns),
  };
}

/** For people. */
export function describeStatus({ live, liveSince, previous, lease, lastRuns }: PublishStatus): string[] {
  return [
    live ? `live: version ${live.token} of run ${live.runId}, since ${liveSince}` : "live: nothing was published yet",
    ...Object.entries(live?.rows ?? {}).map(([mart, rows]) => `  ${mart}: ${rows} rows`),
    ...previous.map(({ token, runId, publishedAt }) => `kept: version ${token} of run ${runId}, of ${publishedAt}`),
    describeLease(lease),
    ...lastRuns.map(describeEntry),
  ];
}

export function describeLease(lease: LeaseRecord | null): string {
  if (lease === null) return "lease: never taken";
  if (lease.released) return `lease: free; last held by run ${lease.owner} with token ${lease.token}`;
  const state = lease.secondsLeft > 0 ? `held until ${lease.expiresAt}` : `ran out at ${lease.expiresAt}`;
  return `lease: ${state} by run ${lease.owner} (${lease.holder}) with token ${lease.token}`;
}

export function describeEntry({ runId, outcome, endedAt, publication, reason }: HistoryEntry): string {
  const version = publication ? `, version ${publication.token}` : "";
  return `run ${runId}: ${outcome} at ${endedAt}${version}${reason ? `: ${reason.split("\n")[0]}` : ""}`;
}
