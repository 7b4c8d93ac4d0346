import { GrantOwnership } from "@cdktf/provider-snowflake/lib/grant-ownership/index.js";
import { Construct } from "constructs";
import type { FunctionalRole } from "./functional-role.ts";
import { grantRole, qualified, type SchemaName } from "./grants.ts";
import type { SnowflakeProviders } from "./providers.ts";

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
): GrantOwnership[] {
  const role = publisher.roleName;
  const held = grantRole(scope, "held-by-creator", { provider: access, role, to: roleOf(objects) });
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
  return [whole, ...parts];
}

function roleOf({ alias, role }: SnowflakeProviders["objects"]): string {
  if (role === undefined) throw new Error(`The Snowflake provider alias ${alias} must name its role.`);
  return role;
}
