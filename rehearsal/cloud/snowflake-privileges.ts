import { textAt, textsAt } from "./paths.ts";
import type { Surroundings } from "./rule.ts";

interface Creation {
  /** System roles that may create the type without being granted anything. */
  readonly roles: readonly string[];
  /** The privilege on the account by which any other role may; none: no other role may. */
  readonly privilege?: string;
}

/** Who creates what lies directly in an account. Sources: Snowflake documentation, the access control requirements of each CREATE command; ALTER ACCOUNT. */
const CREATIONS: Readonly<Record<string, Creation>> = {
  snowflake_account_parameter: { roles: ["ACCOUNTADMIN"] },
  snowflake_account_role: { roles: ["ACCOUNTADMIN", "SECURITYADMIN", "USERADMIN"], privilege: "CREATE ROLE" },
  snowflake_database: { roles: ["ACCOUNTADMIN", "SYSADMIN"], privilege: "CREATE DATABASE" },
  snowflake_network_policy: { roles: ["ACCOUNTADMIN", "SECURITYADMIN"], privilege: "CREATE NETWORK POLICY" },
  snowflake_resource_monitor: { roles: ["ACCOUNTADMIN"] },
  snowflake_service_user: { roles: ["ACCOUNTADMIN", "SECURITYADMIN", "USERADMIN"], privilege: "CREATE USER" },
  snowflake_storage_integration: { roles: ["ACCOUNTADMIN"], privilege: "CREATE INTEGRATION" },
  snowflake_warehouse: { roles: ["ACCOUNTADMIN", "SYSADMIN"], privilege: "CREATE WAREHOUSE" },
};

/** Why a role cannot create a type in the account, undefined if it can. */
export function creationRefusal(role: string, type: string, near: Surroundings): string | undefined {
  const creation = CREATIONS[type];
  if (creation === undefined || creation.roles.includes(role.toUpperCase())) return undefined;
  const { roles, privilege } = creation;
  if (privilege === undefined)
    return `only ${roles.join(" and ")} creates these; the role is ${role}. Declare it in the account stack.`;
  if (hasOnAccount(role, privilege, near)) return undefined;
  return `the role ${role} has no ${privilege} on the account, and is not ${roles.join(" or ")}. Grant it, or use the provider alias whose role has it.`;
}

function hasOnAccount(role: string, privilege: string, near: Surroundings): boolean {
  return near
    .list("snowflake_grant_privileges_to_account_role")
    .some(
      ({ values }) =>
        values.on_account === true &&
        textAt(values, "account_role_name") === role &&
        textsAt(values, "privileges").includes(privilege),
    );
}
