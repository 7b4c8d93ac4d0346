import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { marts } from "./marts.ts";

/**
 * Tables for the two other ways, each in a file of its own: who writes a DuckDB file shuts out every other process
 * (DuckDB documentation, "Concurrency"), and one file for all would shut readers out for the whole of a build.
 */
export function tableFile(folder: string, table: string): string {
  return join(folder, `${table}.duckdb`);
}

export const liveTables = marts.map(({ name }) => `${name}.main.${name}`);

/** Opens both files for one read. */
export async function withTableFiles<T>(folder: string, use: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    for (const { name } of marts) await connection.run(`attach '${tableFile(folder, name)}' as ${name} (read_only)`);
    return await use(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
