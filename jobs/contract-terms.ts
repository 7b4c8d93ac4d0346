import { z } from "zod";

/** Snowflake's unquoted identifiers, upper case as Snowflake stores them, at most 255 characters. */
export const identifier = z.string().regex(/^[A-Z_][A-Z0-9_$]{0,254}$/, "it must be an upper-case identifier");
const table = z
  .string()
  .regex(/^[A-Z_][A-Z0-9_$]{0,254}\.[A-Z_][A-Z0-9_$]{0,254}$/, "it must be SCHEMA.TABLE in upper case");
const column = z
  .string()
  .regex(/^[A-Z_][A-Z0-9_$]{0,254}(\.[A-Z_][A-Z0-9_$]{0,254}){2}$/, "it must be SCHEMA.TABLE.COLUMN in upper case");
export const text = z.string().min(1);

/** A zone of the lake that the job may touch. */
export const zoneTerms = z.strictObject({ bucket: text, access: z.enum(["read", "write"]) });

/** Where jobs keep what outlives a run: `runs/<job>/<run id>.json`, and dbt's artifacts under `dbt/`. */
export const artifactTerms = z.strictObject({ bucket: text });

export const warehouseTerms = z.strictObject({
  engine: z.enum(["duckdb", "snowflake"]),
  /** `<organization>-<account>`, as clients of Snowflake name an account. */
  account: text,
  /** The live database: the name that consumers read and that a publish swaps. */
  database: identifier,
  /** The database of leases and history, never swapped. */
  control: identifier,
  /** Schemas of the live database. */
  schemas: z.array(identifier).min(1),
  warehouse: identifier,
  /** The role that owns both sides of a swap. */
  role: identifier,
  user: identifier,
  /** The job's own name for the secret that holds the user's private key. */
  key: text,
});

export const transformTerms = z.strictObject({
  /** Folder of the dbt project, relative to the root of the repository and of the image. */
  project: text.regex(/^[^/.][^.]*$/, "it must be a path inside the image, without dots"),
  target: text,
  /** Tables that consumers read. A publish is refused when one is missing, empty, or has lost too many rows. */
  marts: z.array(table).min(1),
  /** Tables of which the project turns on search by equality, with the columns. */
  searchOptimization: z.record(table, z.array(identifier).min(1)).default({}),
  /** Database of the tables that ingestion fills, which the project's sources name. */
  raw: identifier,
});

const grant = z.strictObject({
  /** The account role that is granted to: an access role, which the functional roles hold. */
  role: identifier,
  privilege: text,
  /** The database itself, a schema of it, or every object of that kind in the schema: those there and future ones. */
  on: z.enum(["DATABASE", "SCHEMA", "TABLES", "VIEWS", "DYNAMIC TABLES"]),
  /** Absent for the database. */
  schema: identifier.optional(),
});

/** Who reads the published database, and how much of it: what the environment declares, and a candidate must keep. */
export const accessTerms = z.strictObject({
  grants: z.array(grant),
  /** Functional roles that the job's user may take to read marts, with the data classes that each sees unmasked. */
  readers: z.array(
    z.strictObject({
      role: identifier,
      unmasks: z.array(identifier),
      /** The warehouse that the role may use, for the queries that ask as it does; absent where it needs none. */
      warehouse: identifier.optional(),
    }),
  ),
  /** `DATABASE.SCHEMA` of tags and masking policies; absent where nothing is masked. */
  policies: text.optional(),
  /** Columns of a data class: each must carry the class's tag, and so its masking policy. */
  protects: z.record(column, identifier),
});

export const publishTerms = z.strictObject({
  /** Versions kept behind live, ready to go back to. */
  keepPrevious: z.int().min(1).max(30),
  /** Hours until maintenance drops a replaced version all the same. */
  previousHours: z.int().min(1),
  /** Seconds after which a lease that its holder no longer renews may be taken by another run. */
  leaseSeconds: z.int().min(5).max(86_400),
  /** Largest share of its live rows that a mart may lose in one publish, in percent. */
  maxRowLossPercent: z.number().min(0).max(100),
  /** Marts with a column of time, and the hours that its newest value may lie behind the start of the run. */
  freshness: z.record(table, z.strictObject({ column: identifier, hours: z.number().positive() })),
  access: accessTerms,
});

const source = z.strictObject({
  /** The topic or system. */
  name: text,
  /** Dataset of the bronze zone, of files with one JSON object a line. */
  from: text,
  /** Dataset of the silver zone that its good events go to. */
  to: text,
  /** JSON Schema (draft 7) of one event; an event that breaks it is quarantined. */
  schema: z.record(z.string(), z.json()),
  /** The fields that together name an event, and the one with its time in UTC. */
  key: z.array(text).min(1),
  time: text,
  /** Hours between an event's time and its day of ingestion from which on it counts as late; late events are loaded. */
  lateHours: z.int().min(1),
});

export const ingestTerms = z.strictObject({ sources: z.array(source).min(1) });

export const maintenanceTerms = z.strictObject({
  /** Hours until what a run left under `_staging/` is removed. */
  stagingHours: z.int().min(1),
});

/** A job that must have ended well since this job last did; the run waits for it, and fails when it does not come. */
export const waitTerms = z.strictObject({ job: text, minutes: z.int().min(0) });
