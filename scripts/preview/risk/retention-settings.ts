import type { ProtectionSetting } from "./protection-settings.ts";

/** How long data last. Sources: each type's page of its provider. */
export const retentionSettings: readonly ProtectionSetting[] = [
  {
    type: "aws_cloudwatch_log_group",
    path: "retention_in_days",
    looser: "shorter",
    endless: true,
    means: "log events",
    retention: true,
  },
  { type: "aws_db_instance", path: "backup_retention_period", looser: "shorter", means: "backups", retention: true },
  { type: "aws_rds_cluster", path: "backup_retention_period", looser: "shorter", means: "backups", retention: true },
  { type: "aws_sqs_queue", path: "message_retention_seconds", looser: "shorter", means: "messages", retention: true },
  { type: "aws_kinesis_stream", path: "retention_period", looser: "shorter", means: "records", retention: true },
  {
    type: "snowflake_database",
    path: "data_retention_time_in_days",
    looser: "shorter",
    inherits: true,
    means: "Time Travel",
    retention: true,
  },
  {
    type: "snowflake_schema",
    path: "data_retention_time_in_days",
    looser: "shorter",
    inherits: true,
    means: "Time Travel",
    retention: true,
  },
  {
    type: "snowflake_table",
    path: "data_retention_time_in_days",
    looser: "shorter",
    inherits: true,
    means: "Time Travel",
    retention: true,
  },
  {
    type: "snowflake_database",
    path: "max_data_extension_time_in_days",
    looser: "shorter",
    inherits: true,
    means: "changes that streams have not read",
    retention: true,
  },
  {
    type: "snowflake_schema",
    path: "max_data_extension_time_in_days",
    looser: "shorter",
    inherits: true,
    means: "changes that streams have not read",
    retention: true,
  },
  { type: "aws_dynamodb_table", path: "ttl.enabled", looser: "true", means: "items", retention: true },
];
