import { JobFailure } from "../failure.ts";
import type { MartRows } from "./engine.ts";

export interface AuditRules {
  readonly marts: readonly string[];
  /** Largest share of its live rows that a mart may lose, in percent. */
  readonly maxRowLossPercent: number;
}

/** The rows of every mart of a candidate that may go live. All problems are one {@link JobFailure}. */
export function auditRows(rules: AuditRules, candidate: MartRows, live: MartRows): Record<string, number> {
  const problems = rules.marts.flatMap(
    (mart) => problemOf(mart, candidate[mart] ?? null, live[mart] ?? null, rules) ?? [],
  );
  if (problems.length > 0) throw new JobFailure(["The candidate failed its audit:", ...problems].join("\n  "));
  return Object.fromEntries(rules.marts.map((mart) => [mart, candidate[mart] ?? 0]));
}

function problemOf(mart: string, rows: number | null, before: number | null, rules: AuditRules): string | null {
  if (rows === null) {
    return `${mart} does not exist in the candidate. Let the transform project build it, or take it out of the job's marts.`;
  }
  if (rows === 0)
    return `${mart} is empty: its sources gave no rows. Put data where the transform reads and run again.`;
  const floor = (before ?? 0) * (1 - rules.maxRowLossPercent / 100);
  if (rows >= floor) return null;
  return (
    `${mart} has ${rows} rows, live has ${before}; a publish may lose ${rules.maxRowLossPercent} %. ` +
    "Find what the transform dropped, or raise publish.maxRowLossPercent of the job for this run."
  );
}
