import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { LeaseRecord, LeaseStore } from "../lease-store.ts";
import type { Client } from "./client.ts";
import { quoted } from "./names.ts";
import { isAbsent, type Row, type Statement } from "./session.ts";

const instant = `'YYYY-MM-DD"T"HH24:MI:SS.FF3"Z"'`;

/**
 * The lease as one row per published database in a table that is never swapped. UPDATE and MERGE lock the table against
 * one another, INSERT does not: of several runs at once one wins. Source: Snowflake documentation, Transactions, "Resource
 * locking". Times are the server's, in UTC: SYSDATE().
 */
export class LeaseTable implements LeaseStore {
  readonly #client: Client;
  readonly #database: string;
  readonly #table: string;

  constructor(client: Client, control: { readonly database: string; readonly schema: string }, published: string) {
    this.#client = client;
    this.#database = published;
    this.#table = quoted(control.database, control.schema, "LEASE");
  }

  async take(owner: string, seconds: number): Promise<{ taken: boolean; lease: LeaseRecord }> {
    const attempt = randomUUID();
    await this.#client.runUnbound(this.#create());
    await this.#client.runUnbound(this.#addRow());
    await this.#client.runUnbound(this.#claim(owner, attempt, seconds));
    const found = await this.#read();
    if (found === null) throw new Error(`${this.#table} lost its row of ${this.#database} while it was read.`);
    return { taken: found.attempt === attempt, lease: found.lease };
  }

  async current(): Promise<LeaseRecord | null> {
    const found = await this.#read();
    return found === null || found.lease.token === 0 ? null : found.lease;
  }

  async renew(token: number, seconds: number): Promise<LeaseRecord | null> {
    await this.#client.runUnbound({
      sql:
        `UPDATE ${this.#table} SET EXPIRES_AT = DATEADD(second, ?, SYSDATE()) ` +
        "WHERE DATABASE_NAME = ? AND TOKEN = ? AND NOT RELEASED AND EXPIRES_AT > SYSDATE()",
      binds: [seconds, this.#database, token],
      doing: "renewing the lease",
    });
    const current = await this.current();
    return current?.token === token && !current.released && current.secondsLeft > 0 ? current : null;
  }

  async release(token: number): Promise<boolean> {
    await this.#client.runUnbound({
      sql: `UPDATE ${this.#table} SET RELEASED = TRUE WHERE DATABASE_NAME = ? AND TOKEN = ?`,
      binds: [this.#database, token],
      doing: "giving the lease back",
    });
    return (await this.current())?.token === token;
  }

  async #read(): Promise<{ attempt: string; lease: LeaseRecord } | null> {
    const times = ["ACQUIRED_AT", "EXPIRES_AT"].map((column) => `TO_CHAR(${column}, ${instant}) AS ${column}`);
    const left = "DATEDIFF(millisecond, SYSDATE(), EXPIRES_AT) AS MILLISECONDS_LEFT";
    const statement: Statement = {
      sql:
        `SELECT TOKEN, OWNER, HOLDER, ATTEMPT, RELEASED, ${times.join(", ")}, ${left} ` +
        `FROM ${this.#table} WHERE DATABASE_NAME = ?`,
      binds: [this.#database],
      doing: "reading the lease",
      reads: true,
    };
    const [row] = await this.#client.runUnbound(statement).catch((error: unknown): Row[] => {
      if (isAbsent(error)) return [];
      throw error;
    });
    return row === undefined ? null : { attempt: String(row.ATTEMPT), lease: recordOf(row) };
  }

  #create(): Statement {
    const columns = [
      "DATABASE_NAME VARCHAR NOT NULL",
      "TOKEN NUMBER(38, 0) NOT NULL",
      "OWNER VARCHAR NOT NULL",
      "HOLDER VARCHAR NOT NULL",
      "ATTEMPT VARCHAR NOT NULL",
      "ACQUIRED_AT TIMESTAMP_NTZ NOT NULL",
      "EXPIRES_AT TIMESTAMP_NTZ NOT NULL",
      "RELEASED BOOLEAN NOT NULL",
    ];
    return { sql: `CREATE TABLE IF NOT EXISTS ${this.#table} (${columns.join(", ")})`, doing: "preparing the lease" };
  }

  #addRow(): Statement {
    return {
      sql:
        `MERGE INTO ${this.#table} L USING (SELECT ? AS DATABASE_NAME) N ON L.DATABASE_NAME = N.DATABASE_NAME ` +
        "WHEN NOT MATCHED THEN INSERT (DATABASE_NAME, TOKEN, OWNER, HOLDER, ATTEMPT, ACQUIRED_AT, EXPIRES_AT, RELEASED) " +
        "VALUES (N.DATABASE_NAME, 0, '', '', '', SYSDATE(), SYSDATE(), TRUE)",
      binds: [this.#database],
      doing: "preparing the lease",
    };
  }

  /** The token grows with every taking, whoever takes it: no two attempts share one. */
  #claim(owner: string, attempt: string, seconds: number): Statement {
    return {
      sql:
        `UPDATE ${this.#table} SET TOKEN = TOKEN + 1, OWNER = ?, HOLDER = ?, ATTEMPT = ?, ACQUIRED_AT = SYSDATE(), ` +
        "EXPIRES_AT = DATEADD(second, ?, SYSDATE()), RELEASED = FALSE " +
        "WHERE DATABASE_NAME = ? AND (RELEASED OR EXPIRES_AT <= SYSDATE() OR OWNER = ?)",
      binds: [owner, `process ${process.pid} on ${hostname()}`, attempt, seconds, this.#database, owner],
      doing: "taking the lease",
    };
  }
}

function recordOf(row: Row): LeaseRecord {
  return {
    token: Number(row.TOKEN),
    owner: String(row.OWNER),
    holder: String(row.HOLDER),
    acquiredAt: String(row.ACQUIRED_AT),
    expiresAt: String(row.EXPIRES_AT),
    released: row.RELEASED === true,
    secondsLeft: Number(row.MILLISECONDS_LEFT) / 1000,
  };
}
