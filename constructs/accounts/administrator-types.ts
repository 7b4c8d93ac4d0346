/**
 * Snowflake resources that only ACCOUNTADMIN can make or change, or a role that it delegates to; everyday stacks declare
 * none. Source: Snowflake documentation, the access control requirements of each command.
 */
export const administratorTypes: Readonly<Record<string, string>> = {
  snowflake_account: "CREATE ACCOUNT: ORGADMIN",
  snowflake_account_authentication_policy_attachment: "ALTER ACCOUNT: ACCOUNTADMIN",
  snowflake_account_parameter: "ALTER ACCOUNT … SET: ACCOUNTADMIN (security parameters: SECURITYADMIN)",
  snowflake_account_password_policy_attachment: "ALTER ACCOUNT: ACCOUNTADMIN",
  snowflake_current_account: "ALTER ACCOUNT: ACCOUNTADMIN",
  snowflake_current_organization_account: "ALTER ORGANIZATION ACCOUNT: GLOBALORGADMIN",
  snowflake_failover_group: "CREATE FAILOVER GROUP: ACCOUNTADMIN, or who was granted it",
  snowflake_managed_account: "CREATE MANAGED ACCOUNT: ACCOUNTADMIN",
  snowflake_network_policy_attachment: "ALTER ACCOUNT … SET NETWORK_POLICY: SECURITYADMIN or higher",
  snowflake_resource_monitor: "CREATE RESOURCE MONITOR: ACCOUNTADMIN",
  snowflake_share: "CREATE SHARE: ACCOUNTADMIN, or who was granted it",
};
