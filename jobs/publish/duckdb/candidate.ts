import { constants } from "node:fs";
import { access, chmod, copyFile, readdir } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { syncFolder } from "../../durable-file.ts";
import { JobFailure, JobInterrupted } from "../../failure.ts";
import type { Publication } from "../engine.ts";
import { beginAccess, isBegun, settleAccess } from "./access.ts";
import { quoted, withDuckDb } from "./file.ts";
import type { PlatformGrants } from "./grants.ts";
import { readRun, type VersionIdentity, writeRun } from "./run.ts";

/** Where the DuckDB engine works: the folder of all databases, the published one, and that of leases and history. */
export interface DuckDbPlace {
  readonly databases: string;
  readonly database: string;
  readonly control: string;
  /** Schemas that a deploy makes in the published database. */
  readonly schemas: readonly string[];
  /** What stands in the simulated account on the database. */
  readonly account: PlatformGrants;
}

/** Copies the file of what is live, and makes sure that it is that version. `pointer` is the file that says so. */
export async function copyVersion(source: string, location: string, live: Publication, pointer: string): Promise<void> {
  await access(source).catch(() => {
    throw new JobFailure(`${pointer} points to ${source}, which does not exist. ${restore}`);
  });
  await copyFile(source, location, constants.COPYFILE_FICLONE);
  await chmod(location, 0o644);
  const found = await readRun(location);
  if (found?.token === live.token && found.runId === live.runId) return;
  const holds = found ? `version ${found.token} of run ${found.runId}` : "no published version";
  throw new JobFailure(
    `${source} holds ${holds}, live.json says version ${live.token} of run ${live.runId}. ${restore}`,
  );
}

const restore = "Restore the file, or point live.json back to a version that exists.";

/** Makes a file a candidate, in one transaction: its identity, the schemas of a deploy, and the grants of a clone. */
export async function beginCandidate(file: string, place: DuckDbPlace, identity: VersionIdentity): Promise<void> {
  const { account, database, schemas } = place;
  await withDuckDb(file, "READ_WRITE", async (connection) => {
    await connection.run("begin transaction");
    await writeRun(connection, { ...identity, publication: null });
    for (const schema of schemas) await connection.run(`create schema if not exists ${quoted(schema)}`);
    await beginAccess(connection, account, database);
    await connection.run("commit");
  });
}

/** Gives a candidate a new identity. One that was sealed begins again as it is, as if it were cloned just now. */
export async function reopenCandidate(file: string, place: DuckDbPlace, identity: VersionIdentity): Promise<void> {
  await chmod(file, 0o644);
  const begun = await withDuckDb(file, "READ_WRITE", async (connection) => {
    if (!(await isBegun(connection))) return false;
    await writeRun(connection, { ...identity, publication: null });
    return true;
  });
  if (!begun) await beginCandidate(file, place, identity);
}

/** Writes into a candidate as what it goes live, and makes its file read-only, on disk. */
export async function sealCandidate(file: string, identity: VersionIdentity, publication: Publication): Promise<void> {
  await chmod(file, 0o644);
  await withDuckDb(file, "READ_WRITE", async (connection) => {
    await connection.run("begin transaction");
    await settleAccess(connection);
    await writeRun(connection, { ...identity, publication });
    await connection.run("commit");
    await connection.run("checkpoint");
  });
  // Readers of a live version must not lock or change it, which opening it for writing would do.
  await chmod(file, 0o444);
  await syncFolder(dirname(file));
}

/** A write-ahead log beside the file holds changes that a copy of the file, the next clone, would lose. */
export async function refuseUnfinished(file: string): Promise<void> {
  const names = await readdir(dirname(file)).catch((): string[] => []);
  if (!names.includes(`${basename(file)}.wal`)) return;
  throw new JobInterrupted(`The transform left ${file} with changes in its write-ahead log. Run the job again.`);
}
