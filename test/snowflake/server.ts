import { Refused, type Row, type Statement } from "../../jobs/publish/snowflake/session.ts";
import { Account, SnowflakeError } from "./account.ts";
import { buildMeanings } from "./build-statements.ts";
import { catalogMeanings } from "./catalog-statements.ts";
import { controlMeanings } from "./control-statements.ts";
import { type Meaning, meanings } from "./statements.ts";

/** Everything that the model understands; it refuses any other statement, loudly. */
const all: readonly Meaning[] = [...meanings, ...catalogMeanings, ...controlMeanings, ...buildMeanings];
const known = new Map<string, { meaning: Meaning; at: Record<string, string> }>();

/** One statement as a session sent it. */
export interface Sent extends Statement {
  readonly role: string;
  readonly timeoutSeconds?: number;
}

/** Executes statements on an account, one at a time, and lets an observer look after each. */
export class Server {
  readonly account: Account;
  /** Every statement that was executed, in order. */
  readonly executed: Sent[] = [];
  /** Looks at the account after every statement. */
  observe: (sent: Sent) => void = () => undefined;
  readonly #open = new Map<object, Sent[]>();
  readonly #later: { after: number; sent: Sent }[] = [];

  constructor(account = new Account()) {
    this.account = account;
  }

  /** Another server with an account like this one's. */
  copy(): Server {
    return new Server(this.account.copy());
  }

  execute(sent: Sent): readonly Row[] {
    const rows = this.#once(sent);
    for (const due of this.#due()) this.#quietly(due);
    return rows;
  }

  /**
   * What a session does between BEGIN and COMMIT is seen when it commits; DDL commits what is open before it is executed,
   * and is never taken back. Returns the answer where the statement belongs to a transaction, else null.
   */
  inTransaction(session: object, sent: Sent): readonly Row[] | null {
    const open = this.#open.get(session);
    switch (sent.sql) {
      case "BEGIN":
        this.#open.set(session, open ?? []);
        return [];
      case "ROLLBACK":
        this.#open.delete(session);
        return [];
      case "COMMIT":
        this.#commit(session);
        return [];
    }
    if (open === undefined) return null;
    if (meaningOf(sent.sql).meaning.ddl) this.#commit(session);
    else if (!sent.reads) {
      open.push(sent);
      return [];
    }
    return null;
  }

  #commit(session: object): void {
    for (const sent of this.#open.get(session) ?? []) this.execute(sent);
    this.#open.delete(session);
  }

  /** A statement on its way: it arrives after so many others, with nobody waiting for its answer. */
  later(sent: Sent, after: number): void {
    this.#later.push({ after: this.executed.length + after, sent });
  }

  /** Lets everything that is on its way arrive. */
  settle(): void {
    for (const { sent } of this.#later.splice(0)) this.#quietly(sent);
  }

  #due(): Sent[] {
    const due = this.#later.filter(({ after }) => after <= this.executed.length);
    for (const each of due) this.#later.splice(this.#later.indexOf(each), 1);
    return due.map(({ sent }) => sent);
  }

  #quietly(sent: Sent): void {
    try {
      this.#once(sent);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }

  #once(sent: Sent): readonly Row[] {
    const { meaning, at } = meaningOf(sent.sql);
    const { account } = this;
    account.now += 1;
    this.executed.push(sent);
    try {
      return meaning.run({ account, role: sent.role, binds: sent.binds ?? [], at }).map((row) => ({ ...row }));
    } catch (error) {
      if (!(error instanceof SnowflakeError)) throw error;
      throw new Refused(sent, error.code, error.message);
    } finally {
      this.observe(sent);
    }
  }
}

function meaningOf(sql: string): { meaning: Meaning; at: Record<string, string> } {
  const before = known.get(sql);
  if (before) return before;
  for (const meaning of all) {
    const found = meaning.pattern.exec(sql);
    if (!found) continue;
    const entry = { meaning, at: { ...found.groups } };
    known.set(sql, entry);
    return entry;
  }
  throw new Error(`The model of Snowflake does not know this statement: ${sql}`);
}
