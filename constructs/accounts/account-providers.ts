import type { SnowflakeProvider } from "@cdktf/provider-snowflake/lib/provider/index.js";

/** The two administrators of a Snowflake account; a resource that names neither runs under PUBLIC and fails. */
export interface AccountProviders {
  /** SECURITYADMIN: users, roles and what they may. */
  readonly security: SnowflakeProvider;
  /** ACCOUNTADMIN: monitors, the account's parameters and network policy. */
  readonly account: SnowflakeProvider;
}
