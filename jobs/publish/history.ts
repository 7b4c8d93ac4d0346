import type { Publication } from "./engine.ts";

/** How a run that held the lease ended. */
export const outcomes = [
  "published",
  /** The run went live and was killed before it could say so; a later run wrote the line. */
  "recovered",
  "rolled back",
  /** Somebody ended its lease. */
  "lease broken",
  "failed",
  "interrupted",
] as const;

/** One run that held the lease, as the control database remembers it. */
export interface HistoryEntry {
  readonly runId: string;
  /** Fencing token of the attempt: a run that is tried again has an entry for each. */
  readonly token: number;
  readonly outcome: (typeof outcomes)[number];
  readonly startedAt?: string;
  readonly endedAt: string;
  /** What went live; absent when nothing did. */
  readonly publication?: Publication;
  readonly reason?: string;
}

/** The runs of one published database. It lies in the control database, which is never swapped. */
export interface HistoryStore {
  /** Writes one entry, unless the token has one already with the same version live, or none: a repeated write changes nothing. */
  append(entry: HistoryEntry): Promise<void>;
  /** The newest entries, oldest first. */
  entries(limit: number): Promise<readonly HistoryEntry[]>;
}

/** What an entry says of why a run ended. */
export function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
