import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { DuckDBConnection } from "@duckdb/node-api";
import { hasCode, JobFailure } from "../../failure.ts";
import { type Publication, publication } from "../engine.ts";
import { withDuckDb } from "./file.ts";

/**
 * A database of the DuckDB engine on disk:
 *   live.json                           the pointer: a {@link Publication}, or `{"live": null}` after the first was taken back
 *   fence/<token>                       the highest token that took over
 *   versions/<token>/<DATABASE>.duckdb  one file per version, never changed once live
 *   versions/<token>/pointer.json       the pointer of a candidate, which becomes live.json
 *   versions/<token>/fenced.json        the same, taken from a run that another took over from
 *   versions/<token>/back.json          the pointer by which this token takes a swap back, which becomes live.json
 *   versions/<token>/retired.json       the version is about to be removed
 *   versions/<token>.dropped-…          a version that is being removed
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
 * Runs a query against live, as its owner: the whole of `use` sees one version, however many publishes happen meanwhile.
 * Null before the first publish.
 */
export async function withLive<T>(
  databases: string,
  name: string,
  use: (connection: DuckDBConnection, live: Publication) => Promise<T>,
): Promise<T | null> {
  return followLive(databases, name, (file, live, opened) =>
    withDuckDb(file, "READ_ONLY", (connection) => {
      opened();
      return use(connection, live);
    }),
  );
}

/** Opens the file of the live version, by `open`, which says when it has it open: from then on nothing is tried again. */
export async function followLive<T>(
  databases: string,
  name: string,
  open: (file: string, live: Publication, opened: () => void) => Promise<T>,
): Promise<T | null> {
  const database = join(databases, name);
  for (;;) {
    const live = await readLive(database);
    if (live === null) return null;
    const file = { isOpen: false };
    const opened = () => {
      file.isOpen = true;
    };
    try {
      return await open(versionFile(database, name, live.token), live, opened);
    } catch (error) {
      // Several publishes may have passed since the pointer was read, and retired this version: follow the new pointer.
      const now = await readLive(database);
      if (file.isOpen || now?.token === live.token) throw error;
    }
  }
}

export function renderPointer(live: Publication | null): string {
  return `${JSON.stringify(live ?? nothing, null, 2)}\n`;
}

/** A first publish that was taken back: a pointer too, since live changes only by putting a file in its place. */
const nothing = { live: null };

function parsePointer(file: string, content: string): Publication | null {
  try {
    const pointer: unknown = JSON.parse(content);
    return isDeepStrictEqual(pointer, nothing) ? null : publication.parse(pointer);
  } catch {
    throw new JobFailure(
      `${file} is not a pointer to a version: ${JSON.stringify(content.slice(0, 80))}. Something other than a publish ` +
        "wrote it. Put back the `publication` of the last line with one in the history of the control database.",
    );
  }
}
