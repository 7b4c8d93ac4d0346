import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";

type Row = Readonly<Record<string, unknown>>;

/** Writes a day of a silver dataset as ingest does: one Parquet file, and the manifest that names it. */
export async function writeSilver(zone: string, dataset: string, day: string, rows: readonly Row[]): Promise<string> {
  const folder = join(zone, dataset, `ingest_dt=${day}`);
  mkdirSync(folder, { recursive: true });
  const part = join(folder, "part-0001.parquet");
  const lines = join(zone, "..", `${dataset}-${day}.json`);
  const columns = [...new Set(rows.flatMap(Object.keys))];
  writeFileSync(lines, rows.map((row) => JSON.stringify(row)).join("\n"));
  const types = columns.map(
    (name) => `"${name}": '${name === "amount" || name === "value" ? "DOUBLE" : typeOf(name)}'`,
  );
  await run(
    `copy (select *, date '${day}' as ingest_dt, 'events.jsonl' as source_file, row_number() over () as source_line
       from read_json('${lines}', format = 'newline_delimited', columns = {${types.join(", ")}}))
     to '${part}' (format parquet)`,
  );
  const file = { name: "part-0001.parquet", bytes: statSync(part).size, rows: rows.length, sha256: "0".repeat(64) };
  const manifest = { version: 1, dataset, ingestDate: day, runId: "ingest-1", files: [file] };
  writeFileSync(join(folder, "_MANIFEST.json"), JSON.stringify(manifest));
  return part;
}

/** Runs a query on an embedded DuckDB, in a database file or without one, and returns its rows. */
export async function run(sql: string, file = ":memory:"): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function typeOf(name: string): string {
  return name === "event_data" || name === "tags" ? "JSON" : "VARCHAR";
}
