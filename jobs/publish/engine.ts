import { z } from "zod";

const version = z.strictObject({
  /** Fencing token of the lease it was published under: versions are numbered by it. */
  token: z.int().min(1),
  runId: z.string().min(1),
  publishedAt: z.iso.datetime(),
});
export type Version = z.output<typeof version>;

/** What is live: one run's version, whole, and the versions behind it that can come back, newest first. */
export const publication = z.strictObject({
  ...version.shape,
  /** Rows of each mart, as SCHEMA.TABLE. */
  rows: z.record(z.string(), z.int().min(1)),
  previous: z.array(version),
});
export type Publication = z.output<typeof publication>;

/** A database under construction, invisible to readers. */
export interface Candidate {
  readonly token: number;
  readonly runId: string;
  /** What the transform connects to: the path of a DuckDB file. */
  readonly location: string;
}

/** Rows of each mart, null where the table does not exist. */
export type MartRows = Readonly<Record<string, number | null>>;

/**
 * What publishing needs of a warehouse. Every method may be cut short by a kill at any point and is safe to repeat by a
 * later run under a higher token.
 */
export interface PublishEngine {
  /**
   * Makes it impossible that an older token's candidate goes live from now on, drops what older runs left behind, and
   * returns what is live. Nothing else can change live until a higher token fences this one.
   */
  fence(token: number): Promise<Publication | null>;
  /** A candidate with the content of live, or an empty one before the first publish. */
  clone(live: Publication | null, identity: { token: number; runId: string }): Promise<Candidate>;
  countRows(location: string, marts: readonly string[]): Promise<MartRows>;
  /** Where a published version can be queried. */
  locate(version: Version): string;
  /** Makes the candidate live in one atomic step. Throws LeaseLost, changing nothing, when a higher token fenced it. */
  swap(candidate: Candidate, publication: Publication): Promise<void>;
  /** Removes a candidate unless it is live. */
  drop(candidate: Candidate): Promise<void>;
  /** Removes the versions that live no longer keeps. */
  retire(token: number): Promise<void>;
}
