/** One read of both marts by one reader. Times are milliseconds of the machine's monotonic clock. */
export interface Read {
  readonly start: number;
  readonly end: number;
  readonly saw: "run" | "mixed" | "error";
  /** The run that was seen, or the error. */
  readonly runId: string;
}

/** When a new version was put in the place of the one before. */
export interface Replacement {
  readonly runId: string;
  readonly begin: number;
  readonly end: number;
}

/** The same for every process of a machine. */
export function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/**
 * What a reader sees of a replacement, in milliseconds: the longest time between two of its successive good answers, from
 * the last one before the replacement began to its first one from the new version. A good answer is one run's, whole; errors
 * and mixed reads are none. It holds the time that a read takes anyway.
 */
export function visibleGap(reads: readonly Read[], { runId, begin }: Replacement): number {
  const good = reads.filter(({ saw }) => saw === "run");
  const first = good.findIndex((read) => read.runId === runId);
  if (first === -1) throw new Error(`A reader never met ${runId}.`);
  const before = good.findLastIndex((read) => read.end <= begin);
  return Math.max(...gaps(good.slice(Math.max(0, before), first + 1)));
}

/** The time between successive good answers while nothing is replaced. */
export function quietGaps(reads: readonly Read[], replacements: readonly Replacement[]): number[] {
  const good = reads.filter(({ saw }) => saw === "run");
  const quiet = (from: number, to: number) => replacements.every(({ begin, end }) => to < begin || from > end);
  return good.flatMap(({ end }, index) => {
    const next = good[index + 1];
    return next && quiet(end, next.end) ? [next.end - end] : [];
  });
}

/** Reads that began after a replacement had ended and still saw an older version. */
export function staleReads(reads: readonly Read[], replacements: readonly Replacement[]): number {
  const order = new Map(replacements.map(({ runId }, index) => [runId, index]));
  return reads.filter(({ start, saw, runId }) => {
    const due = replacements.findLastIndex(({ end }) => end < start);
    return saw === "run" && (order.get(runId) ?? -1) < due;
  }).length;
}

/** The smallest value that at least this share of all values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

function gaps(good: readonly Read[]): number[] {
  return good.slice(1).map(({ end }, index) => end - (good[index]?.end ?? end));
}
