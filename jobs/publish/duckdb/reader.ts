import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { Grant, Publication } from "../engine.ts";
import { type Access, accessIn } from "./access.ts";
import { rolesOf } from "./account.ts";
import { quoted } from "./file.ts";
import type { PlatformGrants } from "./grants.ts";
import { followLive } from "./live.ts";
import { maskOf } from "./masks.ts";
import { type DuckDbObject, objectsIn } from "./objects.ts";

/** Who reads: the account's grants and masks, the name of the database, and the role of the session. */
export interface Reader {
  readonly account: PlatformGrants;
  readonly database: string;
  readonly role: string;
}

/**
 * Opens a version as a consumer under a role sees it: the tables and views that the role may select from, with masks in
 * protected columns unless the role unmasks their class. What it may not read does not exist for it, as in Snowflake.
 *
 * Masks are set on tables, and views are made again over those, so that a view shows no more than its tables would.
 */
export async function withRole<T>(
  file: string,
  reader: Reader,
  use: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    const { objects, access, views } = await attach(connection, file, reader);
    await declareMasks(connection, reader);
    await maskTables(connection, objects, access, reader);
    await remakeViews(connection, views, reader.database);
    await showReadable(connection, objects, access, reader);
    return await use(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** {@link withRole} on what is live. Null before the first publish. */
export async function readAs<T>(
  databases: string,
  reader: Reader,
  use: (connection: DuckDBConnection, live: Publication) => Promise<T>,
): Promise<T | null> {
  return followLive(databases, reader.database, (file, live, opened) =>
    withRole(file, reader, (connection) => {
      opened();
      return use(connection, live);
    }),
  );
}

/** What a policy puts in the place of a value that the session may not see; null for none. */
export async function standIn(connection: DuckDBConnection, policy: string): Promise<string | null> {
  const read = await connection.runAndReadAll(`select ${macroOf(policy)}(null)::varchar`);
  const value = read.getRowsJS()[0]?.[0] ?? null;
  return value === null ? null : String(value);
}

/** The version itself, which no query of the reader names. */
const bare = "PLINTH_VERSION";
/** The catalog of what the role may read. */
const own = "PLINTH_READER";

async function attach(connection: DuckDBConnection, file: string, { account, database }: Reader) {
  await connection.run(`attach '${file.replaceAll("'", "''")}' as ${bare} (read_only); use ${bare}`);
  const [objects, access] = [await objectsIn(connection), await accessIn(connection, account, database)];
  const read = await connection.runAndReadAll(
    `select sql from duckdb_views() where database_name = '${bare}' and not internal`,
  );
  return { objects, access, views: read.getRowsJS().map(([sql]) => String(sql)) };
}

/** Policies as macros over VAL, and the one function that they ask. */
async function declareMasks(connection: DuckDBConnection, { account, role }: Reader): Promise<void> {
  const roles = [...rolesOf(role, account)].map((name) => `'${name}'`).join(", ");
  await connection.run(`create temp macro IS_ROLE_IN_SESSION(wanted) as list_contains([${roles}], wanted)`);
  const masks = new Map(Object.values(account.tags).flatMap((all) => all.map((mask) => [mask.policy, mask.body])));
  for (const [policy, body] of masks) await connection.run(`create temp macro ${macroOf(policy)}(VAL) as (${body})`);
}

async function maskTables(
  connection: DuckDBConnection,
  objects: readonly DuckDbObject[],
  access: Access,
  { account, database }: Reader,
): Promise<void> {
  await connection.run(`attach ':memory:' as ${quoted(database)}; attach ':memory:' as ${own}`);
  for (const schema of new Set(objects.map((object) => schemaOf(object)))) {
    await connection.run(`create schema if not exists ${quoted(database)}.${schema}`);
  }
  for (const object of objects.filter(({ kind }) => kind === "TABLE")) {
    const source = `${bare}.${object.sql}`;
    const columns = await masked(connection, source, object, access, account);
    await connection.run(`create view ${quoted(database)}.${object.sql} as select ${columns} from ${source}`);
  }
}

async function masked(
  connection: DuckDBConnection,
  source: string,
  { schema, name }: DuckDbObject,
  { tags }: Access,
  account: PlatformGrants,
): Promise<string> {
  const described = (await connection.runAndReadAll(`describe ${source}`)).getRowsJS();
  const columns = described.map(([column, type]) => {
    const named = `"${String(column).replaceAll('"', '""')}"`;
    const tag = tags.find(
      (each) => each.schema === schema && each.table === name && each.column === String(column).toUpperCase(),
    );
    const mask = tag && maskOf(account, tag.dataClass, String(type));
    return mask ? `cast(${macroOf(mask.policy)}(${named}) as ${type}) as ${named}` : named;
  });
  return columns.join(", ");
}

/** A view may read another one, and DuckDB does not say which: whatever cannot be made yet is tried again after the others. */
async function remakeViews(connection: DuckDBConnection, views: readonly string[], database: string): Promise<void> {
  await connection.run(`use ${quoted(database)}`);
  const failed: string[] = [];
  for (const view of views) await connection.run(view).catch(() => failed.push(view));
  if (failed.length > 0 && failed.length < views.length) await remakeViews(connection, failed, database);
}

async function showReadable(
  connection: DuckDBConnection,
  objects: readonly DuckDbObject[],
  access: Access,
  { account, database, role }: Reader,
): Promise<void> {
  const roles = rolesOf(role, account);
  const held = access.grants.filter((grant) => roles.has(grant.role) && !grant.future);
  await connection.run(`use ${own}`);
  for (const object of objects.filter((each) => mayRead(each, held))) {
    await connection.run(`create schema if not exists ${schemaOf(object)}`);
    const source = `${quoted(database)}.${object.sql}`;
    // A view may have tags of its own. One that could not be made again is broken, and so it is for its reader.
    const columns = object.kind === "VIEW" ? masked(connection, source, object, access, account) : "*";
    await Promise.resolve(columns)
      .then((shown) => connection.run(`create view ${object.sql} as select ${shown} from ${source}`))
      .catch(() => undefined);
  }
}

/** Reading takes a right to enter the database and the schema, and one to select from the object. */
function mayRead({ schema, name, kind }: DuckDbObject, held: readonly Grant[]): boolean {
  const may = (privilege: string, on: Grant["on"], inSchema?: string, object?: string) =>
    held.some(
      (grant) =>
        grant.privilege === privilege && grant.on === on && grant.schema === inSchema && grant.object === object,
    );
  return may("USAGE", "DATABASE") && may("USAGE", "SCHEMA", schema) && may("SELECT", kind, schema, name);
}

function schemaOf({ sql }: DuckDbObject): string {
  return sql.slice(0, sql.indexOf('"', 1) + 1);
}

function macroOf(policy: string): string {
  return `"MASK ${policy}"`;
}
