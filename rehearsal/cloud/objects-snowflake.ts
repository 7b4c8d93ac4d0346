import type { Value } from "../value.ts";
import { grantId } from "./grant-id.ts";
import type { Draft, ObjectKind } from "./kind.ts";

/** How a type's id is built from its names: quoted and dotted, or in older resources bare and with pipes. */
const quoted = (...names: readonly string[]) => names.map((name) => `"{${name}}"`).join(".");
const piped = (...names: readonly string[]) => names.map((name) => `{${name}}`).join("|");

const TAKEN = "002002 (42710): SQL compilation error: object already exists";

function object(id: string, qualified: string, fills: ObjectKind["fills"] = {}): ObjectKind {
  return {
    id,
    fills: { id, fully_qualified_name: qualified, ...OWN, ...fills },
    taken: TAKEN,
    changing: { id: NAMES, fully_qualified_name: NAMES, show_output: [], describe_output: [] },
  };
}

const NAMES = ["name", "schema", "database"];

/** What the outputs of SHOW and DESCRIBE say of an object, where its own arguments do not. */
const OWN: NonNullable<ObjectKind["fills"]> = {
  "show_output.owner_role_type": "ROLE",
  "show_output.comment": "{comment}",
  "describe_output.comment": "{comment}",
  "describe_output.owner_role_type": "ROLE",
  data_retention_time_in_days: () => 1,
  max_data_extension_time_in_days: () => 14,
  max_concurrency_level: () => 8,
  statement_timeout_in_seconds: () => 172_800,
  "show_output.state": "STARTED",
};

const inAccount = (fills?: ObjectKind["fills"]) => object(quoted("name"), quoted("name"), fills);
const inDatabase = () => object(quoted("database", "name"), quoted("database", "name"));
const inSchema = () => object(quoted("database", "schema", "name"), quoted("database", "schema", "name"));
/** Resources of the provider's first generation. */
const bareInAccount = (fills?: ObjectKind["fills"]) => object("{name}", quoted("name"), fills);
const pipedInSchema = (fills?: ObjectKind["fills"]) =>
  object(piped("database", "schema", "name"), quoted("database", "schema", "name"), fills);

/** What DESCRIBE says of a storage integration: each property in a row of its own. */
const integrationProperties = [
  ["comment", "String"],
  ["enabled", "Boolean"],
  ["storage_allowed_locations", "List"],
  ["storage_aws_external_id", "String"],
  ["storage_aws_iam_user_arn", "String"],
  ["storage_aws_role_arn", "String"],
  ["storage_provider", "String"],
] as const;

function property(name: string, type: string) {
  return (draft: Draft): Value => {
    const value = draft.at(name);
    return [
      { name: name.toUpperCase(), type, value: Array.isArray(value) ? value.join() : String(value ?? ""), default: "" },
    ];
  };
}

const grant: ObjectKind = { id: grantId, upsert: true };
const sqsQueue = "arn:aws:sqs:{region}:{digits12}:sf-snowpipe-{chars20}";

export const SNOWFLAKE_KINDS: Readonly<Record<string, ObjectKind>> = {
  snowflake_account_parameter: { id: "{key}", upsert: true },
  snowflake_account_role: inAccount(),
  snowflake_alert: pipedInSchema(),
  snowflake_api_integration: bareInAccount(),
  snowflake_authentication_policy: inSchema(),
  snowflake_database: inAccount(),
  snowflake_database_role: inDatabase(),
  snowflake_dynamic_table: pipedInSchema(),
  snowflake_email_notification_integration: bareInAccount(),
  snowflake_execute: { id: "{uuid}", fills: { query_results: () => [] } },
  snowflake_external_table: pipedInSchema(),
  snowflake_external_volume: inAccount(),
  snowflake_failover_group: bareInAccount(),
  snowflake_file_format: pipedInSchema(),
  snowflake_grant_account_role: grant,
  snowflake_grant_application_role: grant,
  snowflake_grant_database_role: grant,
  snowflake_grant_ownership: grant,
  snowflake_grant_privileges_to_account_role: grant,
  snowflake_grant_privileges_to_database_role: grant,
  snowflake_grant_privileges_to_share: grant,
  snowflake_legacy_service_user: inAccount(),
  snowflake_masking_policy: inSchema(),
  snowflake_materialized_view: pipedInSchema(),
  snowflake_network_policy: inAccount(),
  snowflake_network_rule: inSchema(),
  snowflake_notification_integration: bareInAccount(),
  snowflake_password_policy: inSchema(),
  snowflake_pipe: pipedInSchema({ notification_channel: channel, owner: "{role}" }),
  snowflake_primary_connection: inAccount(),
  snowflake_resource_monitor: inAccount(),
  snowflake_row_access_policy: inSchema(),
  snowflake_schema: inDatabase(),
  snowflake_secondary_connection: inAccount(),
  snowflake_secondary_database: inAccount(),
  snowflake_secret_with_generic_string: inSchema(),
  snowflake_sequence: pipedInSchema(),
  snowflake_service_user: inAccount(),
  snowflake_share: bareInAccount(),
  snowflake_shared_database: inAccount(),
  snowflake_stage: pipedInSchema({
    aws_external_id: "{organization}_SFCRole=2_{chars24}=",
    snowflake_iam_user: snowflakeUser,
  }),
  snowflake_storage_integration: bareInAccount({
    storage_aws_external_id: "{organization}_SFCRole=2_{chars24}=",
    storage_aws_iam_user_arn: snowflakeUser,
    azure_consent_url: "",
    azure_multi_tenant_app_name: "",
    storage_gcp_service_account: "",
    ...Object.fromEntries(
      integrationProperties.map(([name, type]) => [`describe_output.${name}`, property(name, type)]),
    ),
  }),
  snowflake_stream_on_table: inSchema(),
  snowflake_table: pipedInSchema({ owner: "{role}" }),
  snowflake_tag: inSchema(),
  snowflake_task: inSchema(),
  snowflake_user: inAccount(),
  snowflake_view: inSchema(),
  snowflake_warehouse: inAccount(),
};

/** Types that are not listed: named within whatever their arguments name. */
export function snowflakeKind(type: string): ObjectKind {
  const known = SNOWFLAKE_KINDS[type];
  if (known) return known;
  const id = (draft: Draft): Value => {
    const names = ["database", "schema", "name"]
      .map((name) => draft.at(name))
      .filter((name) => typeof name === "string");
    return names.length > 0 ? names.map((name) => `"${name}"`).join(".") : draft.renderAs("id", "{uuid}");
  };
  return { id, fills: { id, fully_qualified_name: id, ...OWN }, taken: TAKEN };
}

/** A pipe shows the topic that it listens to, and a queue of its own only where it has none (provider 2.11.0, pkg/resources/pipe.go). */
function channel(draft: Draft): Value {
  const topic = draft.at("aws_sns_topic_arn");
  return typeof topic === "string" && topic !== "" ? topic : draft.render(sqsQueue);
}

/** Every integration of an account uses the same AWS user of Snowflake's. */
function snowflakeUser(draft: Draft): string {
  const seed = draft.render("{organization}-{snowflakeAccount}");
  const digits = Array.from(
    { length: 12 },
    (_, index) => (seed.charCodeAt(index % seed.length) * (index + 7)) % 10,
  ).join("");
  return `arn:aws:iam::${digits}:user/abc10000-s`;
}
