import { constants } from "node:fs";
import { access, chmod, copyFile, mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { hasCode, JobFailure, JobInterrupted } from "../failure.ts";
import { quoted, withDuckDb } from "./duckdb-file.ts";
import { createFile, syncFolder } from "./durable-file.ts";
import type { Candidate, MartRows, Publication, PublishEngine, Version } from "./engine.ts";
import { LeaseLost } from "./lease.ts";
import { livePointer, readLive, versionFile, versionFolder } from "./live.ts";

/** Who made a version, written inside it: a file that was moved or mixed up cannot pass for another run's. */
const identityTable = '"PLINTH"."RUN"';

/**
 * The DuckDB engine: live is a pointer file, replaced atomically. The folder of a database is described in live.ts.
 *
 * A swap is the move of the candidate's own pointer.json to live.json. Whoever takes over deletes the pointers of older
 * candidates first, so a late swap fails in the file system: between the fence check and the move there is no gap.
 */
export class DuckDbEngine implements PublishEngine {
  readonly #folder: string;
  readonly #name: string;

  /** `databases` holds the folder of the database called `name`. */
  constructor(databases: string, name: string) {
    this.#folder = join(databases, name);
    this.#name = name;
  }

  async fence(token: number): Promise<Publication | null> {
    const older = (await this.#tokens()).filter((each) => each < token);
    await Promise.all(older.map((each) => rm(this.#pointerOf(each), { force: true })));
    await this.retire(token);
    return readLive(this.#folder);
  }

  async clone(live: Publication | null, { token, runId }: { token: number; runId: string }): Promise<Candidate> {
    const location = versionFile(this.#folder, this.#name, token);
    await mkdir(versionFolder(this.#folder, token), { recursive: true });
    await createFile(this.#pointerOf(token), "");
    if (live !== null) await this.#copy(live, location);
    await stamp(location, { token, runId });
    return { token, runId, location };
  }

  async countRows(location: string, marts: readonly string[]): Promise<MartRows> {
    return withDuckDb(location, "READ_ONLY", async (connection) => {
      const tables = await connection.runAndReadAll(
        "select table_schema || '.' || table_name from information_schema.tables",
      );
      const existing = new Set(tables.getRowsJS().map(([name]) => String(name).toUpperCase()));
      const rows: Record<string, number | null> = {};
      for (const mart of marts) {
        const counted = existing.has(mart) && (await connection.runAndReadAll(`select count(*) from ${quoted(mart)}`));
        rows[mart] = counted ? Number(counted.getRowsJS()[0]?.[0]) : null;
      }
      return rows;
    });
  }

  locate({ token }: Version): string {
    return versionFile(this.#folder, this.#name, token);
  }

  async swap(candidate: Candidate, publication: Publication): Promise<void> {
    await refuseUnfinished(candidate);
    try {
      // Readers of a live version must not lock or change it, which opening it for writing would do.
      await chmod(candidate.location, 0o444);
      await syncFolder(versionFolder(this.#folder, candidate.token));
      await fillPointer(this.#pointerOf(candidate.token), publication);
      await rename(this.#pointerOf(candidate.token), livePointer(this.#folder));
    } catch (error) {
      if (hasCode(error, "ENOENT")) throw fenced(candidate);
      throw error;
    }
    await syncFolder(this.#folder);
  }

  async drop({ token }: Candidate): Promise<void> {
    const live = await readLive(this.#folder);
    if (live?.token !== token) await rm(versionFolder(this.#folder, token), { recursive: true, force: true });
  }

  async retire(token: number): Promise<void> {
    const live = await readLive(this.#folder);
    const kept = new Set([live?.token, ...(live?.previous ?? []).map((version) => version.token)]);
    const retired = (await this.#tokens()).filter((each) => each < token && !kept.has(each));
    await Promise.all(retired.map((each) => rm(versionFolder(this.#folder, each), { recursive: true, force: true })));
  }

  async #copy(live: Publication, location: string): Promise<void> {
    const source = this.locate(live);
    await access(source).catch(() => {
      throw new JobFailure(`${livePointer(this.#folder)} points to ${source}, which does not exist. ${restore}`);
    });
    await copyFile(source, location, constants.COPYFILE_FICLONE);
    await chmod(location, 0o644);
    const found = await identityOf(location);
    if (found?.token === live.token && found.runId === live.runId) return;
    const holds = found ? `version ${found.token} of run ${found.runId}` : "no published version";
    throw new JobFailure(
      `${source} holds ${holds}, live.json says version ${live.token} of run ${live.runId}. ${restore}`,
    );
  }

  async #tokens(): Promise<number[]> {
    const names = await readdir(join(this.#folder, "versions")).catch((error: unknown) => {
      if (hasCode(error, "ENOENT")) return [];
      throw error;
    });
    return names.filter((name) => /^\d+$/.test(name)).map(Number);
  }

  #pointerOf(token: number): string {
    return join(versionFolder(this.#folder, token), "pointer.json");
  }
}

const restore = "Restore the file, or point live.json back to a version that exists.";

/** A write-ahead log beside the file holds changes that a copy of the file, the next clone, would lose. */
async function refuseUnfinished({ location }: Candidate): Promise<void> {
  const names = await readdir(dirname(location)).catch((): string[] => []);
  if (!names.includes(`${basename(location)}.wal`)) return;
  throw new JobInterrupted(`The transform left ${location} with changes in its write-ahead log. Run the job again.`);
}

/** Writes into the pointer made by clone, never a new one: it is gone exactly when a higher token took over. */
async function fillPointer(file: string, publication: Publication): Promise<void> {
  const handle = await open(file, "r+");
  try {
    await handle.truncate();
    await handle.writeFile(`${JSON.stringify(publication, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function fenced({ token, runId }: Candidate): LeaseLost {
  return new LeaseLost(
    `Run ${runId} lost its lease (token ${token}) to a later run. Nothing was published by this run.`,
  );
}

async function stamp(file: string, { token, runId }: { token: number; runId: string }): Promise<void> {
  await withDuckDb(file, "READ_WRITE", async (connection) => {
    await connection.run('create schema if not exists "PLINTH"');
    await connection.run(`create or replace table ${identityTable} (token bigint, run_id varchar)`);
    await connection.run(`insert into ${identityTable} values ($token, $runId)`, { token, runId });
  });
}

async function identityOf(file: string): Promise<{ token: number; runId: string } | null> {
  try {
    return await withDuckDb(file, "READ_ONLY", async (connection) => {
      const [row] = (await connection.runAndReadAll(`select token, run_id from ${identityTable}`)).getRowsJS();
      return row ? { token: Number(row[0]), runId: String(row[1]) } : null;
    });
  } catch {
    return null;
  }
}
