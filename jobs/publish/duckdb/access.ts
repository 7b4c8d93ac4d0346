import type { DuckDBConnection } from "@duckdb/node-api";
import { afterBuild, afterClone, type ColumnTag, type StoredGrant, standing, tagsAfterBuild } from "./account.ts";
import type { PlatformGrants } from "./grants.ts";
import { type DuckDbObject, objectsIn } from "./objects.ts";

/**
 * Grants and tags as rows of a version's file, in the tables below, which models may write as they would grant, revoke and
 * tag. What Snowflake does by itself when objects are cloned and replaced is worked out from what was cloned.
 */
const tables = `
  create table if not exists "PLINTH"."GRANTS" (role varchar, privilege varchar, on_kind varchar, schema_name varchar,
    object_name varchar, account boolean default false);
  create table if not exists "PLINTH"."COLUMN_TAGS" (schema_name varchar, table_name varchar, column_name varchar,
    class varchar, cloned boolean default false);
  create table if not exists "PLINTH"."CLONED_OBJECTS" (object varchar, comment varchar);
  create table if not exists "PLINTH"."CLONED_GRANTS" as from "PLINTH"."GRANTS" limit 0;`;

/** The comment on every object that came with the clone: whatever is created or replaced later has another, or none. */
const asCloned = "as it was cloned";

export interface Access {
  readonly grants: readonly StoredGrant[];
  readonly tags: readonly ColumnTag[];
}

/** Leaves a new clone the grants that Snowflake leaves it, and remembers what was cloned. */
export async function beginAccess(
  connection: DuckDBConnection,
  account: PlatformGrants,
  database: string,
): Promise<void> {
  await connection.run(tables);
  const objects = await objectsIn(connection);
  const grants = afterClone(await grantsIn(connection, "GRANTS"), objects, account, database);
  await writeGrants(connection, "GRANTS", grants);
  await writeGrants(connection, "CLONED_GRANTS", grants);
  await connection.run('update "PLINTH"."COLUMN_TAGS" set cloned = true');
  await connection.run('delete from "PLINTH"."CLONED_OBJECTS"');
  for (const { sql, kind, comment } of objects) {
    await connection.run('insert into "PLINTH"."CLONED_OBJECTS" values ($sql, $comment)', { sql, comment });
    await connection.run(`comment on ${kind} ${sql} is '${asCloned}'`);
  }
}

/** Puts back what a clone loses: grants on the database itself, and on future objects. */
export async function repairAccess(
  connection: DuckDBConnection,
  account: PlatformGrants,
  database: string,
): Promise<void> {
  const lost = standing(account, database).filter(({ on, future }) => on === "DATABASE" || future);
  const others = (await grantsIn(connection, "GRANTS")).filter(({ on, future }) => on !== "DATABASE" && !future);
  await writeGrants(connection, "GRANTS", [...others, ...lost]);
}

/**
 * The grants and tags that stand. In a candidate, as its models left them; in a sealed version, which nothing writes into any
 * more, as the account has it now: what a deploy granted or revoked since is granted or revoked on it too.
 */
export async function accessIn(
  connection: DuckDBConnection,
  account: PlatformGrants,
  database: string,
): Promise<Access> {
  if (await isBegun(connection)) return accessAfterBuild(connection);
  const grants = await grantsIn(connection, "GRANTS");
  const onDatabase = standing(account, database).filter(({ on, future }) => on === "DATABASE" || future);
  const others = afterClone(grants, await objectsIn(connection), account, database);
  return { grants: [...onDatabase, ...others], tags: await tagsIn(connection) };
}

async function accessAfterBuild(connection: DuckDBConnection): Promise<Access> {
  const objects = await objectsIn(connection);
  const [grants, tags] = [await grantsIn(connection, "GRANTS"), await tagsIn(connection)];
  const cloned = (await clonedComments(connection)) ?? new Map<string, string | null>();
  const isKept = ({ sql, comment }: DuckDbObject) => comment === asCloned && cloned.has(sql);
  return {
    grants: afterBuild(grants, await grantsIn(connection, "CLONED_GRANTS"), objects, isKept),
    tags: tagsAfterBuild(tags, objects, isKept),
  };
}

/** Makes what stands after the build what is written, and forgets what was cloned. */
export async function settleAccess(connection: DuckDBConnection): Promise<void> {
  const { grants, tags } = await accessAfterBuild(connection);
  const cloned = (await clonedComments(connection)) ?? new Map<string, string | null>();
  for (const { sql, kind, comment } of await objectsIn(connection)) {
    if (comment !== asCloned) continue;
    const original = cloned.get(sql) ?? null;
    await connection.run(`comment on ${kind} ${sql} is ${original === null ? "null" : literal(original)}`);
  }
  await writeGrants(connection, "GRANTS", grants);
  await connection.run('delete from "PLINTH"."COLUMN_TAGS"');
  for (const { schema, table, column, dataClass } of tags) {
    const row = { schema, table, column, dataClass };
    await connection.run(
      'insert into "PLINTH"."COLUMN_TAGS" values ($schema, $table, $column, $dataClass, false)',
      row,
    );
  }
  await connection.run('drop table if exists "PLINTH"."CLONED_OBJECTS"; drop table if exists "PLINTH"."CLONED_GRANTS"');
}

/** Whether the file still remembers what was cloned: it was begun and not settled. */
export async function isBegun(connection: DuckDBConnection): Promise<boolean> {
  return (await clonedComments(connection)) !== null;
}

/** Objects of the clone with the comments that they had; null once settled. */
async function clonedComments(connection: DuckDBConnection): Promise<Map<string, string | null> | null> {
  if (!(await has(connection, "CLONED_OBJECTS"))) return null;
  const read = await connection.runAndReadAll('select object, comment from "PLINTH"."CLONED_OBJECTS"');
  return new Map(
    read.getRowsJS().map(([object, comment]) => [String(object), comment === null ? null : String(comment)]),
  );
}

async function grantsIn(connection: DuckDBConnection, table: "GRANTS" | "CLONED_GRANTS"): Promise<StoredGrant[]> {
  if (!(await has(connection, table))) return [];
  const read = await connection.runAndReadAll(
    `select role, privilege, on_kind, schema_name, object_name, coalesce(account, false) from "PLINTH"."${table}"`,
  );
  return read.getRowsJS().flatMap(([role, privilege, kind, schema, object, account]): StoredGrant[] => {
    const future = String(kind).startsWith("FUTURE ");
    const on = grantKinds.find((each) => each === String(kind).replace("FUTURE ", ""));
    if (on === undefined) return [];
    const place = {
      ...(schema === null ? {} : { schema: String(schema) }),
      ...(object === null ? {} : { object: String(object) }),
    };
    return [{ role: String(role), privilege: String(privilege), on, ...place, future, account: account === true }];
  });
}

const grantKinds = ["DATABASE", "SCHEMA", "TABLE", "VIEW", "DYNAMIC TABLE"] as const;

async function writeGrants(
  connection: DuckDBConnection,
  table: "GRANTS" | "CLONED_GRANTS",
  grants: readonly StoredGrant[],
): Promise<void> {
  await connection.run(`delete from "PLINTH"."${table}"`);
  for (const { role, privilege, on, future, schema = null, object = null, account } of grants) {
    const kind = future ? `FUTURE ${on}` : on;
    const row = { role, privilege, kind, schema, object, account };
    await connection.run(
      `insert into "PLINTH"."${table}" values ($role, $privilege, $kind, $schema, $object, $account)`,
      row,
    );
  }
}

async function tagsIn(connection: DuckDBConnection): Promise<ColumnTag[]> {
  if (!(await has(connection, "COLUMN_TAGS"))) return [];
  const read = await connection.runAndReadAll(
    'select schema_name, table_name, column_name, class, coalesce(cloned, false) from "PLINTH"."COLUMN_TAGS"',
  );
  return read.getRowsJS().map((row) => {
    const [schema = "", table = "", column = "", dataClass = ""] = row.slice(0, 4).map((name) => String(name));
    const upper = { schema: schema.toUpperCase(), table: table.toUpperCase(), column: column.toUpperCase() };
    return { ...upper, dataClass, cloned: row[4] === true };
  });
}

async function has(connection: DuckDBConnection, table: string): Promise<boolean> {
  const read = await connection.runAndReadAll(
    "select 1 from duckdb_tables() where schema_name = 'PLINTH' and table_name = $table and database_name = current_database()",
    { table },
  );
  return read.currentRowCount > 0;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
