import type { Bind, Row } from "../../jobs/publish/snowflake/session.ts";
import { type Account, absent, type Cell, SnowflakeError, type Thing } from "./account.ts";

export interface Asked {
  readonly account: Account;
  readonly role: string;
  readonly binds: readonly Bind[];
  /** Parts of the statement that its pattern names. */
  readonly at: Readonly<Record<string, string>>;
}

export interface Meaning {
  readonly pattern: RegExp;
  /** DDL commits the transaction that is open in its session. */
  readonly ddl?: true;
  readonly run: (asked: Asked) => readonly Row[];
}

export const name = (group: string) => `"(?<${group}>[^"]+)"`;
export const table = `${name("d")}\\.${name("s")}\\.${name("t")}`;
export const schema = `${name("d")}\\.${name("s")}`;

/** Databases, the mark inside each, and queries of tables. */
export const meanings: readonly Meaning[] = [
  query(`SHOW DATABASES STARTS WITH '(?<prefix>[^']+)'`, ({ account, at, role }) =>
    [...account.databases]
      .filter(([each, { owner, grants }]) => {
        const known = account.owns(role, owner) || account.has(role, grants, "USAGE");
        return each.startsWith(at.prefix ?? "") && known;
      })
      .map(([each, { owner }]) => ({ name: each, owner })),
  ),
  ddl(`CREATE DATABASE ${name("to")} CLONE ${name("from")}`, ({ account, at, role }) =>
    account.clone(at.from ?? "", at.to ?? "", role),
  ),
  ddl(`ALTER DATABASE ${name("from")} RENAME TO ${name("to")}`, ({ account, at, role }) =>
    account.rename(at.from ?? "", at.to ?? "", role),
  ),
  ddl(`ALTER DATABASE ${name("one")} SWAP WITH ${name("other")}`, ({ account, at, role }) =>
    account.swap(at.one ?? "", at.other ?? "", role),
  ),
  ddl(`DROP DATABASE ${name("d")}`, ({ account, at, role }) => account.drop(at.d ?? "", role)),
  ddl(`CREATE SCHEMA IF NOT EXISTS ${schema} WITH MANAGED ACCESS`, ({ account, at, role }) => {
    const { schemas } = account.database(at.d ?? "");
    if (!schemas.has(at.s ?? "")) schemas.set(at.s ?? "", { owner: role, grants: [], future: [], things: new Map() });
  }),
  ddl(`CREATE TABLE IF NOT EXISTS ${table} \\((?<columns>.+)\\)`, ({ account, at, role }) => {
    if (account.schema(at.d ?? "", at.s ?? "").things.has(at.t ?? "")) return;
    const columns = [...(at.columns ?? "").matchAll(/(?:^|, )([A-Z_]+) /g)].map(([, column = ""]) => column);
    account.create(at.d ?? "", at.s ?? "", at.t ?? "", { kind: "TABLE", owner: role, columns });
  }),
  query(
    `SELECT TOKEN, RUN_ID, STATE, CLONED_UNDER, CLONED_FROM, PUBLICATION FROM ${table}`,
    (asked) => readable(asked).rows,
  ),
  {
    pattern: whole(`INSERT OVERWRITE INTO ${table} \\((?<columns>[A-Z_, ]+)\\) SELECT [?, ]+`),
    run: (asked) => {
      const thing = owned(asked);
      const columns = (asked.at.columns ?? "").split(", ");
      thing.rows = [Object.fromEntries(columns.map((column, index) => [column, asked.binds[index] ?? null]))];
      return [];
    },
  },

  query(`SELECT COUNT\\(\\*\\) AS FOUND FROM ${table}`, (asked) => [{ FOUND: resolve(asked).rows.length }]),
  query(`SELECT COUNT\\(\\*\\) AS FOUND FROM \\(SELECT 1 FROM ${table} LIMIT 1\\)`, (asked) => [
    { FOUND: Math.min(1, resolve(asked).rows.length) },
  ]),
  query(`SELECT TO_CHAR\\(MAX\\(${name("c")}\\)::TIMESTAMP_NTZ, '[^']+'\\) AS NEWEST FROM ${table}`, (asked) => {
    const values = resolve(asked)
      .rows.map((row) => row[asked.at.c ?? ""])
      .filter((value) => typeof value === "string");
    return [{ NEWEST: values.sort().at(-1) ?? null }];
  }),
  query(`SELECT COUNT_IF\\(TO_VARCHAR\\(${name("c")}\\) <> '\\*\\*\\*'\\) AS FOUND FROM ${table}`, (asked) => {
    const thing = resolve(asked);
    const column = asked.at.c ?? "";
    if (!thing.columns.includes(column)) throw new SnowflakeError(904, `invalid identifier '${column}'`);
    const seen = thing.rows.map((row) => masked(asked, thing, column, row[column] ?? null));
    return [{ FOUND: seen.filter((value) => value !== null && value !== "***").length }];
  }),
];

export function query(pattern: string, run: (asked: Asked) => readonly Row[]): Meaning {
  return { pattern: whole(pattern), run };
}

export function ddl(pattern: string, run: (asked: Asked) => void): Meaning {
  const act = (asked: Asked) => {
    run(asked);
    return [];
  };
  return { pattern: whole(pattern), ddl: true, run: act };
}

export function whole(pattern: string): RegExp {
  return new RegExp(`^${pattern}$`, "s");
}

/** The object that the statement names, which the role must own. */
export function owned({ account, at, role }: Asked): Thing {
  const thing = account.thing(at.d ?? "", at.s ?? "", at.t ?? "");
  account.refuseStranger(role, thing.owner, at.t ?? "");
  return thing;
}

/** The table that the statement names, which the role must be able to read. */
export function readable({ account, at, role }: Asked): Thing {
  const [d, s, t] = [at.d ?? "", at.s ?? "", at.t ?? ""];
  const thing = account.thing(d, s, t);
  return account.mayRead(role, d, s, t) ? thing : absent(`Object '${d}.${s}.${t}'`);
}

/** A table, or what a view stands for: the text is bound now, and a name without database means the view's own. */
function resolve(asked: Asked): Thing {
  const thing = readable(asked);
  if (thing.kind !== "VIEW") return thing;
  const {
    d = asked.at.d ?? "",
    s = "",
    t = "",
  } = /FROM (?:"(?<d>[^"]+)"\.)?"(?<s>[^"]+)"\."(?<t>[^"]+)"$/.exec(thing.text)?.groups ?? {};
  // With the rights of its owner.
  return resolve({ ...asked, role: thing.owner, at: { ...asked.at, d, s, t } });
}

function masked({ account, role }: Asked, thing: Thing, column: string, value: Cell): Cell {
  const tag = thing.tags.get(column);
  if (tag === undefined || account.inSession(role).has(account.unmaskedBy.get(tag) ?? "")) return value;
  return "***";
}
