import { JobFailure, stopIfAsked } from "../failure.ts";
import { attempt, type ProtocolRun, settleLive } from "./attempt.ts";
import { auditMasks } from "./audit-masks.ts";
import type { Candidate, Publication, Standing } from "./engine.ts";
import { describeError } from "./history.ts";
import type { PublishRun } from "./publish.ts";

export type RollbackRun = ProtocolRun & Pick<PublishRun, "rules" | "unmasks" | "dryRun">;

/**
 * Makes the version before live again, exactly as it was: the same swap, the other way round. The version it replaces is
 * kept until the next publish. Which version that is, the rows inside the databases say. A run that is tried again
 * after its rollback went live does not go back further.
 */
export async function rollback(run: RollbackRun): Promise<Publication> {
  const { engine, runId, log } = run;
  return attempt(run, async ({ lease, holder, standing, startedAt, signal }) => {
    const { live } = standing;
    if (live?.restored?.runId === runId) {
      log(`run ${runId} went back to version ${live.token} already: nothing to do`);
      return live;
    }
    await refuseRepeated(run);
    const before = versionBefore(standing);
    log(`rollback: from version ${live?.token} to version ${before.token} of run ${before.runId}`);
    const to = { ...before, restored: { token: holder.token, runId, at: new Date().toISOString() } };
    const candidate = await engine.restage(to, holder);
    try {
      // Readers may have been granted what the version never had.
      await engine.repair(candidate);
      await refuseUnmasked(candidate, run);
      await lease.confirm();
      stopIfAsked(signal);
      await engine.swap(candidate, to);
    } catch (error) {
      // It goes back to the versions kept; where that fails, the next fence puts it there.
      if (error instanceof JobFailure) {
        await engine.drop(candidate).catch((second: unknown) => log(`drop: ${describeError(second)}`));
      }
      throw error;
    }
    const failure = await settleLive(run, to);
    const endedAt = new Date().toISOString();
    const entry = { runId, token: holder.token, startedAt: startedAt.toISOString(), endedAt, publication: to };
    await engine.history.append({ ...entry, outcome: "rolled back", ...(failure !== null && { reason: failure }) });
    if (failure === null) return to;
    throw new JobFailure(
      `Version ${to.token} is live again, and fails its smoke queries: ${failure} Mend the grants, or publish.`,
    );
  });
}

/** A retry must not go back a second time, when something else went live after the first. */
async function refuseRepeated({ engine, runId }: ProtocolRun): Promise<void> {
  const entries = await engine.history.entries(100);
  const done = entries.find((entry) => entry.runId === runId && entry.publication);
  if (!done) return;
  throw new JobFailure(`Run ${runId} went back to version ${done.publication?.token} already, at ${done.endedAt}.`);
}

/** A column that was protected after the version was built would be read as it is. */
async function refuseUnmasked({ location }: Candidate, run: RollbackRun): Promise<void> {
  const { protects } = run.rules.access;
  const { protections } = await run.engine.inspect(location, {
    marts: [],
    freshness: {},
    protects: Object.keys(protects),
  });
  const there = new Set(protections.map(({ column }) => column));
  const columns = Object.entries(protects).filter(([column]) => there.has(column));
  const problems = await auditMasks(location, columns, run);
  if (run.dryRun) for (const problem of problems) run.log(`-- as it stands, the audit would say: ${problem}`);
  else if (problems.length > 0) {
    const remedy = "It was built before that, so going back would show what is masked now: publish instead.";
    throw new JobFailure(["The version before failed its audit:", ...problems, remedy].join("\n  "));
  }
}

function versionBefore({ live, previous }: Standing): Publication {
  if (live === null) throw new JobFailure("Nothing is live yet, so there is nothing to go back from. Publish first.");
  const before = previous.filter(({ token }) => token < live.token).sort((a, b) => b.token - a.token)[0];
  if (before) return before;
  throw new JobFailure(
    `No version before version ${live.token} of run ${live.runId} is kept any more. Raise publish.keepPrevious or ` +
      "publish.previousHours of the job for the future; to change what is live now, publish.",
  );
}
