import type { DuckDBConnection } from "@duckdb/node-api";
import type { ObjectKind } from "../engine.ts";
import { quoted } from "./file.ts";

/** A table or view of a version, by its names in upper case, as Snowflake stores them. */
export interface DuckDbObject {
  readonly schema: string;
  readonly name: string;
  readonly kind: ObjectKind;
  /** As DuckDB spells it, quoted for SQL. */
  readonly sql: string;
  readonly comment: string | null;
}

/** Every table and view but those of the protocol itself. */
export async function objectsIn(connection: DuckDBConnection): Promise<DuckDbObject[]> {
  const read = await connection.runAndReadAll(`
    select schema_name, table_name, 'TABLE', comment from duckdb_tables()
      where database_name = current_database() and not internal and not temporary
    union all select schema_name, view_name, 'VIEW', comment from duckdb_views()
      where database_name = current_database() and not internal and not temporary
    order by 1, 2`);
  return read
    .getRowsJS()
    .map((row) => {
      const [schema, name] = [String(row[0]), String(row[1])];
      const kind: ObjectKind = row[2] === "VIEW" ? "VIEW" : "TABLE";
      const comment = row[3] === null ? null : String(row[3]);
      return {
        schema: schema.toUpperCase(),
        name: name.toUpperCase(),
        kind,
        sql: quoted(`${schema}.${name}`),
        comment,
      };
    })
    .filter(({ schema }) => schema !== "PLINTH");
}
