import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { DuckDbPlace } from "../../../jobs/publish/duckdb/candidate.ts";
import { DuckDbEngine } from "../../../jobs/publish/duckdb/engine.ts";
import { withDuckDb } from "../../../jobs/publish/duckdb/file.ts";
import { nothingGranted } from "../../../jobs/publish/duckdb/grants.ts";
import { FileHistory } from "../../../jobs/publish/duckdb/history.ts";
import { withLive } from "../../../jobs/publish/duckdb/live.ts";
import type { HistoryEntry } from "../../../jobs/publish/history.ts";
import type { PublishRun } from "../../../jobs/publish/publish.ts";

export const mart = "MARTS.FCT_EVENTS";

const made: string[] = [];

/** A folder of databases as a deploy leaves it: ANALYTICS and CONTROL, both empty. */
export function newDatabases(): string {
  const databases = mkdtempSync(join(tmpdir(), "plinth-publish-"));
  made.push(databases);
  for (const name of ["ANALYTICS", "CONTROL"]) mkdirSync(join(databases, name));
  return databases;
}

export function removeDatabases(): void {
  for (const databases of made.splice(0)) rmSync(databases, { recursive: true, force: true });
}

export function newEngine(databases: string, changes: Partial<DuckDbPlace> = {}): DuckDbEngine {
  const place = { databases, database: "ANALYTICS", control: "CONTROL", schemas: ["MARTS"], account: nothingGranted };
  return new DuckDbEngine({ ...place, ...changes });
}

/** A publish into ANALYTICS whose transform writes `rows` rows into the one mart, each marked with the run. */
export function newRun(
  databases: string,
  runId: string,
  changes: Partial<PublishRun> & { rows?: number } = {},
): PublishRun {
  const { rows = 100, marts = [mart], ...rest } = changes;
  return {
    runId,
    engine: newEngine(databases),
    leaseSeconds: 3600,
    readers: [],
    marts,
    advance: async () => undefined,
    build: (candidate) => writeMart(candidate, rows),
    rules: {
      marts,
      maxRowLossPercent: 10,
      freshness: {},
      schemas: ["MARTS"],
      owner: "PUBLISHER",
      access: { grants: [], readers: [], protects: {} },
    },
    unmasks: {},
    keepPrevious: 1,
    signal: new AbortController().signal,
    log: () => undefined,
    ...rest,
  };
}

export async function writeMart({ location, runId }: { location: string; runId: string }, rows: number): Promise<void> {
  await inFile(
    location,
    `create or replace table ${mart} as select '${runId}' as run_id, i as id from range(${rows}) r(i)`,
  );
}

/** Runs statements in a candidate, as a model would. */
export async function inFile(location: string, ...statements: string[]): Promise<void> {
  await withDuckDb(location, "READ_WRITE", async (connection) => {
    for (const statement of statements) await connection.run(statement);
  });
}

/** The run that wrote what consumers read now; throws when live is not wholly of one run. Null before a publish. */
export async function liveRun(databases: string): Promise<string | null> {
  return withLive(databases, "ANALYTICS", async (connection, live) => {
    const read = await connection.runAndReadAll(
      `select distinct m.run_id, r.run_id, r.token, (select count(*) from ${mart}) from ${mart} m cross join PLINTH.RUN r`,
    );
    const found = JSON.stringify(read.getRowsJS().map((row) => row.map(String)));
    const wanted = JSON.stringify([[live.runId, live.runId, String(live.token), String(live.rows[mart])]]);
    if (found !== wanted) throw new Error(`live is mixed: ${found}, not ${wanted}`);
    return live.runId;
  });
}

export async function column(connection: DuckDBConnection, query: string): Promise<string[]> {
  return (await connection.runAndReadAll(query)).getRowsJS().map(([cell]) => String(cell));
}

export async function historyOf(databases: string): Promise<readonly HistoryEntry[]> {
  return new FileHistory(join(databases, "CONTROL", "history", "ANALYTICS.jsonl")).entries(1000);
}

export function leaseFolder(databases: string): string {
  return join(databases, "CONTROL", "leases", "ANALYTICS");
}

/** Tokens of the versions on disk. */
export function versionsOf(databases: string): number[] {
  return readdirSync(join(databases, "ANALYTICS", "versions"))
    .map(Number)
    .sort((a, b) => a - b);
}

/** Changes the latest lease on disk, as time or another process would. */
export function changeLease(databases: string, changes: Record<string, unknown>): void {
  const leases = readdirSync(leaseFolder(databases)).filter((name) => /^\d+\.json$/.test(name));
  const latest = Math.max(...leases.map((name) => Number.parseInt(name, 10)));
  const file = join(leaseFolder(databases), `${latest}.json`);
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), ...changes }));
}

export const longAgo = "2020-01-01T00:00:00.000Z";
