/**
 * The privileges on the account behind each alias of the everyday stacks. `usedBy` names the resource types that need it:
 * a privilege that no type uses is not given. Source: Snowflake documentation, "Access control privileges", global
 * privileges, and the access control requirements of each CREATE command.
 */
export const privilegeUses = {
  objects: {
    "CREATE DATABASE": ["snowflake_database"],
    "CREATE WAREHOUSE": ["snowflake_warehouse"],
  },
  access: {
    "CREATE ROLE": ["snowflake_account_role"],
    "MANAGE GRANTS": ["snowflake_grant_account_role", "snowflake_grant_privileges_to_account_role"],
  },
} as const;

export const accountPrivileges = {
  objects: Object.keys(privilegeUses.objects),
  access: Object.keys(privilegeUses.access),
} as const;
