import type { DuckDBConnection } from "@duckdb/node-api";
import type { Naming } from "../engine.ts";

/**
 * Texts of views and macros that name a database, or a file of one version: neither is there under that name for a reader
 * after the swap, or it is another run's. Names are taken from DuckDB's own parse of the text.
 */
export async function namingsIn(connection: DuckDBConnection): Promise<Naming[]> {
  const read = await connection.runAndReadAll(`
    select 'view ' || schema_name || '.' || view_name, regexp_replace(sql, '^CREATE VIEW .*? AS ', '', 's'), false
      from duckdb_views() where database_name = current_database() and not internal and not temporary
    union all select 'macro ' || schema_name || '.' || function_name, macro_definition, function_type = 'macro'
      from duckdb_functions() where database_name = current_database() and not internal and macro_definition is not null
    order by 1`);
  const namings: Naming[] = [];
  for (const [object, text, isExpression] of read.getRowsJS()) {
    const statement = `${isExpression === true ? "select " : ""}${String(text)}`;
    for (const names of await namedBy(connection, statement)) namings.push({ object: String(object), names });
  }
  return namings;
}

async function namedBy(connection: DuckDBConnection, statement: string): Promise<string[]> {
  const read = await connection.runAndReadAll("select json_serialize_sql($statement::varchar)::varchar", { statement });
  const found = new Set<string>();
  walk(JSON.parse(String(read.getRowsJS()[0]?.[0])), (key, value) => {
    if ((key === "catalog_name" || key === "catalog") && !ofDuckDb.has(value)) found.add(value);
    // A file of a version, wherever the databases lie.
    if ((key === "value" || key === "table_name") && /[/\\]versions[/\\]\d+[/\\]/.test(value)) found.add(value);
  });
  return [...found];
}

const ofDuckDb: ReadonlySet<string> = new Set(["", "system", "temp"]);

function walk(node: unknown, visit: (key: string, value: string) => void, key = ""): void {
  if (typeof node === "string") visit(key, node);
  else if (typeof node === "object" && node !== null) {
    for (const [name, child] of Object.entries(node)) walk(child, visit, Array.isArray(node) ? key : name);
  }
}
