import { JobFailure } from "../../failure.ts";
import { quoted } from "./file.ts";
import { type Reader, readAs, standIn, withRole } from "./reader.ts";

/** Queries each mart of live as the role. Throws a {@link JobFailure} that names the role and each mart that it cannot read. */
export async function smokeAs(
  reader: Reader & { readonly databases: string },
  marts: readonly string[],
): Promise<void> {
  const { databases, database, role } = reader;
  const problems = await readAs(databases, reader, async (connection) => {
    const found: string[] = [];
    for (const mart of marts) {
      const why = await connection.run(`select * from ${quoted(mart)} limit 1`).then(() => null, firstLine);
      if (why !== null) found.push(`${role} cannot read ${database}.${mart}: ${why}.`);
    }
    return found;
  });
  if (problems === null) throw new JobFailure(`${role} cannot read ${database}: nothing is live.`);
  if (problems.length > 0) {
    throw new JobFailure([...problems, "Grant it what the environment declares: deploy it again."].join("\n  "));
  }
}

/**
 * How many values of `SCHEMA.TABLE.COLUMN` the role reads that are neither NULL nor what a policy puts in their place. Null
 * when it may not read the table.
 */
export async function unmaskedAs(file: string, reader: Reader, column: string): Promise<number | null> {
  const [schema = "", table = "", name = ""] = column.split(".");
  return withRole(file, reader, async (connection) => {
    const found = await connection.runAndReadAll(
      `select column_name from duckdb_columns() where database_name = current_database() and upper(schema_name) = $schema
        and upper(table_name) = $table and upper(column_name) = $name`,
      { schema, table, name },
    );
    if (found.currentRowCount === 0) return null;
    const masks = await Promise.all(
      Object.values(reader.account.tags).flatMap((all) => all.map(({ policy }) => standIn(connection, policy))),
    );
    const values = masks.filter((mask) => mask !== null).map((mask) => `'${mask.replaceAll("'", "''")}'`);
    const seen = ["''", ...values].join(", ");
    const read = await connection.runAndReadAll(
      `select count(*) from ${quoted(`${schema}.${table}`)} where "${name}"::varchar not in (${seen})`,
    );
    return Number(read.getRowsJS()[0]?.[0]);
  });
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split("\n")[0] ?? "";
}
