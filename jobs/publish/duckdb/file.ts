import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";

/** Opens a DuckDB file, hands over a connection, and closes both, so that other processes can open the file again. */
export async function withDuckDb<T>(
  file: string,
  access: "READ_ONLY" | "READ_WRITE",
  use: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const instance = await DuckDBInstance.create(file, { access_mode: access });
  try {
    const connection = await instance.connect();
    try {
      return await use(connection);
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}

/** `MARTS.FCT_EVENTS` → `"MARTS"."FCT_EVENTS"`. */
export function quoted(table: string): string {
  return table
    .split(".")
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join(".");
}
