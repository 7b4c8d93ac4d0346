import type { HistoryEntry, HistoryStore } from "../history.ts";
import type { Client } from "./client.ts";
import { quoted } from "./names.ts";
import { isAbsent, type Row } from "./session.ts";

/** The history as rows of a table that is never swapped, in the order in which the server recorded them. */
export class HistoryTable implements HistoryStore {
  readonly #client: Client;
  readonly #database: string;
  readonly #table: string;

  constructor(client: Client, control: { readonly database: string; readonly schema: string }, published: string) {
    this.#client = client;
    this.#database = published;
    this.#table = quoted(control.database, control.schema, "HISTORY");
  }

  async append(entry: HistoryEntry): Promise<void> {
    const doing = `recording how run ${entry.runId} ended`;
    const columns = [
      "DATABASE_NAME VARCHAR NOT NULL",
      "TOKEN NUMBER(38, 0) NOT NULL",
      "VERSION NUMBER(38, 0) NOT NULL",
      "RUN_ID VARCHAR NOT NULL",
      "OUTCOME VARCHAR NOT NULL",
      "RECORDED_AT TIMESTAMP_NTZ NOT NULL",
      "ENTRY VARCHAR NOT NULL",
    ];
    await this.#client.run({ sql: `CREATE TABLE IF NOT EXISTS ${this.#table} (${columns.join(", ")})`, doing });
    await this.#client.run({
      sql:
        `MERGE INTO ${this.#table} H ` +
        "USING (SELECT ? AS DATABASE_NAME, ? AS TOKEN, ? AS VERSION, ? AS RUN_ID, ? AS OUTCOME, ? AS ENTRY) N " +
        "ON H.DATABASE_NAME = N.DATABASE_NAME AND H.TOKEN = N.TOKEN AND H.VERSION = N.VERSION " +
        "WHEN NOT MATCHED THEN INSERT (DATABASE_NAME, TOKEN, VERSION, RUN_ID, OUTCOME, RECORDED_AT, ENTRY) " +
        "VALUES (N.DATABASE_NAME, N.TOKEN, N.VERSION, N.RUN_ID, N.OUTCOME, SYSDATE(), N.ENTRY)",
      binds: [
        this.#database,
        entry.token,
        entry.publication?.token ?? 0,
        entry.runId,
        entry.outcome,
        JSON.stringify(entry),
      ],
      doing,
    });
  }

  async entries(limit: number): Promise<readonly HistoryEntry[]> {
    const rows = await this.#client
      .run({
        sql: `SELECT ENTRY FROM ${this.#table} WHERE DATABASE_NAME = ? ORDER BY RECORDED_AT DESC, TOKEN DESC LIMIT ${limit}`,
        binds: [this.#database],
        doing: "reading the history",
        reads: true,
      })
      .catch((error: unknown): Row[] => {
        if (isAbsent(error)) return [];
        throw error;
      });
    return rows.map((row): HistoryEntry => JSON.parse(String(row.ENTRY))).reverse();
  }
}
