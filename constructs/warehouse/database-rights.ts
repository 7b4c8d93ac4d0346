import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { AccessRole } from "./access-role.ts";
import {
  type Grantee,
  grantOnAccountObject,
  grantOnObjects,
  grantOnSchema,
  type ObjectKind,
  type SchemaName,
} from "./grants.ts";

const readable: Readonly<Record<string, ObjectKind>> = {
  tables: "TABLES",
  views: "VIEWS",
  "dynamic-tables": "DYNAMIC TABLES",
};

/** What a role was granted on a database: on the database itself, on a schema, or on every object of a kind in it. */
export interface DatabaseRight {
  readonly privilege: string;
  readonly on: "DATABASE" | "SCHEMA" | ObjectKind;
  readonly schema?: string;
}

/** Reads whatever the schemas hold, now and later. Answers what it granted. */
export function allowRead(role: AccessRole, database: string, schemas: readonly SchemaName[]): DatabaseRight[] {
  const rights: DatabaseRight[] = [{ privilege: "USAGE", on: "DATABASE" }];
  grantOnAccountObject(role, "enter", role, "DATABASE", database, ["USAGE"]);
  for (const schema of schemas) {
    const scope = new Construct(role, schema.key);
    grantOnSchema(scope, "enter", role, schema, ["USAGE"]);
    rights.push({ privilege: "USAGE", on: "SCHEMA", schema: schema.key });
    for (const [id, kind] of Object.entries(readable)) {
      grantOnObjects(new Construct(scope, id), role, schema, kind, ["SELECT"]);
      rights.push({ privilege: "SELECT", on: kind, schema: schema.key });
    }
  }
  return rights;
}

/** Creates tables and views in the schemas and changes the rows of every table there. It comes on top of reading. */
export function allowWrite(role: AccessRole, schemas: readonly SchemaName[]): void {
  for (const schema of schemas) {
    const scope = new Construct(role, schema.key);
    grantOnSchema(scope, "create", role, schema, ["CREATE TABLE", "CREATE VIEW"]);
    const changes = ["DELETE", "INSERT", "TRUNCATE", "UPDATE"];
    grantOnObjects(new Construct(scope, "tables"), role, schema, "TABLES", changes);
  }
}

/**
 * What a streaming connector needs to append to tables and to create those that are missing, which it then owns. Source:
 * Snowflake documentation, "Kafka connector: Configure Snowflake", which asks for grants on the connector's own role.
 */
export function allowStream(scope: Construct, to: Grantee, schema: SchemaName): void {
  grantOnAccountObject(scope, "enter-database", to, "DATABASE", schema.database, ["USAGE"]);
  grantOnSchema(scope, "enter", to, schema, ["CREATE TABLE", "USAGE"]);
  grantOnObjects(new Construct(scope, "tables"), to, schema, "TABLES", ["INSERT", "SELECT"]);
}

/** What it takes to make stages, file formats and pipes in a schema, and to own pipes that load its tables. */
export function allowLoading(scope: Construct, to: Grantee, schema: SchemaName): ITerraformDependable[] {
  return [
    grantOnAccountObject(scope, "enter-database", to, "DATABASE", schema.database, ["USAGE"]),
    grantOnSchema(scope, "enter", to, schema, ["CREATE FILE FORMAT", "CREATE PIPE", "CREATE STAGE", "USAGE"]),
    ...grantOnObjects(new Construct(scope, "tables"), to, schema, "TABLES", ["INSERT", "SELECT"]),
  ];
}
