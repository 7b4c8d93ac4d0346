import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDbEngine } from "../../../jobs/publish/duckdb-engine.ts";
import { withDuckDb } from "../../../jobs/publish/duckdb-file.ts";
import type { Candidate } from "../../../jobs/publish/engine.ts";
import { History } from "../../../jobs/publish/history.ts";
import { acquireLease } from "../../../jobs/publish/lease.ts";
import { withLive } from "../../../jobs/publish/live.ts";
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
  for (const databases of made.splice(0)) rmSync(databases, { recursive: true });
}

/** A publish into ANALYTICS whose transform writes `rows` rows, each marked with the run. */
export function newRun(
  databases: string,
  runId: string,
  changes: Partial<PublishRun> & { rows?: number } = {},
): PublishRun {
  const { rows = 100, ...rest } = changes;
  return {
    runId,
    engine: new DuckDbEngine(databases, "ANALYTICS"),
    acquireLease: () => acquireLease({ folder: leaseFolder(databases), owner: runId, seconds: 3600 }),
    history: historyOf(databases),
    transform: (candidate) => writeMart(candidate, rows),
    rules: { marts: [mart], maxRowLossPercent: 10 },
    keepPrevious: 1,
    signal: new AbortController().signal,
    log: () => undefined,
    ...rest,
  };
}

export async function writeMart({ location, runId }: Candidate, rows: number): Promise<void> {
  await withDuckDb(location, "READ_WRITE", async (connection) => {
    await connection.run("create schema if not exists MARTS");
    await connection.run(
      `create or replace table ${mart} as select '${runId}' as run_id, i as id from range(${rows}) r(i)`,
    );
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

export function historyOf(databases: string): History {
  return new History(join(databases, "CONTROL", "history", "ANALYTICS.jsonl"));
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
  const [latest = ""] = readdirSync(leaseFolder(databases)).sort(
    (a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10),
  );
  const file = join(leaseFolder(databases), latest);
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), ...changes }));
}

export const longAgo = "2020-01-01T00:00:00.000Z";
