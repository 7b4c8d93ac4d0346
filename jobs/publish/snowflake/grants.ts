import type { AccessTerms } from "../audit-access.ts";
import { plurals } from "../audit-access.ts";
import type { Grant, ObjectKind } from "../engine.ts";
import type { Client } from "./client.ts";
import { quoted } from "./names.ts";
import type { Row, Statement } from "./session.ts";
import { ownSchema } from "./statements.ts";

/** Grants on the database itself, to account roles. */
export async function databaseGrants(client: Client, database: string): Promise<Grant[]> {
  const rows = await client.run(show(`SHOW GRANTS ON DATABASE ${quoted(database)}`));
  return rows.filter(isToRole).map((row) => ({ ...grantee(row), on: "DATABASE", future: false }));
}

export async function schemaGrants(client: Client, database: string, schema: string): Promise<Grant[]> {
  const place = quoted(database, schema);
  const now = await client.run(show(`SHOW GRANTS ON SCHEMA ${place}`));
  const future = await client.run(show(`SHOW FUTURE GRANTS IN SCHEMA ${place}`));
  return [
    ...now.filter(isToRole).map((row): Grant => ({ ...grantee(row), on: "SCHEMA", schema, future: false })),
    ...future.flatMap((row): Grant[] => {
      const on = kindOf(row.grant_on);
      if (on === null || row.privilege === "OWNERSHIP") return [];
      return [{ role: String(row.grantee_name), privilege: String(row.privilege), on, schema, future: true }];
    }),
  ];
}

/**
 * Grants on objects, of the whole database in one query. The view shows what the role itself has a privilege on, and it
 * owns everything here; a dynamic table may appear there as a table, so kinds are taken from elsewhere. Source: Snowflake
 * documentation, OBJECT_PRIVILEGES view.
 */
export async function objectGrants(
  client: Client,
  database: string,
  kindOfObject: (schema: string, name: string) => ObjectKind | undefined,
): Promise<Grant[]> {
  const columns = "GRANTEE, PRIVILEGE_TYPE, OBJECT_SCHEMA, OBJECT_NAME";
  const from = `${quoted(database)}.INFORMATION_SCHEMA.OBJECT_PRIVILEGES`;
  const rows = await client.run({
    sql:
      `SELECT ${columns} FROM ${from} WHERE OBJECT_CATALOG = ? AND GRANTED_TO = 'ROLE' ` +
      `AND PRIVILEGE_TYPE <> 'OWNERSHIP' AND OBJECT_SCHEMA <> '${ownSchema}'`,
    binds: [database],
    doing: `reading the grants in ${database}`,
    reads: true,
  });
  return rows.flatMap((row): Grant[] => {
    const [schema, object] = [String(row.OBJECT_SCHEMA), String(row.OBJECT_NAME)];
    const on = kindOfObject(schema, object);
    if (on === undefined) return [];
    return [{ role: String(row.GRANTEE), privilege: String(row.PRIVILEGE_TYPE), on, schema, object, future: false }];
  });
}

/**
 * What a clone lacks: grants on the database itself, those declared and those that stand on live, and the future grants.
 * Granting twice changes nothing. Source: Snowflake documentation, "Cloning considerations".
 */
export function repairGrants(access: AccessTerms, database: string, ofLive: readonly Grant[]): Statement[] {
  const declared = access.grants.filter(({ on }) => on === "DATABASE");
  const onDatabase = [...declared, ...ofLive].map(
    ({ privilege, role }) => `GRANT ${privilege} ON DATABASE ${quoted(database)} TO ROLE ${quoted(role)}`,
  );
  const onFuture = access.grants.flatMap(({ privilege, role, on, schema }) => {
    if (schema === undefined || on === "SCHEMA") return [];
    return `GRANT ${privilege} ON FUTURE ${on} IN SCHEMA ${quoted(database, schema)} TO ROLE ${quoted(role)}`;
  });
  return [...new Set([...onDatabase, ...onFuture])].map((sql) => ({
    sql,
    doing: `repairing the grants of ${database}`,
  }));
}

/** The rows of a SHOW are as they are: names in lower case, no binds. */
function show(sql: string): Statement {
  return { sql, doing: "reading grants", reads: true };
}

function isToRole({ granted_to, privilege }: Row): boolean {
  return granted_to === "ROLE" && privilege !== "OWNERSHIP";
}

function grantee(row: Row): Pick<Grant, "role" | "privilege"> {
  return { role: String(row.grantee_name), privilege: String(row.privilege) };
}

/** SHOW writes `DYNAMIC_TABLE` where statements write `DYNAMIC TABLE`. */
function kindOf(grantedOn: unknown): ObjectKind | null {
  const name = String(grantedOn).replaceAll("_", " ");
  return (Object.keys(plurals) as ObjectKind[]).find((kind) => kind === name) ?? null;
}
