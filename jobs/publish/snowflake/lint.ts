import type { Naming } from "../engine.ts";
import type { Client } from "./client.ts";
import { type InspectedColumn, isModelled } from "./inspect.ts";
import { quoted } from "./names.ts";
import type { Row } from "./session.ts";

/** Where text of objects is kept, the columns that name the object, and those that hold the text. */
const sources: readonly {
  readonly kind: string;
  readonly sql: (database: string) => string;
  readonly schema: string;
  readonly name: string;
  readonly texts: readonly string[];
}[] = [
  { kind: "view", sql: informed("VIEWS", "TABLE", "VIEW"), ...columnsOf("TABLE", "VIEW") },
  { kind: "procedure", sql: informed("PROCEDURES", "PROCEDURE"), ...columnsOf("PROCEDURE") },
  { kind: "function", sql: informed("FUNCTIONS", "FUNCTION"), ...columnsOf("FUNCTION") },
  { kind: "task", sql: shown("TASKS"), ...shownColumns("definition", "condition") },
  { kind: "dynamic table", sql: shown("DYNAMIC TABLES"), ...shownColumns("text") },
  { kind: "alert", sql: shown("ALERTS"), ...shownColumns("condition", "action") },
];

/** Every text in the database that names live, or a candidate or version of it: Snowflake binds names when a text runs. */
export async function namingsIn(
  client: Client,
  database: string,
  live: string,
  columns: readonly InspectedColumn[],
): Promise<Naming[]> {
  const found: Naming[] = [];
  for (const { kind, sql, schema, name, texts } of sources) {
    const rows = await client.run({ sql: sql(database), doing: `reading the text of each ${kind}`, reads: true });
    for (const row of rows) {
      const text = texts.map((column) => bodyOf(kind, textOf(row, column))).join("\n");
      found.push(...namesIn(text, live).map((names) => ({ object: `${kind} ${row[schema]}.${row[name]}`, names })));
    }
  }
  for (const { table, column, default: text } of columns) {
    // A clone's default goes on drawing from the sequence of its source.
    found.push(...namesIn(text ?? "", live).map((names) => ({ object: `default of ${table}.${column}`, names })));
  }
  return found;
}

/** Names of the family in a text, as the first part of a dotted name, quoted or not. */
export function namesIn(text: string, live: string): string[] {
  const name = `${live.replaceAll("$", "\\$")}(?:__(?:C_\\d+|P_\\d+|X_\\d+_\\d+_\\d+))?`;
  const pattern = new RegExp(`(?<![\\w$."])(?:"(${name})"|(${name}))\\s*\\.`, "gi");
  return [...new Set([...text.matchAll(pattern)].map(([, inQuotes, bare = ""]) => inQuotes ?? bare.toUpperCase()))];
}

/** Views and dynamic tables keep the whole statement that made them; the name in its head means nothing. */
export function bodyOf(kind: string, text: string): string {
  if (kind !== "view" && kind !== "dynamic table") return text;
  return text.replace(/^\s*create\b[\s\S]*?\bas\b/i, "");
}

function textOf(row: Row, column: string): string {
  const value = row[column];
  return typeof value === "string" ? value : "";
}

function informed(view: string, subject: string, text = subject): (database: string) => string {
  const { schema, name, texts } = columnsOf(subject, text);
  return (database) =>
    `SELECT ${[schema, name, ...texts].join(", ")} FROM ${quoted(database)}.INFORMATION_SCHEMA.${view} WHERE ${isModelled(schema)}`;
}

function columnsOf(subject: string, text = subject) {
  return { schema: `${subject}_SCHEMA`, name: `${subject}_NAME`, texts: [`${text}_DEFINITION`] };
}

function shown(plural: string): (database: string) => string {
  return (database) => `SHOW ${plural} IN DATABASE ${quoted(database)}`;
}

function shownColumns(...texts: string[]) {
  return { schema: "schema_name", name: "name", texts };
}
