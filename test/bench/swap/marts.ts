import type { DuckDBConnection } from "@duckdb/node-api";

/** Two tables that a report joins, so that it is wrong when they come from different runs. */
export const marts = [
  { name: "FCT_CUSTOMER_EVENTS", share: 1 },
  { name: "FCT_TRANSACTIONS", share: 0.5 },
] as const;

/** What dbt would build: `rows` rows in the first table and half of that in the second, all marked with the run. */
export function martQuery(runId: string, rows: number): string {
  return `select '${runId}' as run_id, i as id, hash(i) % 100000 as user_id, (hash(i * 7) % 10000) / 100 as amount,
    timestamp '2026-01-01' + to_seconds(i % 86400) as happened_at from range(${rows}) r(i)`;
}

/** The run that one read of both tables saw; null when it saw two runs, or a table in part. */
export async function seenRun(
  connection: DuckDBConnection,
  tables: readonly string[],
  rows: number,
): Promise<string | null> {
  await connection.run("begin transaction");
  const seen: string[] = [];
  for (const [index, table] of tables.entries()) {
    const read = await connection.runAndReadAll(`select min(run_id), max(run_id), count(*) from ${table}`);
    const [first, last, count] = (read.getRowsJS()[0] ?? []).map(String);
    const whole = Number(count) === rows * (marts[index]?.share ?? 0);
    seen.push(first === last && whole ? String(first) : "mixed");
  }
  await connection.run("commit");
  const [runId, ...others] = seen;
  return runId !== undefined && runId !== "mixed" && others.every((other) => other === runId) ? runId : null;
}
