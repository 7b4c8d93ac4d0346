import { literal, quoted } from "./names.ts";
import type { Statement } from "./session.ts";

/** Schema and table of every published database that hold who made it. */
export const ownSchema = "PLINTH";
const ownTable = "RUN";

/** As far as a database has come: whether it may be, or may have been, live. */
export type RunState = "BUILDING" | "SEALED";

export interface RunRow {
  readonly token: number;
  readonly runId: string;
  readonly state: RunState;
  /** Token of the attempt that cloned it: another attempt that goes on with it has a higher `token`. */
  readonly clonedUnder: number;
  /** Token of the version it is a clone of; null for the first. */
  readonly clonedFrom: number | null;
  /** A publication as JSON; null while it is built. */
  readonly publication: string | null;
}

/** Full, not TERSE: the owner is wanted. A role sees the databases that it has any privilege on, its own among them. */
export function showFamily(live: string): Statement {
  return { sql: `SHOW DATABASES STARTS WITH ${literal(live)}`, doing: `listing the databases of ${live}`, reads: true };
}

export function readRun(database: string): Statement {
  const columns = "TOKEN, RUN_ID, STATE, CLONED_UNDER, CLONED_FROM, PUBLICATION";
  const sql = `SELECT ${columns} FROM ${quoted(database, ownSchema, ownTable)}`;
  return { sql, doing: `reading whose version ${database} is`, reads: true };
}

/** Truncates and inserts in one statement, so in one transaction. Source: Snowflake documentation, INSERT, OVERWRITE. */
export function writeRun(database: string, row: RunRow): Statement {
  const into = `${quoted(database, ownSchema, ownTable)} (TOKEN, RUN_ID, STATE, CLONED_UNDER, CLONED_FROM, PUBLICATION)`;
  return {
    sql: `INSERT OVERWRITE INTO ${into} SELECT ?, ?, ?, ?, ?, ?`,
    binds: [row.token, row.runId, row.state, row.clonedUnder, row.clonedFrom, row.publication],
    doing: `marking ${database} as ${row.state.toLowerCase()} by token ${row.token}`,
  };
}

export function createRunTable(database: string): Statement[] {
  const columns = [
    "TOKEN NUMBER(38, 0) NOT NULL",
    "RUN_ID VARCHAR NOT NULL",
    "STATE VARCHAR NOT NULL",
    "CLONED_UNDER NUMBER(38, 0) NOT NULL",
    "CLONED_FROM NUMBER(38, 0)",
    "PUBLICATION VARCHAR",
  ];
  const doing = `preparing ${database} for the mark of its run`;
  return [
    { sql: `CREATE SCHEMA IF NOT EXISTS ${quoted(database, ownSchema)} WITH MANAGED ACCESS`, doing },
    { sql: `CREATE TABLE IF NOT EXISTS ${quoted(database, ownSchema, ownTable)} (${columns.join(", ")})`, doing },
  ];
}

/** Zero-copy. The clone has the grants on what it holds, and none on itself. Source: Snowflake documentation, "Cloning considerations". */
export function cloneDatabase(from: string, to: string): Statement {
  return { sql: `CREATE DATABASE ${quoted(to)} CLONE ${quoted(from)}`, doing: `cloning ${from}` };
}

export function renameDatabase(from: string, to: string): Statement {
  return { sql: `ALTER DATABASE ${quoted(from)} RENAME TO ${quoted(to)}`, doing: `renaming ${from} to ${to}` };
}

/** Two renames in one atomic statement: objects, grants and owners go with the names' databases. */
export function swapDatabases(live: string, candidate: string): Statement {
  return {
    sql: `ALTER DATABASE ${quoted(live)} SWAP WITH ${quoted(candidate)}`,
    doing: `swapping ${live} with ${candidate}`,
  };
}

export function dropDatabase(name: string): Statement {
  return { sql: `DROP DATABASE ${quoted(name)}`, doing: `dropping ${name}` };
}

export function countRows(table: string): Statement {
  return { sql: `SELECT COUNT(*) AS FOUND FROM ${table}`, doing: `counting the rows of ${table}`, reads: true };
}

/** Times without a zone are UTC here, as every model writes them. */
export function newestOf(table: string, column: string): Statement {
  const newest = `TO_CHAR(MAX(${quoted(column)})::TIMESTAMP_NTZ, 'YYYY-MM-DD"T"HH24:MI:SS.FF3"Z"')`;
  return {
    sql: `SELECT ${newest} AS NEWEST FROM ${table}`,
    doing: `reading the newest time of ${table}`,
    reads: true,
  };
}

/** Values that are neither NULL nor the mask: a masked number, date or variant is NULL. */
export function countUnmasked(table: string, column: string): Statement {
  return {
    sql: `SELECT COUNT_IF(TO_VARCHAR(${quoted(column)}) <> '***') AS FOUND FROM ${table}`,
    doing: `reading ${column} of ${table} as a reader`,
    reads: true,
  };
}

export function queryOne(table: string): Statement {
  return {
    sql: `SELECT COUNT(*) AS FOUND FROM (SELECT 1 FROM ${table} LIMIT 1)`,
    doing: `querying ${table} as a reader`,
    reads: true,
  };
}
