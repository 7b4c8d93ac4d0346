import type { Breach } from "../support/rule.ts";

/** What waits in the buffer is late by design; only what is later than that is an alarm. Alarms count in periods of five minutes. */
export function* patienceBreaches(archive: { bufferSeconds: number; staleMinutes: number }): Iterable<Breach> {
  const least = Math.ceil(archive.bufferSeconds / 60) + 5;
  if (archive.staleMinutes >= least) return;
  yield {
    path: ["staleMinutes"],
    also: [["bufferSeconds"]],
    rule: `it must be at least five minutes more than the ${archive.bufferSeconds} seconds that events wait in the buffer`,
    remedy: `Use ${least} or more, or a shorter buffer`,
  };
}

export function* workerBreaches(workers: { min: number; max: number }): Iterable<Breach> {
  if (workers.max >= workers.min) return;
  yield {
    path: ["max"],
    also: [["min"]],
    rule: `it must be at least min (${workers.min})`,
    remedy: `Use ${workers.min} or more`,
  };
}
