import { createHash } from "node:crypto";
import { withLive } from "../../../jobs/publish/duckdb/live.ts";

/**
 * A hash of everything that consumers can read of live: the rows of every table and view, whatever order they lie in. The
 * protocol's own schema is left out: a rollback may put grants back, and writes down that it was one.
 */
export async function contentOfLive(databases: string): Promise<string> {
  const content = await withLive(databases, "ANALYTICS", async (connection) => {
    const read = async (sql: string) => (await connection.runAndReadAll(sql)).getRowsJS().map((row) => row.map(String));
    const tables = await read(
      `select schema_name || '.' || table_name from (
         select schema_name, table_name from duckdb_tables() union select schema_name, view_name from duckdb_views() where not internal
       ) where schema_name in ('STAGING', 'MARTS', 'SNAPSHOTS') order by 1`,
    );
    const rows = await Promise.all(
      tables.map(([table]) => read(`select '${table}', t::varchar from ${table} t order by 2`)),
    );
    return JSON.stringify(rows);
  });
  if (content === null) throw new Error("nothing is live");
  return createHash("sha256").update(content).digest("hex");
}
