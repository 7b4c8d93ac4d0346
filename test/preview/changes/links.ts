import type { ChangeCase } from "./change-case.ts";

const pipe = "data/snowflake_pipe.files_partner-orders_pipe";
const stage = "data/snowflake_stage.files_partner-orders_stage";
const format = "data/snowflake_file_format.files_partner-orders_format";
const notification = "data/aws_s3_bucket_notification.files_bronze-events_notification";
const integration = "data/snowflake_storage_integration.files_trust_integration";
/** Who puts the files there, who reads them, and who restores what was replaced. */
const rights = "data/aws_iam_role_policy.{lake_partner-drop-access,lake_snowflake-files-access,files_versions}";
const connectors = "data/aws_mskconnect_connector.links_connectors_*_connector";

/** Sources: Snowflake documentation, "CREATE PIPE", "Introduction to Snowpipe"; Amazon MSK developer guide, "MSK Connect"; pages of hashicorp/aws and snowflakedb/snowflake. */
export const links: readonly ChangeCase[] = [
  {
    name: "files of a partner come to another folder",
    environment: "prod",
    patch: { links: { files: { "partner-orders": { dataset: "raw/orders_of_partners" } } } },
    harmless: false,
    changes: {
      [stage]: "update R4",
      [notification]: "update R4",
      [integration]: "update R4",
      [rights]: "update R3",
    },
    findings: [
      `running-interrupted warn {${stage},${notification},${integration}}`,
      `access-widened warn ${rights}`,
      `access-narrowed note ${rights}`,
    ],
  },
  {
    name: "files of a partner come in another format",
    environment: "prod",
    patch: { links: { files: { "partner-orders": { format: "PARQUET" } } } },
    harmless: false,
    changes: { [format]: "replace R4", [pipe]: "replace R5" },
    findings: [`stateless-destroyed warn ${format}`, `stateful-destroyed block ${pipe}`],
  },
  {
    name: "files of a partner are loaded no more, and their table goes",
    environment: "prod",
    patch: { links: { files: { "partner-orders": null } } },
    harmless: false,
    changes: {
      [pipe]: "delete R5",
      [stage]: "delete R5",
      [format]: "delete R4",
      "data/snowflake_table.files_partner-orders_table": "delete R5",
      [notification]: "update R4",
      [integration]: "update R4",
      [rights]: "update R3",
    },
    findings: [
      `running-interrupted warn {${notification},${integration}}`,
      `stateful-destroyed block ${pipe}`,
      `stateful-destroyed block ${stage}`,
      "stateful-destroyed block data/snowflake_table.files_partner-orders_table",
      `stateless-destroyed warn ${format}`,
      `access-narrowed note ${rights}`,
    ],
  },
  {
    name: "the lake's files become smaller and come sooner",
    environment: "prod",
    patch: { links: { archive: { bufferMib: 64, bufferSeconds: 120 } } },
    harmless: true,
    changes: { "data/aws_kinesis_firehose_delivery_stream.links_archive_*_stream": "update R2" },
    findings: [],
  },
  {
    name: "a topic is no longer copied to the lake",
    environment: "prod",
    patch: {
      links: { archive: { topics: ["user_events", "transaction_events"] } },
      jobs: { definitions: { ingest: { sources: { system_metrics: null } } } },
    },
    harmless: false,
    changes: {
      "data/aws_kinesis_firehose_delivery_stream.links_archive_system_metrics_stream": "delete R5",
      "data/aws_cloudwatch_log_stream.links_archive_system_metrics_log": "delete R5",
      "data/aws_iam_role*.links_archive_system_metrics_identity_*": "delete R4",
      "data/aws_cloudwatch_metric_alarm.links_archive_system_metrics_*": "delete R4",
      "jobs/kubernetes_config_map_v1.jobs_definitions_*_contract": "update R2",
    },
    findings: [
      "stateless-destroyed warn data/aws_*.links_archive_system_metrics_*",
      "stateful-destroyed block data/aws_{cloudwatch_log_stream,kinesis_firehose_delivery_stream}.links_archive_system_metrics_*",
    ],
  },
  {
    name: "connectors get a new version of their program",
    environment: "prod",
    patch: {
      links: {
        connector: {
          version: "3.6.0",
          sha256: "2222222222222222222222222222222222222222222222222222222222222222",
        },
      },
    },
    harmless: false,
    changes: {
      "data/aws_mskconnect_custom_plugin.links_connectors_runtime_plugin": "replace R4",
      [connectors]: "replace R4",
    },
    findings: [
      "stateless-destroyed warn data/aws_mskconnect_custom_plugin.links_connectors_runtime_plugin",
      `stateless-destroyed warn ${connectors}`,
    ],
  },
  {
    name: "connectors' logs are kept for a month where they were kept for three",
    environment: "prod",
    patch: { links: { connector: { logDays: 30 } } },
    harmless: false,
    changes: { "data/aws_cloudwatch_log_group.links_connectors_log": "update R5" },
    findings: ["retention-shortened block data/aws_cloudwatch_log_group.links_connectors_log"],
  },
  {
    name: "another program may bring files of a partner",
    environment: "prod",
    patch: { links: { files: { "partner-orders": { writers: ["partner-drop", "event-collector"] } } } },
    harmless: true,
    changes: { "data/aws_iam_role_policy.lake_event-collector-access": "create R3" },
    findings: ["access-widened warn data/aws_iam_role_policy.lake_event-collector-access"],
  },
];
