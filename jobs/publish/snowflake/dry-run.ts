import { memberOf } from "./names.ts";
import type { Bind, OpenSession, Row, Statement } from "./session.ts";

export interface DryRunTerms {
  /** Real sessions: what only reads is asked of them. */
  readonly open: OpenSession;
  /** The published database. */
  readonly live: string;
  readonly log: (line: string) => void;
}

/**
 * Sessions that print every statement in the order of a real run and execute none that changes anything. What a real run
 * would then find of its own changes is imagined from what stands: a candidate looks like live, of which it is a clone.
 */
export function dryRunSessions({ open, live, log }: DryRunTerms): OpenSession {
  const imagined = new Imagined(live);
  return async (as) => {
    const session = await open(as);
    return {
      execute: async (statement, terms) => {
        log(`${render(statement)}; -- ${as.role}: ${statement.doing}`);
        if (!statement.reads) return imagined.change(statement);
        const run = imagined.runRow(statement);
        if (run) return [run];
        const sql = imagined.real(statement.sql);
        const binds = statement.binds?.map((bind) => (typeof bind === "string" ? imagined.realName(bind) : bind));
        const rows = await session.execute({ ...statement, sql, ...(binds && { binds }) }, terms);
        return imagined.seen(statement, rows);
      },
      close: () => session.close(),
    };
  };
}

interface Imaginary {
  /** The database that it looks like. */
  readonly real: string;
  /** A clone: nothing runs in it. */
  readonly clone: boolean;
  /** Its row of PLINTH.RUN, once it was written. */
  run?: Row;
}

/** What would stand after the statements so far. */
class Imagined {
  readonly #live: string;
  /** Name → what it would hold; null for a name that would be gone. Names that are not here are as they stand. */
  readonly #names = new Map<string, Imaginary | null>();
  #claim: { readonly binds: readonly Bind[]; readonly seconds: number } | null = null;

  constructor(live: string) {
    this.#live = live;
  }

  change({ sql, binds = [] }: Statement): readonly Row[] {
    const [first = "", second = ""] = [...sql.matchAll(/"([^"]+)"/g)].map(([, name]) => name ?? "");
    if (sql.startsWith("CREATE DATABASE")) this.#names.set(first, { ...this.#at(second), clone: true });
    else if (sql.includes(" RENAME TO ")) {
      this.#names.set(second, this.#at(first));
      this.#names.set(first, null);
    } else if (sql.includes(" SWAP WITH ")) {
      const [one, other] = [this.#at(first), this.#at(second)];
      this.#names.set(first, other);
      this.#names.set(second, one);
    } else if (sql.startsWith("DROP DATABASE")) this.#names.set(first, null);
    else if (sql.startsWith("INSERT OVERWRITE")) {
      const [TOKEN, RUN_ID, STATE, CLONED_UNDER, CLONED_FROM, PUBLICATION] = binds;
      this.#names.set(first, {
        ...this.#at(first),
        run: { TOKEN, RUN_ID, STATE, CLONED_UNDER, CLONED_FROM, PUBLICATION },
      });
    } else if (sql.includes("SET TOKEN = TOKEN + 1")) this.#claim = { binds, seconds: Number(binds[3]) };
    return [];
  }

  runRow({ sql }: Statement): Row | undefined {
    const [, database = ""] = /FROM "([^"]+)"\."PLINTH"\."RUN"$/.exec(sql) ?? [];
    return this.#names.get(database)?.run;
  }

  /** The statement with every imagined database replaced by the one that it looks like. */
  real(sql: string): string {
    if (sql.startsWith("SHOW DATABASES")) return sql.replace(/'.+'/, `'${this.#live}'`);
    return sql.replaceAll(/"([^"]+)"/g, (_, name: string) => `"${this.realName(name)}"`);
  }

  realName(name: string): string {
    return this.#names.get(name)?.real ?? name;
  }

  seen({ sql }: Statement, rows: readonly Row[]): readonly Row[] {
    const [, prefix] = /^SHOW DATABASES STARTS WITH '(.+)'$/.exec(sql) ?? [];
    if (prefix !== undefined) return this.#databases(rows).filter(({ name }) => String(name).startsWith(prefix));
    const [, database = ""] = /^SHOW (?:TASKS|ALERTS|TABLES|DYNAMIC TABLES) IN DATABASE "(.+)"$/.exec(sql) ?? [];
    if (this.#names.get(database)?.clone) return rows.map((row) => ({ ...row, ...suspended }));
    return sql.includes('"LEASE" WHERE') && this.#claim ? [this.#lease(rows[0])] : rows;
  }

  #databases(rows: readonly Row[]): readonly Row[] {
    const standing = rows.filter(({ name }) => !this.#names.has(String(name)));
    const imagined = [...this.#names].flatMap(([name, held]) => {
      const row = held && memberOf(this.#live, name) ? rows.find((each) => each.name === held.real) : undefined;
      return row ? [{ ...row, name }] : [];
    });
    return [...standing, ...imagined];
  }

  /** The lease as it would be taken; as it stands when a real run would not get it either. */
  #lease(row: Row | undefined): Row {
    const { binds, seconds } = this.#claim ?? { binds: [], seconds: 0 };
    const [OWNER, HOLDER, ATTEMPT] = binds;
    const free = !row || row.RELEASED === true || Number(row.MILLISECONDS_LEFT) <= 0 || row.OWNER === OWNER;
    if (!free) return row;
    const TOKEN = Number(row?.TOKEN ?? 0) + 1;
    return { ...row, TOKEN, OWNER, HOLDER, ATTEMPT, RELEASED: false, MILLISECONDS_LEFT: seconds * 1000 };
  }

  #at(name: string): Imaginary {
    return this.#names.get(name) ?? { real: name, clone: false };
  }
}

/** How a clone shows what would run in it. */
const suspended = { state: "suspended", scheduling_state: "SUSPENDED", automatic_clustering: "OFF" };

/** With its values in their places, as it could be run by hand. */
function render({ sql, binds = [] }: Statement): string {
  const values = [...binds];
  return sql.replaceAll("?", () => {
    const value = values.shift() ?? null;
    return typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value).toUpperCase();
  });
}
