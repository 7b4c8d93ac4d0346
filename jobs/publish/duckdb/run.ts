import type { DuckDBConnection } from "@duckdb/node-api";
import { type Holder, type Publication, publication } from "../engine.ts";
import { withDuckDb } from "./file.ts";

/** Who made a version, written inside it: a file that was moved or mixed up cannot pass for another run's. */
export interface VersionIdentity extends Holder {
  /** The token that it was cloned under: an attempt that goes on with a candidate gives it its own. */
  readonly clonedUnder: number;
}

export interface VersionRun extends VersionIdentity {
  /** What it was sealed to go live as; null while it is being built. */
  readonly publication: Publication | null;
}

const table = '"PLINTH"."RUN"';

export async function writeRun(connection: DuckDBConnection, run: VersionRun): Promise<void> {
  const { token, runId, clonedUnder } = run;
  await connection.run('create schema if not exists "PLINTH"');
  await connection.run(
    `create or replace table ${table} (token bigint, run_id varchar, cloned_under bigint, publication varchar)`,
  );
  const sealed = run.publication && JSON.stringify(run.publication);
  await connection.run(`insert into ${table} values ($token, $runId, $clonedUnder, $sealed)`, {
    token,
    runId,
    clonedUnder,
    sealed,
  });
}

export async function runIn(connection: DuckDBConnection): Promise<VersionRun | null> {
  const read = await connection.runAndReadAll(`select token, run_id, cloned_under, publication from ${table}`);
  const [row] = read.getRowsJS();
  if (!row) return null;
  const sealed = row[3] === null ? null : publication.parse(JSON.parse(String(row[3])));
  return { token: Number(row[0]), runId: String(row[1]), clonedUnder: Number(row[2]), publication: sealed };
}

/** Null for a file that is no version, or not wholly one. */
export async function readRun(file: string): Promise<VersionRun | null> {
  try {
    return await withDuckDb(file, "READ_ONLY", runIn);
  } catch {
    return null;
  }
}
