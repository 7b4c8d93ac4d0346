import type { SnowflakeProvider } from "@cdktf/provider-snowflake/lib/provider/index.js";

/** One provider alias for each Snowflake role that deploys; a resource without one would run under PUBLIC and fail. */
export interface SnowflakeProviders {
  /** Creates warehouses, databases, schemas and the shells of tables. */
  readonly objects: SnowflakeProvider;
  /** Creates storage integrations, stages, file formats and pipes. */
  readonly loading: SnowflakeProvider;
  /** Creates tags, masking policies and row-access policies. */
  readonly governance: SnowflakeProvider;
  /** Creates roles, and grants. */
  readonly access: SnowflakeProvider;
  /** Creates service users, and the network rules and policies they sign in under. */
  readonly users: SnowflakeProvider;
}
