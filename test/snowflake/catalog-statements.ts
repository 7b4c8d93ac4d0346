import type { Row } from "../../jobs/publish/snowflake/session.ts";
import type { Kind, Thing } from "./account.ts";
import { type Asked, ddl, type Meaning, name, owned, query, schema, table } from "./statements.ts";

const informed = (view: string) => `${name("d")}\\.INFORMATION_SCHEMA\\.${view}`;
const plural = "(?<kinds>TABLES|VIEWS|DYNAMIC TABLES)";

/** Grants, what INFORMATION_SCHEMA and SHOW tell, and what runs by itself. */
export const catalogMeanings: readonly Meaning[] = [
  query(
    `SELECT QUERY_ID FROM TABLE\\(${informed("QUERY_HISTORY_BY_USER")}\\(RESULT_LIMIT => 10000\\)\\) WHERE .+`,
    ({ account, binds }) =>
      [...account.running].filter(([, tag]) => tag === binds[0]).map(([id]) => ({ QUERY_ID: id })),
  ),
  query("SELECT SYSTEM\\$CANCEL_QUERY\\('(?<id>[^']+)'\\)", ({ account, at }) => {
    account.running.delete(at.id ?? "");
    return [];
  }),
  query(`SHOW GRANTS ON DATABASE ${name("d")}`, ({ account, at }) => shown(account.database(at.d ?? ""))),
  query(`SHOW GRANTS ON SCHEMA ${schema}`, ({ account, at }) => shown(account.schema(at.d ?? "", at.s ?? ""))),
  query(`SHOW FUTURE GRANTS IN SCHEMA ${schema}`, ({ account, at }) =>
    account.schema(at.d ?? "", at.s ?? "").future.map(({ kind, privilege, role }) => ({
      grant_on: kind.replace(" ", "_"),
      privilege,
      grantee_name: role,
    })),
  ),
  query(
    `SELECT GRANTEE, PRIVILEGE_TYPE, OBJECT_SCHEMA, OBJECT_NAME FROM ${informed("OBJECT_PRIVILEGES")} WHERE .+`,
    (asked) =>
      things(asked).flatMap(([s, t, { grants }]) =>
        grants.map(({ privilege, role }) => ({
          GRANTEE: role,
          PRIVILEGE_TYPE: privilege,
          OBJECT_SCHEMA: s,
          OBJECT_NAME: t,
        })),
      ),
  ),
  ddl(`GRANT (?<privilege>[A-Z ]+) ON DATABASE ${name("d")} TO ROLE ${name("role")}`, ({ account, at, role }) => {
    const database = account.database(at.d ?? "");
    account.refuseStranger(role, database.owner, at.d ?? "");
    add(database.grants, { privilege: at.privilege ?? "", role: at.role ?? "" });
  }),
  ddl(
    `GRANT (?<privilege>[A-Z ]+) ON FUTURE ${plural} IN SCHEMA ${schema} TO ROLE ${name("role")}`,
    ({ account, at, role }) => {
      const place = account.schema(at.d ?? "", at.s ?? "");
      account.refuseStranger(role, place.owner, at.s ?? "");
      add(place.future, { privilege: at.privilege ?? "", role: at.role ?? "", kind: singular(at.kinds ?? "") });
    },
  ),

  query(`SHOW SCHEMAS IN DATABASE ${name("d")}`, ({ account, at }) =>
    [...account.database(at.d ?? "").schemas].map(([each, { owner }]) => ({ name: each, owner })),
  ),
  query(
    `SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, TABLE_OWNER, IS_DYNAMIC FROM ${informed("TABLES")} WHERE .+`,
    (asked) =>
      tables(asked).map(([s, t, { kind, owner }]) => ({
        TABLE_SCHEMA: s,
        TABLE_NAME: t,
        TABLE_TYPE: kind === "VIEW" ? "VIEW" : "BASE TABLE",
        TABLE_OWNER: owner,
        IS_DYNAMIC: kind === "DYNAMIC TABLE" ? "YES" : "NO",
      })),
  ),
  query(`SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, COLUMN_DEFAULT FROM ${informed("COLUMNS")} WHERE .+`, (asked) =>
    tables(asked).flatMap(([s, t, { columns }]) =>
      columns.map((column) => ({ TABLE_SCHEMA: s, TABLE_NAME: t, COLUMN_NAME: column, COLUMN_DEFAULT: null })),
    ),
  ),
  query(`SELECT TABLE_SCHEMA, TABLE_NAME, VIEW_DEFINITION FROM ${informed("VIEWS")} WHERE .+`, (asked) =>
    ofKind(asked, "VIEW").map(([s, t, { text }]) => ({ TABLE_SCHEMA: s, TABLE_NAME: t, VIEW_DEFINITION: text })),
  ),
  query(
    `SELECT PROCEDURE_SCHEMA, PROCEDURE_NAME, PROCEDURE_DEFINITION FROM ${informed("PROCEDURES")} WHERE .+`,
    (asked) =>
      ofKind(asked, "PROCEDURE").map(([s, t, { text }]) => ({
        PROCEDURE_SCHEMA: s,
        PROCEDURE_NAME: t,
        PROCEDURE_DEFINITION: text,
      })),
  ),
  query(`SELECT FUNCTION_SCHEMA, FUNCTION_NAME, FUNCTION_DEFINITION FROM ${informed("FUNCTIONS")} WHERE .+`, () => []),
  query(
    `SELECT POLICY_DB, POLICY_SCHEMA, POLICY_NAME, REF_COLUMN_NAME FROM TABLE\\(${informed("POLICY_REFERENCES")}\\(REF_ENTITY_NAME => '${table.replaceAll("<d>", "<d2>")}', REF_ENTITY_DOMAIN => 'TABLE'\\)\\) WHERE .+`,
    ({ account, at }) =>
      [...account.thing(at.d ?? "", at.s ?? "", at.t ?? "").tags].map(([column, tag]) => ({
        POLICY_DB: "GOVERNANCE",
        POLICY_SCHEMA: "POLICIES",
        POLICY_NAME: `${tag}_VARCHAR`,
        REF_COLUMN_NAME: column,
      })),
  ),
  query(
    `SELECT TAG_NAME, COLUMN_NAME FROM TABLE\\(${informed("TAG_REFERENCES_ALL_COLUMNS")}\\('${table.replaceAll("<d>", "<d2>")}', 'TABLE'\\)\\)`,
    ({ account, at }) =>
      [...account.thing(at.d ?? "", at.s ?? "", at.t ?? "").tags].map(([column, tag]) => ({
        TAG_NAME: tag,
        COLUMN_NAME: column,
      })),
  ),

  query(`SHOW TASKS IN DATABASE ${name("d")}`, (asked) =>
    ofKind(asked, "TASK").map(([s, t, { running, text }]) => ({
      schema_name: s,
      name: t,
      state: running ? "started" : "suspended",
      definition: text,
    })),
  ),
  query(`SHOW ALERTS IN DATABASE ${name("d")}`, (asked) =>
    ofKind(asked, "ALERT").map(([s, t, { running, text }]) => ({
      schema_name: s,
      name: t,
      state: running ? "started" : "suspended",
      action: text,
    })),
  ),
  query(`SHOW DYNAMIC TABLES IN DATABASE ${name("d")}`, (asked) =>
    ofKind(asked, "DYNAMIC TABLE").map(([s, t, { running, text }]) => ({
      schema_name: s,
      name: t,
      scheduling_state: running ? "ACTIVE" : "SUSPENDED",
      text,
    })),
  ),
  query(`SHOW TABLES IN DATABASE ${name("d")}`, (asked) =>
    ofKind(asked, "TABLE").map(([s, t, { running }]) => ({
      schema_name: s,
      name: t,
      automatic_clustering: running ? "ON" : "OFF",
    })),
  ),
  ddl(`ALTER (?<kind>TASK|ALERT|DYNAMIC TABLE) ${table} (?<verb>RESUME|SUSPEND)`, (asked) => {
    owned(asked).running = asked.at.verb === "RESUME";
  }),
  ddl(`ALTER TABLE ${table} (?<verb>RESUME|SUSPEND) RECLUSTER`, (asked) => {
    owned(asked).running = asked.at.verb === "RESUME";
  }),
];

function things({ account, at }: Asked): [string, string, Thing][] {
  const schemas = [...account.database(at.d ?? "").schemas].filter(([each]) => each !== "PLINTH");
  return schemas.flatMap(([s, place]) => [...place.things].map(([t, thing]): [string, string, Thing] => [s, t, thing]));
}

function tables(asked: Asked): [string, string, Thing][] {
  return things(asked).filter(([, , { kind }]) => ["TABLE", "VIEW", "DYNAMIC TABLE"].includes(kind));
}

function ofKind(asked: Asked, kind: Kind): [string, string, Thing][] {
  return things(asked).filter(([, , thing]) => thing.kind === kind);
}

function shown({ owner, grants }: { owner: string; grants: readonly { privilege: string; role: string }[] }): Row[] {
  const rights = [{ privilege: "OWNERSHIP", role: owner }, ...grants];
  return rights.map(({ privilege, role }) => ({ privilege, granted_to: "ROLE", grantee_name: role }));
}

function singular(kinds: string): Kind {
  return kinds.replace(/S$/, "") as Kind;
}

function add<T extends object>(rights: T[], right: T): void {
  if (!rights.some((each) => JSON.stringify(each) === JSON.stringify(right))) rights.push(right);
}
