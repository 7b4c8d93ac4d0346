import type { SnowflakeProvider } from "@cdktf/provider-snowflake/lib/provider/index.js";
import type { Grantee } from "./grants.ts";
import type { SnowflakeProviders } from "./providers.ts";

/** The role that a provider alias works under. */
export function aliasRole({ alias, role }: SnowflakeProvider): string {
  if (role === undefined) throw new Error(`The Snowflake provider alias ${alias} must name its role.`);
  return role;
}

/** An alias as one that privileges inside databases go to: those on the account, it has from the account stack. */
export function aliasGrantee({ access }: SnowflakeProviders, alias: SnowflakeProvider): Grantee {
  return { provider: access, roleName: aliasRole(alias), grantAfter: [] };
}
