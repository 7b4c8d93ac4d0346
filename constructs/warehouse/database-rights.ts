import { Construct } from "constructs";
import type { AccessRole } from "./access-role.ts";
import { grantOnAccountObject, grantOnObjects, grantOnSchema, type ObjectKind, type SchemaName } from "./grants.ts";

const readable: Readonly<Record<string, ObjectKind>> = {
  tables: "TABLES",
  views: "VIEWS",
  "dynamic-tables": "DYNAMIC TABLES",
};

/** Reads whatever the schemas hold, now and later. */
export function allowRead(role: AccessRole, database: string, schemas: readonly SchemaName[]): void {
  grantOnAccountObject(role, "enter", role, "DATABASE", database, ["USAGE"]);
  for (const schema of schemas) {
    const scope = new Construct(role, schema.key);
    grantOnSchema(scope, "enter", role, schema, ["USAGE"]);
    for (const [id, kind] of Object.entries(readable)) {
      grantOnObjects(new Construct(scope, id), role, schema, kind, ["SELECT"]);
    }
  }
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
