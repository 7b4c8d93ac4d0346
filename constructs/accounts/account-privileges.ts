import { recordOf } from "../support/record.ts";

/** The provider aliases of the everyday stacks: each works under a Snowflake role of its own. */
export const snowflakeAliases = ["objects", "loading", "governance", "access", "users"] as const;
export type SnowflakeAlias = (typeof snowflakeAliases)[number];

interface Needs {
  /** Privileges on the account without which none can be made or changed. */
  readonly account?: readonly string[];
  /** The provider answers for the type only where its preview feature is enabled. */
  readonly preview?: true;
}

/**
 * What each alias makes, and what that takes: one alias a resource type, but for those that any owner needs. A privilege
 * that no type needs is not given, and a feature that none needs is not enabled. The list is of the alias and not of
 * what an environment happens to declare: the last table of all must still be destroyed.
 *
 * Sources: Snowflake documentation, "Access control privileges", and the access control requirements of each CREATE
 * command; provider snowflakedb/snowflake 2.11.0, docs/index.md, "preview_features_enabled".
 */
export const aliasTypes: Readonly<Record<SnowflakeAlias, Readonly<Record<string, Needs>>>> = {
  objects: {
    snowflake_database: { account: ["CREATE DATABASE"] },
    snowflake_grant_ownership: {},
    snowflake_schema: {},
    snowflake_table: { preview: true },
    snowflake_warehouse: { account: ["CREATE WAREHOUSE"] },
  },
  loading: {
    snowflake_file_format: { preview: true },
    snowflake_pipe: { preview: true },
    snowflake_stage: { preview: true },
    snowflake_storage_integration: { account: ["CREATE INTEGRATION"], preview: true },
  },
  governance: {
    snowflake_masking_policy: {},
    snowflake_row_access_policy: {},
    // ALTER TAG … SET MASKING POLICY: whoever owns the tag and may apply masking policies.
    snowflake_tag: { account: ["APPLY MASKING POLICY"] },
  },
  access: {
    snowflake_account_role: { account: ["CREATE ROLE"] },
    snowflake_grant_account_role: { account: ["MANAGE GRANTS"] },
    snowflake_grant_privileges_to_account_role: { account: ["MANAGE GRANTS"] },
  },
  users: {
    snowflake_network_policy: { account: ["CREATE NETWORK POLICY"] },
    snowflake_network_rule: { preview: true },
    snowflake_service_user: { account: ["CREATE USER"] },
  },
};

export const accountPrivileges = recordOf(snowflakeAliases, (alias) => [
  ...new Set(Object.values(aliasTypes[alias]).flatMap(({ account = [] }) => account)),
]);

/** Names for preview_features_enabled. */
export const previewFeatures = recordOf(snowflakeAliases, (alias) =>
  Object.entries(aliasTypes[alias]).flatMap(([type, { preview }]) => (preview ? [`${type}_resource`] : [])),
);
