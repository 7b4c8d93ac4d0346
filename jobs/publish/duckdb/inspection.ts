import type { DuckDBConnection } from "@duckdb/node-api";
import type { Inspection, InspectionTerms, Protection } from "../engine.ts";
import { type Access, accessIn } from "./access.ts";
import type { PlatformGrants } from "./grants.ts";
import { maskOf } from "./masks.ts";
import { namingsIn } from "./namings.ts";
import { type DuckDbObject, objectsIn } from "./objects.ts";

/** Everything that the audit judges, of the version that the connection has open. DuckDB has no owners. */
export async function inspectVersion(
  connection: DuckDBConnection,
  terms: InspectionTerms,
  account: PlatformGrants,
  database: string,
): Promise<Inspection> {
  const objects = await objectsIn(connection);
  const access = await accessIn(connection, account, database);
  const rows: Record<string, number | null> = {};
  for (const mart of terms.marts) rows[mart] = await count(connection, find(objects, mart));
  const newest: Record<string, string | null> = {};
  for (const [mart, { column }] of Object.entries(terms.freshness)) {
    newest[mart] = await newestOf(connection, find(objects, mart), column);
  }
  const protections: Protection[] = [];
  for (const column of terms.protects)
    protections.push(await protectionOf(connection, column, objects, access, account));
  return {
    owner: null,
    schemas: (await schemasIn(connection)).map((name) => ({ name, owner: null })),
    rows,
    newest,
    objects: objects.map(({ schema, name, kind }) => ({ schema, name, kind, owner: null })),
    grants: access.grants.map(({ account: _, ...grant }) => grant),
    protections,
    namings: await namingsIn(connection),
  };
}

function find(objects: readonly DuckDbObject[], table: string): DuckDbObject | undefined {
  return objects.find(({ schema, name }) => `${schema}.${name}` === table);
}

async function count(connection: DuckDBConnection, mart: DuckDbObject | undefined): Promise<number | null> {
  if (mart === undefined) return null;
  const read = await connection.runAndReadAll(`select count(*) from ${mart.sql}`);
  return Number(read.getRowsJS()[0]?.[0]);
}

async function newestOf(
  connection: DuckDBConnection,
  mart: DuckDbObject | undefined,
  column: string,
): Promise<string | null> {
  const type = mart && (await typeOf(connection, mart, column));
  if (!mart || type === null) return null;
  // Times without a zone are UTC, as everywhere in the warehouse.
  const read = await connection.runAndReadAll(`select epoch_ms(max("${column}")) from ${mart.sql}`);
  const newest = read.getRowsJS()[0]?.[0] ?? null;
  return newest === null ? null : new Date(Number(newest)).toISOString();
}

async function protectionOf(
  connection: DuckDBConnection,
  column: string,
  objects: readonly DuckDbObject[],
  { tags }: Access,
  account: PlatformGrants,
): Promise<Protection> {
  const [schema = "", table = "", name = ""] = column.split(".");
  const object = find(objects, `${schema}.${table}`);
  const type = object ? await typeOf(connection, object, name) : null;
  const tag = tags.find((each) => each.schema === schema && each.table === table && each.column === name);
  if (type === null || tag === undefined) return { column, dataClass: null, policy: null };
  return { column, dataClass: tag.dataClass, policy: maskOf(account, tag.dataClass, type)?.policy ?? null };
}

async function typeOf(connection: DuckDBConnection, { sql }: DuckDbObject, column: string): Promise<string | null> {
  const described = (await connection.runAndReadAll(`describe ${sql}`)).getRowsJS();
  const found = described.find(([name]) => String(name).toUpperCase() === column);
  return found ? String(found[1]) : null;
}

async function schemasIn(connection: DuckDBConnection): Promise<string[]> {
  const read = await connection.runAndReadAll(
    "select schema_name from duckdb_schemas() where database_name = current_database() and not internal order by 1",
  );
  // "main" is in every file and holds nothing of ours.
  const names = read.getRowsJS().map(([name]) => String(name).toUpperCase());
  return names.filter((name) => name !== "PLINTH" && name !== "MAIN");
}
