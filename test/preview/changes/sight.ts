import type { ChangeCase, MergePatch } from "./change-case.ts";

const snowflake = (type: string, name: string, body: MergePatch | null) => ({
  data: { resource: { [`snowflake_${type}`]: { [name]: body } } },
});
const rule = "data/snowflake_network_rule.warehouse_users_network_egress";
const mask = "data/snowflake_masking_policy.warehouse_governance_PII_VARCHAR_policy";
const grant = (name: string) => `data/snowflake_grant_account_role.warehouse_${name}`;

/** Who sees what in Snowflake. Sources: Snowflake documentation, "Overview of access control", "Understanding column-level security", "Controlling network traffic with network policies". */
export const sight: readonly ChangeCase[] = [
  {
    name: "analysts are to read raw extracts",
    environment: "prod",
    patch: { warehouse: { roles: { ANALYST: { reads: ["ANALYTICS.MARTS", "RAW_DATA.BATCH_EXTRACTS"] } } } },
    harmless: true,
    changes: { [grant("roles_ANALYST_reads-RAW_DATABATCH_EXTRACTS")]: "create R3" },
    findings: [`access-widened warn ${grant("roles_ANALYST_reads-RAW_DATABATCH_EXTRACTS")}`],
  },
  {
    name: "analysts are to see personal data as they are",
    environment: "prod",
    patch: { warehouse: { roles: { ANALYST: { unmasks: ["PII"] } } } },
    harmless: false,
    changes: { [grant("roles_ANALYST_unmasks-PII")]: "create R3" },
    findings: [
      `unmasking warn ${grant("roles_ANALYST_unmasks-PII")}`,
      `access-widened warn ${grant("roles_ANALYST_unmasks-PII")}`,
    ],
  },
  {
    name: "data scientists no longer read raw data",
    environment: "prod",
    patch: { warehouse: { roles: { DATA_SCIENTIST: { reads: ["ANALYTICS"] } } } },
    harmless: false,
    changes: { [grant("roles_DATA_SCIENTIST_reads-RAW_DATA")]: "delete R4" },
    findings: [`stateless-destroyed warn ${grant("roles_DATA_SCIENTIST_reads-RAW_DATA")}`],
  },
  {
    name: "the publisher may ask as the team on duty",
    environment: "prod",
    patch: { warehouse: { users: { PUBLISHER: { readsAs: ["ANALYST", "DATA_SCIENTIST", "ADMIN"] } } } },
    harmless: true,
    changes: { [grant("users_PUBLISHER_reads-as-ADMIN_grant")]: "create R3" },
    findings: [`access-widened warn ${grant("users_PUBLISHER_reads-as-ADMIN_grant")}`],
  },
  {
    name: "service users may sign in from everywhere",
    environment: "prod",
    stacks: snowflake("network_rule", "warehouse_users_network_egress", { value_list: ["0.0.0.0/0"] }),
    harmless: false,
    changes: { [rule]: "update R5" },
    findings: [`public-exposure block ${rule}`, `access-widened warn ${rule}`],
  },
  {
    name: "a service user is added that no network policy binds",
    environment: "prod",
    stacks: snowflake("service_user", "exporter", { name: "EXPORTER", provider: "snowflake.users" }),
    harmless: false,
    changes: { "data/snowflake_service_user.exporter": "create R5" },
    findings: ["user-unrestricted block data/snowflake_service_user.exporter"],
  },
  {
    name: "a mask shows everybody the domain of an address",
    environment: "prod",
    stacks: snowflake("masking_policy", "warehouse_governance_PII_VARCHAR_policy", {
      body: "REGEXP_REPLACE(VAL, '^[^@]+', '***')",
    }),
    harmless: false,
    changes: { [mask]: "update R3" },
    findings: [`unmasking warn ${mask}`],
  },
  {
    name: "a tag loses its masks, and columns that carry it are seen as they are",
    environment: "prod",
    stacks: snowflake("tag", "warehouse_governance_PII_tag", { masking_policies: [] }),
    harmless: false,
    changes: { "data/snowflake_tag.warehouse_governance_PII_tag": "update R5" },
    findings: [
      "unmasking warn data/snowflake_tag.warehouse_governance_PII_tag",
      "protection-loosened block data/snowflake_tag.warehouse_governance_PII_tag",
    ],
  },
  {
    name: "who sees every row is decided in another way",
    environment: "prod",
    patch: {
      warehouse: {
        governance: {
          rows: {
            ROWS_BY_COUNTRY: { everything: ["PUBLISHER", "DATA_SCIENTIST", "ADMIN"], only: { ANALYST: ["US"] } },
          },
        },
      },
    },
    harmless: false,
    changes: { "data/snowflake_row_access_policy.warehouse_governance_ROWS_BY_COUNTRY_rows": "update R3" },
    findings: ["unmasking warn data/snowflake_row_access_policy.warehouse_governance_ROWS_BY_COUNTRY_rows"],
  },
  {
    name: "everybody in the account is given the reading of marts",
    environment: "prod",
    stacks: snowflake("grant_account_role", "marts_for_all", {
      provider: "snowflake.access",
      role_name: "_ANALYTICS__MARTS_READ",
      parent_role_name: "PUBLIC",
    }),
    harmless: false,
    changes: { "data/snowflake_grant_account_role.marts_for_all": "create R5" },
    findings: [
      "public-exposure block data/snowflake_grant_account_role.marts_for_all",
      "access-widened warn data/snowflake_grant_account_role.marts_for_all",
    ],
  },
  {
    name: "the team on duty is given the account's administration",
    environment: "prod",
    stacks: snowflake("grant_account_role", "administration", {
      provider: "snowflake.access",
      role_name: "ACCOUNTADMIN",
      parent_role_name: "ADMIN",
    }),
    harmless: false,
    changes: { "data/snowflake_grant_account_role.administration": "create R5" },
    findings: [
      "admin-access block data/snowflake_grant_account_role.administration",
      "access-widened warn data/snowflake_grant_account_role.administration",
    ],
  },
  {
    name: "a column is no longer expected to be masked",
    environment: "prod",
    patch: { warehouse: { databases: { ANALYTICS: { protects: { "MARTS.DIM_CUSTOMERS.EMAIL": null } } } } },
    harmless: false,
    changes: { "jobs/kubernetes_config_map_v1.jobs_definitions_*_contract": "update R3" },
    findings: ["unmasking warn jobs/kubernetes_config_map_v1.jobs_definitions_*_contract"],
  },
];
