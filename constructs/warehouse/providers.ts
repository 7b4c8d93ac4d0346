import type { SnowflakeProvider } from "@cdktf/provider-snowflake/lib/provider/index.js";

/** One provider alias for each Snowflake role that deploys; a resource without one would run under PUBLIC and fail. */
export interface SnowflakeProviders {
  /** Creates warehouses, databases and schemas. */
  readonly objects: SnowflakeProvider;
  /** Creates roles and users, and grants. */
  readonly access: SnowflakeProvider;
}
