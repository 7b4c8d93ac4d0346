import type { InspectedObject, Inspection, InspectionTerms, Protection } from "../engine.ts";
import type { Client } from "./client.ts";
import { databaseGrants, objectGrants, schemaGrants } from "./grants.ts";
import { namingsIn } from "./lint.ts";
import { literal, quoted, tableIn } from "./names.ts";
import { isForbidden, type Row } from "./session.ts";
import { countRows, newestOf, ownSchema, showFamily } from "./statements.ts";

/** Looks into one database. `live` is the name that no text in it may say. */
export async function inspectDatabase(
  client: Client,
  database: string,
  live: string,
  terms: InspectionTerms,
): Promise<Inspection> {
  const [own] = (await client.run(showFamily(database))).filter(({ name }) => name === database);
  const schemas = await schemasOf(client, database);
  const objects = await objectsOf(client, database);
  const columns = await columnsOf(client, database);
  const rows: Record<string, number | null> = {};
  const newest: Record<string, string | null> = {};
  const exists = (mart: string) => objects.some(({ schema, name }) => `${schema}.${name}` === mart);
  for (const mart of terms.marts) {
    rows[mart] = exists(mart) ? await rowsOf(client, tableIn(database, mart)) : null;
  }
  for (const [mart, { column }] of Object.entries(terms.freshness)) {
    const [row] = exists(mart) ? await client.run(newestOf(tableIn(database, mart), column)) : [];
    newest[mart] = typeof row?.NEWEST === "string" ? row.NEWEST : null;
  }
  const kinds = new Map(objects.map(({ schema, name, kind }) => [`${schema}.${name}`, kind]));
  const grants = [
    ...(await databaseGrants(client, database)),
    ...(await objectGrants(client, database, (schema, name) => kinds.get(`${schema}.${name}`))),
  ];
  for (const { name } of schemas) grants.push(...(await schemaGrants(client, database, name)));
  return {
    owner: own ? String(own.owner) : null,
    schemas,
    rows,
    newest,
    objects,
    grants,
    protections: await protectionsOf(client, database, terms, columns),
    namings: await namingsIn(client, database, live, columns),
  };
}

/** Null for a table that the role may not read: that it has another owner is a finding of its own. */
async function rowsOf(client: Client, table: string): Promise<number | null> {
  try {
    return await numberOf(client, countRows(table));
  } catch (error) {
    if (isForbidden(error)) return null;
    throw error;
  }
}

async function schemasOf(client: Client, database: string): Promise<{ name: string; owner: string }[]> {
  const sql = `SHOW SCHEMAS IN DATABASE ${quoted(database)}`;
  const rows = await client.run({ sql, doing: `listing the schemas of ${database}`, reads: true });
  return rows
    .map((row) => ({ name: String(row.name), owner: String(row.owner) }))
    .filter(({ name }) => name !== "INFORMATION_SCHEMA" && name !== ownSchema);
}

async function objectsOf(client: Client, database: string): Promise<InspectedObject[]> {
  const columns = "TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, TABLE_OWNER, IS_DYNAMIC";
  const rows = await client.run({
    sql: `SELECT ${columns} FROM ${quoted(database)}.INFORMATION_SCHEMA.TABLES WHERE ${isModelled("TABLE_SCHEMA")}`,
    doing: `listing the objects of ${database}`,
    reads: true,
  });
  return rows.map((row) => ({
    schema: String(row.TABLE_SCHEMA),
    name: String(row.TABLE_NAME),
    kind: kindOf(row),
    owner: String(row.TABLE_OWNER),
  }));
}

function kindOf({ TABLE_TYPE, IS_DYNAMIC }: Row): InspectedObject["kind"] {
  if (IS_DYNAMIC === "YES") return "DYNAMIC TABLE";
  return String(TABLE_TYPE).includes("VIEW") ? "VIEW" : "TABLE";
}

export interface InspectedColumn {
  readonly table: string;
  readonly column: string;
  readonly default: string | null;
}

async function columnsOf(client: Client, database: string): Promise<InspectedColumn[]> {
  const columns = "TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, COLUMN_DEFAULT";
  const rows = await client.run({
    sql: `SELECT ${columns} FROM ${quoted(database)}.INFORMATION_SCHEMA.COLUMNS WHERE ${isModelled("TABLE_SCHEMA")}`,
    doing: `listing the columns of ${database}`,
    reads: true,
  });
  return rows.map((row) => ({
    table: `${row.TABLE_SCHEMA}.${row.TABLE_NAME}`,
    column: String(row.COLUMN_NAME),
    default: row.COLUMN_DEFAULT === null ? null : String(row.COLUMN_DEFAULT),
  }));
}

/**
 * The class and the masking policy of each protected column: the tag, and what the column comes to by it. The role sees
 * them for it owns the tables. Sources: Snowflake documentation, POLICY_REFERENCES and TAG_REFERENCES_ALL_COLUMNS.
 */
async function protectionsOf(
  client: Client,
  database: string,
  { protects }: InspectionTerms,
  columns: readonly InspectedColumn[],
): Promise<Protection[]> {
  const existing = protects.filter((path) => columns.some(({ table, column }) => `${table}.${column}` === path));
  const found: Protection[] = [];
  for (const table of new Set(existing.map(tableOf))) {
    const entity = literal(tableIn(database, table));
    const from = `${quoted(database)}.INFORMATION_SCHEMA`;
    const policies = await client.run({
      sql:
        "SELECT POLICY_DB, POLICY_SCHEMA, POLICY_NAME, REF_COLUMN_NAME FROM " +
        `TABLE(${from}.POLICY_REFERENCES(REF_ENTITY_NAME => ${entity}, REF_ENTITY_DOMAIN => 'TABLE')) ` +
        "WHERE POLICY_KIND = 'MASKING_POLICY' AND POLICY_STATUS = 'ACTIVE'",
      doing: `reading the policies of ${table}`,
      reads: true,
    });
    const tags = await client.run({
      sql: `SELECT TAG_NAME, COLUMN_NAME FROM TABLE(${from}.TAG_REFERENCES_ALL_COLUMNS(${entity}, 'TABLE'))`,
      doing: `reading the tags of ${table}`,
      reads: true,
    });
    for (const path of existing.filter((each) => tableOf(each) === table)) {
      const column = path.slice(table.length + 1);
      const policy = policies.find((row) => row.REF_COLUMN_NAME === column);
      const tag = tags.find((row) => row.COLUMN_NAME === column);
      found.push({
        column: path,
        dataClass: tag ? String(tag.TAG_NAME) : null,
        policy: policy ? `${policy.POLICY_DB}.${policy.POLICY_SCHEMA}.${policy.POLICY_NAME}` : null,
      });
    }
  }
  return found;
}

export async function numberOf(
  client: Client,
  statement: Parameters<Client["run"]>[0],
  role?: string,
): Promise<number> {
  const [row] = await client.run(statement, role);
  return Number(row?.FOUND ?? 0);
}

export function isModelled(column: string): string {
  return `${column} NOT IN ('INFORMATION_SCHEMA', '${ownSchema}')`;
}

function tableOf(path: string): string {
  return path.split(".").slice(0, 2).join(".");
}
