import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { hasCode, JobFailure } from "../failure.ts";
import { withDuckDb } from "./duckdb-file.ts";
import { type Publication, publication } from "./engine.ts";

/**
 * A database of the DuckDB engine on disk:
 *   live.json                           the pointer: a {@link Publication}
 *   versions/<token>/<DATABASE>.duckdb  one file per version, never changed once live
 *   versions/<token>/pointer.json       the pointer of a candidate, which becomes live.json
 * The file is named after the database in every version because DuckDB names a catalog after its file, and dbt writes
 * that name into the text of views: under another name they would not resolve after the swap.
 */
export function livePointer(database: string): string {
  return join(database, "live.json");
}

export function versionFolder(database: string, token: number): string {
  return join(database, "versions", String(token));
}

export function versionFile(database: string, name: string, token: number): string {
  return join(versionFolder(database, token), `${name}.duckdb`);
}

/** What is live in the database of this folder, or null before the first publish. */
export async function readLive(database: string): Promise<Publication | null> {
  const pointer = livePointer(database);
  const content = await readFile(pointer, "utf8").catch((error: unknown) => {
    if (hasCode(error, "ENOENT")) return null;
    throw error;
  });
  return content === null ? null : parsePointer(pointer, content);
}

/**
 * Runs a query against live, as consumers do: the whole of `use` sees one version, however many publishes happen
 * meanwhile. Null before the first publish.
 */
export async function withLive<T>(
  databases: string,
  name: string,
  use: (connection: DuckDBConnection, live: Publication) => Promise<T>,
): Promise<T | null> {
  const database = join(databases, name);
  for (;;) {
    const live = await readLive(database);
    if (live === null) return null;
    const opened = { yet: false };
    try {
      return await withDuckDb(versionFile(database, name, live.token), "READ_ONLY", (connection) => {
        opened.yet = true;
        return use(connection, live);
      });
    } catch (error) {
      // Several publishes may have passed since the pointer was read, and retired this version: follow the new pointer.
      const now = await readLive(database);
      if (opened.yet || now?.token === live.token) throw error;
    }
  }
}

function parsePointer(file: string, content: string): Publication {
  try {
    return publication.parse(JSON.parse(content));
  } catch {
    throw new JobFailure(
      `${file} is not a pointer to a version: ${JSON.stringify(content.slice(0, 80))}. Something other than a publish ` +
        "wrote it. Put back the `publication` of the last line with one in the history of the control database.",
    );
  }
}
