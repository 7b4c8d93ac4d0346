import { type Attempt, attempt, type ProtocolRun } from "./attempt.ts";
import type { Publication, Standing, Version } from "./engine.ts";

/** Hours that versions are kept, as the contract says, and the clock to measure them by. */
export interface RetireTerms {
  readonly previousHours: number;
  readonly now: Date;
}

/** Drops the versions whose time has run out, and every candidate that nobody holds. Returns what it dropped. */
export async function retire(run: ProtocolRun, terms: RetireTerms): Promise<readonly Version[]> {
  return attempt(run, (current) => retireOverdue(run, current, terms));
}

async function retireOverdue(
  { engine, log }: ProtocolRun,
  { lease, holder, standing }: Attempt,
  { previousHours, now }: RetireTerms,
): Promise<readonly Version[]> {
  const kept = standing.previous.filter((version) => {
    const hours = (now.getTime() - replacedAt(version, standing).getTime()) / 3_600_000;
    return hours <= previousHours;
  });
  await lease.confirm();
  const dropped = await engine.retire(kept, holder);
  for (const { token, runId } of dropped) log(`retired: version ${token} of run ${runId}`);
  return dropped;
}

/** When the next version went live; for one that a rollback replaced, when the rollback did. */
function replacedAt(version: Publication, { live, previous }: Standing): Date {
  const after = [...previous, ...(live ? [live] : [])]
    .map(({ restored, token, publishedAt }) => ({ token: restored?.token ?? token, at: restored?.at ?? publishedAt }))
    .filter(({ token }) => token > version.token)
    .sort((a, b) => a.token - b.token)[0];
  return new Date(after?.at ?? version.publishedAt);
}

/** Starts again in live what clones suspend: an attempt does so only after its own swap. */
export async function resumeLive(run: ProtocolRun): Promise<void> {
  return attempt(run, ({ standing }) => (standing.live === null ? Promise.resolve() : run.engine.resume()));
}
