import { z } from "zod";
import { description, listOf, recordOf, snowflakeName, text } from "../support/fields.ts";
import { type Breach, rule } from "../support/rule.ts";
import { each } from "../support/soundness.ts";

/** SQL data types as Snowflake shows them (Snowflake documentation, "Summary of data types"), with their digits or length. */
const columnType = text(
  /^(VARCHAR|NUMBER|FLOAT|BOOLEAN|DATE|TIME|TIMESTAMP_(NTZ|LTZ|TZ)|VARIANT|OBJECT|ARRAY|BINARY)(\([0-9]+(, ?[0-9]+)?\))?$/,
  "a Snowflake data type",
  'Write it like "NUMBER(10,2)"',
);

const clusterKey = text(
  /^([A-Z][A-Z0-9_]*|[A-Z][A-Z0-9_]*\([A-Z][A-Z0-9_]*\))$/,
  "a column, or a function of one",
  'Write it like "DATE(CREATED_AT)"',
);

/** A table as SCHEMA.TABLE. */
export const schemaTable = text(
  /^(?!.*__)[A-Z][A-Z0-9_]{0,254}\.[A-Z][A-Z0-9_]{0,254}$/,
  "a table as SCHEMA.TABLE in upper case, without two underscores in a row",
  'Write it like "MARTS.ORDERS"',
);

/** A column of a table, as SCHEMA.TABLE.COLUMN. */
export const schemaColumn = text(
  /^(?!.*__)[A-Z][A-Z0-9_]{0,254}(\.[A-Z][A-Z0-9_]{0,254}){2}$/,
  "a column as SCHEMA.TABLE.COLUMN in upper case, without two underscores in a row",
  'Write it like "MARTS.CUSTOMERS.EMAIL"',
);

/**
 * The shell of a table: made once, with these columns. Who fills it owns its columns from then on: in a database
 * published by swap that is the transform project, so a change here changes no table that stands.
 */
export const tableConfig = z
  .strictObject({
    description: description("what a row is"),
    /** Column → data type, in order. */
    columns: recordOf(snowflakeName, columnType),
    /** Documents the key; Snowflake does not enforce it. */
    primaryKey: listOf(snowflakeName).default([]),
    /** Keys that micro-partitions are kept sorted by. Snowflake advises at most four ("Clustering keys & clustered tables"). */
    clusterBy: listOf(clusterKey)
      .check(
        z.maxLength(
          4,
          "it must have at most four entries (Snowflake, clustering keys). Keep those that queries filter by",
        ),
      )
      .default([]),
    /** Columns whose equality search the transform project turns on; a part of the publish contract. Enterprise edition. */
    searchOptimization: listOf(snowflakeName).default([]),
  })
  .check(rule(columnBreaches))
  .readonly();

export type TableConfig = z.output<typeof tableConfig>;

interface Table {
  readonly columns: Readonly<Record<string, string>>;
  readonly primaryKey: readonly string[];
  readonly clusterBy: readonly string[];
  readonly searchOptimization: readonly string[];
}

/** A key or a search names a column of the table. */
function* columnBreaches(table: Table): Iterable<Breach> {
  const known = Object.keys(table.columns);
  for (const list of ["primaryKey", "clusterBy", "searchOptimization"] as const) {
    yield* each(table[list], function* (key, index) {
      if (known.includes(/\(([^)]*)\)$/.exec(key)?.[1] ?? key)) return;
      yield {
        path: [list, index],
        also: [["columns"]],
        rule: `it must name a column of the table (${known.join(", ")})`,
        remedy: "Correct the name or declare the column",
      };
    });
  }
}
