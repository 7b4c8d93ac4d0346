import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { Column } from "./event-schema.ts";
import { longestLine } from "./lines.ts";

/** One thread keeps up with the lines; what does not fit into the memory goes to the work folder. */
const limits = { threads: "1", memory_limit: "256MB" };
/** A quarter of DuckDB's own: the writer holds a row group uncompressed, beside its limit. */
const rowGroup = 30_720;

/** Turns lines that were checked into Parquet, by an embedded DuckDB that works below one folder. */
export class SilverTables {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
  }

  static async open(work: string): Promise<SilverTables> {
    const spill = join(work, "spill");
    await mkdir(spill, { recursive: true });
    const instance = await DuckDBInstance.create(":memory:", {
      ...limits,
      temp_directory: spill,
      // It must not look for extensions in the network while it runs.
      autoinstall_known_extensions: "false",
    });
    return new SilverTables(instance, await instance.connect());
  }

  /** Writes a file of {@link envelope}s, in their order, as Parquet. Answers the rows that were written. */
  async write(lines: string, columns: readonly Column[], ingestDate: string, parquet: string): Promise<number> {
    const event = columns.map(({ name, type }) => `${identifier(name)} ${type}`).join(", ");
    // Room for the envelope around the longest line.
    const most = longestLine + 1024 * 1024;
    return this.#copy(
      `SELECT event.*, DATE ${text(ingestDate)} AS ingest_dt, source_file, source_line
       FROM read_json(${text(lines)}, format = 'newline_delimited', maximum_object_size = ${most}, columns = {
         source_file: 'VARCHAR', source_line: 'BIGINT', event: ${text(`STRUCT(${event})`)} })`,
      parquet,
    );
  }

  /** Writes the rows of a Parquet file that came from none of the files. Answers the rows that were written. */
  async without(files: readonly string[], from: string, parquet: string): Promise<number> {
    const gone = files.map(text).join(", ");
    return this.#copy(`SELECT * FROM read_parquet(${text(from)}) WHERE source_file NOT IN (${gone})`, parquet);
  }

  /** Rows of a Parquet file that agree with an earlier one of it in every column of the key. */
  async repeated(parquet: string, key: readonly string[]): Promise<number> {
    const columns = key.map(identifier).join(", ");
    const reader = await this.#connection.runAndReadAll(
      `SELECT count(*) - count(DISTINCT (${columns})) FROM read_parquet(${text(parquet)})`,
    );
    return Number(reader.getRows()[0]?.[0]);
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }

  async #copy(query: string, parquet: string): Promise<number> {
    const result = await this.#connection.run(
      `COPY (${query}) TO ${text(parquet)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${rowGroup})`,
    );
    return result.rowsChanged;
  }
}

/** What stands before a line in the file that becomes a part; `}` and a newline stand after it. */
export function envelope(file: string): (line: number) => string {
  const begin = `{"source_file":${JSON.stringify(file)},"source_line":`;
  return (line) => `${begin}${line},"event":`;
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
