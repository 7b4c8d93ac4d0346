import { GrantOwnership } from "@cdktf/provider-snowflake/lib/grant-ownership/index.js";
import type { Table } from "@cdktf/provider-snowflake/lib/table/index.js";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { aliasRole } from "./alias-role.ts";
import type { FunctionalRole } from "./functional-role.ts";
import { grantRole, qualified, type SchemaName } from "./grants.ts";
import type { SnowflakeProviders } from "./providers.ts";

/** The role that owns a database published by swap, and what its ownership stands on. */
export interface Owner {
  readonly role: FunctionalRole;
  /** The creator holds the owner's role. */
  readonly held: ITerraformDependable;
  /** The database and its schemas have been handed over. */
  readonly handedOver: readonly ITerraformDependable[];
}

/**
 * Hands a database and its schemas to the role that publishes it, so that a swap, which exchanges owners too, changes
 * none. Done under the alias that created them: it may give objects to roles it holds, goes on altering them through
 * those, and has them back when the transfer is destroyed. Current grants are neither copied nor revoked, since the
 * transfer comes before any grant.
 */
export function giveOwnership(
  scope: Construct,
  { objects, access }: SnowflakeProviders,
  publisher: FunctionalRole,
  database: string,
  schemas: readonly SchemaName[],
): Owner {
  const role = publisher.roleName;
  const held = grantRole(scope, "held-by-creator", { provider: access, role, to: aliasRole(objects) });
  const transfer = { provider: objects, accountRoleName: role, dependsOn: [held] };
  const whole = new GrantOwnership(scope, "database", {
    ...transfer,
    on: { objectType: "DATABASE", objectName: database },
  });
  const parts = schemas.map(
    (schema) =>
      new GrantOwnership(new Construct(scope, schema.key), "schema", {
        ...transfer,
        on: { objectType: "SCHEMA", objectName: qualified(schema) },
      }),
  );
  return { role: publisher, held, handedOver: [whole, ...parts] };
}

/** Hands over the shell of a table. One that comes later has grants already, those of the schema's future ones: they are kept. */
export function giveTable(scope: Construct, { objects }: SnowflakeProviders, owner: Owner, table: Table): void {
  new GrantOwnership(scope, "ownership", {
    provider: objects,
    accountRoleName: owner.role.roleName,
    outboundPrivileges: "COPY",
    on: { objectType: "TABLE", objectName: `${qualified(table)}."${table.name}"` },
    dependsOn: [owner.held],
  });
}
