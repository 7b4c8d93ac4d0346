import { z } from "zod";
import type { HistoryStore } from "./history.ts";
import type { LeaseStore } from "./lease-store.ts";

export const version = z.strictObject({
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
  /** Present when a rollback made the version live again: under which token, by which run, and when. */
  restored: z.strictObject({ token: z.int().min(1), runId: z.string().min(1), at: z.iso.datetime() }).optional(),
});
export type Publication = z.output<typeof publication>;

/** Who works on a database: the run, and the fencing token of this attempt of it. */
export interface Holder {
  readonly token: number;
  readonly runId: string;
}

/** A database under construction, invisible to readers. It goes live under this token only, and at most once. */
export interface Candidate extends Holder {
  /** What the transform connects to: the path of a DuckDB file, or the database's name on Snowflake. */
  readonly location: string;
  /**
   * Token of the attempt that cloned it, kept inside the database: a later attempt that goes on with it has a higher
   * `token`. What was built before counts for this clone only, and not for another of the same run.
   */
  readonly clonedUnder: number;
}

/** What a fence found. Recovery decides from this alone, and all of it is read inside the databases. */
export interface Standing {
  readonly live: Publication | null;
  /** What the same run left behind half built, now under the new token; null when there is nothing to go on with. */
  readonly resumable: Candidate | null;
  /** Replaced versions that can go live again, newest first. After a rollback some may be newer than live. */
  readonly previous: readonly Publication[];
}

/** Rows of each mart, null where the table does not exist. */
export type MartRows = Readonly<Record<string, number | null>>;

export type ObjectKind = "TABLE" | "VIEW" | "DYNAMIC TABLE";

/** One right that stands, on the database itself, a schema, an object, or what a schema will hold in future. */
export interface Grant {
  readonly role: string;
  readonly privilege: string;
  readonly on: "DATABASE" | "SCHEMA" | ObjectKind;
  /** Absent for the database. */
  readonly schema?: string;
  /** Absent for the database, a schema and future objects. */
  readonly object?: string;
  /** True for a grant on objects of that kind that the schema will hold. */
  readonly future: boolean;
}

export interface InspectedObject {
  readonly schema: string;
  readonly name: string;
  readonly kind: ObjectKind;
  /** Null where the engine has no owners. */
  readonly owner: string | null;
}

/** A column that the contract protects, as it stands: absent columns have neither. */
export interface Protection {
  /** `SCHEMA.TABLE.COLUMN`. */
  readonly column: string;
  /** The class whose tag the column carries. */
  readonly dataClass: string | null;
  /** `DATABASE.SCHEMA.NAME` of the masking policy that the column resolves to. */
  readonly policy: string | null;
}

/** Text of a view, procedure, task, … that names a database which the swap takes from under it. */
export interface Naming {
  /** For instance `view MARTS.VW_CUSTOMERS`. */
  readonly object: string;
  /** The database it names. */
  readonly names: string;
}

/** Everything that the audit judges of one database. The schema PLINTH is the protocol's own and left out. */
export interface Inspection {
  readonly owner: string | null;
  readonly schemas: readonly { readonly name: string; readonly owner: string | null }[];
  readonly rows: MartRows;
  /** Newest value, as an ISO instant, of the column that `freshness` names of a mart; null where there is none. */
  readonly newest: Readonly<Record<string, string | null>>;
  readonly objects: readonly InspectedObject[];
  readonly grants: readonly Grant[];
  readonly protections: readonly Protection[];
  readonly namings: readonly Naming[];
}

/** What is to be inspected: the contract's own terms. */
export interface InspectionTerms {
  readonly marts: readonly string[];
  /** Mart → its column of time. */
  readonly freshness: Readonly<Record<string, { readonly column: string }>>;
  /** `SCHEMA.TABLE.COLUMN` of the protected columns. */
  readonly protects: readonly string[];
}

/**
 * What publishing needs of a warehouse. Every method may be cut short by a kill at any point; another attempt, under a
 * higher token, then starts over with `fence` and needs no memory of the first. A method that is called by a holder who
 * has been fenced throws LeaseLost and changes nothing that readers see.
 */
export interface PublishEngine {
  readonly leases: LeaseStore;
  readonly history: HistoryStore;

  /**
   * Makes it impossible that an older token's candidate goes live from now on. Drops what older runs left half built,
   * but for the candidate of the same run, which it hands over; puts replaced versions where rollback finds them. From
   * here on no statement may take longer than the lease has left, which `secondsLeft` tells.
   */
  fence(holder: Holder, secondsLeft: () => number): Promise<Standing>;
  /** What stands, changing nothing: for status. `resumable` is always null. */
  stands(): Promise<Standing>;

  /** A candidate with the content of live, or an empty one before the first publish, marked inside with its holder. */
  clone(live: Publication | null, holder: Holder): Promise<Candidate>;
  /** Puts back the grants that a clone loses: those on the database itself, and the future ones. */
  repair(candidate: Candidate): Promise<void>;
  /** Looks into a candidate (its location) or into live (`null`), which must have been published. */
  inspect(location: string | null, terms: InspectionTerms): Promise<Inspection>;
  /**
   * How many values of `SCHEMA.TABLE.COLUMN` the role reads as they are, neither NULL nor the mask, of a candidate (its
   * location) or live (`null`). Null when the role may not read the table.
   */
  unmasked(location: string | null, role: string, column: string): Promise<number | null>;
  /** Marks the candidate inside as ready to go live as this publication. Nothing may write into it from here on. */
  seal(candidate: Candidate, publication: Publication): Promise<void>;
  /** Makes the sealed candidate live in one atomic step. Throws LeaseLost, changing nothing, when a higher token fenced it. */
  swap(candidate: Candidate, publication: Publication): Promise<void>;
  /** Starts in live what its clone suspended, and stops it in every replaced version. */
  resume(): Promise<void>;
  /** Queries each mart of live as the role, as consumers do. Throws a JobFailure that names role and mart. */
  smoke(role: string, marts: readonly string[]): Promise<void>;
  /**
   * Takes back the swap that made this publication live: the version before is live again (or none, when there was none),
   * and the one taken back is dropped.
   */
  unswap(live: Publication, holder: Holder): Promise<void>;
  /**
   * Makes a replaced version, as it is, the candidate of this holder: `swap` with the same publication then makes it live
   * again. It is never sealed again; `to.restored` says by whom.
   */
  restage(to: Publication, holder: Holder): Promise<Candidate>;
  /** Removes a candidate that did not go live; a restaged version goes back to where rollback finds it. */
  drop(candidate: Candidate): Promise<void>;
  /** Removes all replaced versions but those kept. */
  retire(kept: readonly Version[], holder: Holder): Promise<readonly Version[]>;
  /** Gives connections back; nothing may be called after it. */
  close(): Promise<void>;
}
