import { rename, rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { withDuckDb } from "../../../jobs/publish/duckdb/file.ts";
import type { Candidate } from "../../../jobs/publish/engine.ts";
import { publish } from "../../../jobs/publish/publish.ts";
import { newRun } from "../../jobs/publish/warehouse.ts";
import { martQuery, marts } from "./marts.ts";
import { now, type Replacement } from "./reads.ts";
import { tableFile } from "./table-files.ts";

/** A way to put a new version of both marts in the place of the one that readers read. */
export interface Way {
  /** As reader.ts knows it. */
  readonly name: "swap" | "rename" | "rebuild";
  readonly label: string;
  readonly put: (folder: string, runId: string, rows: number) => Promise<Replacement>;
}

export const ways: readonly Way[] = [
  { name: "swap", label: "Plinth: audited candidate, one swap", put: swap },
  { name: "rename", label: "drop and rename, table by table", put: dropAndRename },
  { name: "rebuild", label: "rebuild in place, table by table", put: rebuildInPlace },
];

/** The publish of a job, whole: lease, clone, audit, swap, history, retire. Only the transform is not dbt. */
async function swap(databases: string, runId: string, rows: number): Promise<Replacement> {
  const times = { begin: Number.NaN, end: Number.NaN };
  const run = newRun(databases, runId, {
    marts: marts.map(({ name }) => `MARTS.${name}`),
    build: (candidate) => buildCandidate(candidate, rows),
  });
  const timed = new Proxy(run.engine, {
    get(engine, name) {
      const member: unknown = Reflect.get(engine, name);
      if (typeof member !== "function") return member;
      if (name !== "swap") return member.bind(engine);
      return async (...args: unknown[]) => {
        times.begin = now();
        await Reflect.apply(member, engine, args);
        times.end = now();
      };
    },
  });
  await publish({ ...run, engine: timed });
  return { runId, ...times };
}

async function buildCandidate({ location, runId }: Candidate, rows: number): Promise<void> {
  await withDuckDb(location, "READ_WRITE", async (connection) => {
    await connection.run("create schema if not exists MARTS");
    for (const { name, share } of marts) {
      await connection.run(`create or replace table MARTS.${name} as ${martQuery(runId, rows * share)}`);
    }
  });
}

/** As dbt builds table by table: the new one beside the old one, then away with the old one and the new one in its place. */
async function dropAndRename(folder: string, runId: string, rows: number): Promise<Replacement> {
  const times = { begin: Number.NaN };
  for (const { name, share } of marts) {
    await rm(besides(folder, name), { force: true });
    await withDuckDb(besides(folder, name), "READ_WRITE", (connection) =>
      connection.run(`create table ${name} as ${martQuery(runId, rows * share)}`),
    );
    if (Number.isNaN(times.begin)) times.begin = now();
    await rm(tableFile(folder, name), { force: true });
    await rename(besides(folder, name), tableFile(folder, name));
  }
  return { runId, begin: times.begin, end: now() };
}

/** `create or replace table` on the live tables, one after the other. */
async function rebuildInPlace(folder: string, runId: string, rows: number): Promise<Replacement> {
  const times = { begin: Number.NaN };
  for (const { name, share } of marts) {
    await whenNobodyReads(() =>
      withDuckDb(tableFile(folder, name), "READ_WRITE", async (connection) => {
        if (Number.isNaN(times.begin)) times.begin = now();
        await connection.run(`create or replace table ${name} as ${martQuery(runId, rows * share)}`);
      }),
    );
  }
  return { runId, begin: times.begin, end: now() };
}

/** DuckDB opens a file for writing only while no other process reads it. */
async function whenNobodyReads(write: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await write();
      return;
    } catch (error) {
      if (!String(error).includes("Could not set lock")) throw error;
      await sleep(1);
    }
  }
}

function besides(folder: string, table: string): string {
  return tableFile(folder, `${table}_NEW`);
}
