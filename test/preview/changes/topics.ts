import type { ChangeCase } from "./change-case.ts";

const withoutMetrics = {
  streaming: { topics: { system_metrics: null } },
  jobs: { definitions: { ingest: { sources: { system_metrics: null } } } },
};

/** What ends with the topic system_metrics: its events, what carries them on, what watches that. */
const changesWithoutMetrics = {
  "data/aws_msk_topic.topics_system_metrics_*": "delete R5",
  "data/aws_glue_schema.schemas_system_metrics_schema": "delete R5",
  "data/aws_kinesis_firehose_delivery_stream.links_archive_system_metrics_stream": "delete R5",
  "data/aws_mskconnect_connector.links_connectors_system_metrics_connector": "delete R4",
  "data/aws_cloudwatch_log_stream.links_archive_system_metrics_log": "delete R5",
  "data/aws_cloudwatch_metric_alarm.*system_metrics*": "delete R4",
  "data/aws_iam_role.links_*_system_metrics_identity_role": "delete R4",
  "data/aws_iam_role_policy.links_*_system_metrics_identity_rights": "delete R4",
  "data/aws_iam_role_policy.topics_event-*-access": "update R3",
  "jobs/kubernetes_config_map_v1.jobs_definitions_*_contract": "update R2",
};

function findingsWithoutMetrics(lost: string, stopped: string): string[] {
  return [
    `stateful-destroyed ${lost} data/aws_msk_topic.topics_system_metrics_*`,
    `stateful-destroyed ${lost} data/aws_glue_schema.schemas_system_metrics_schema`,
    `stateful-destroyed ${lost} data/aws_cloudwatch_log_stream.links_archive_system_metrics_log`,
    `stateful-destroyed ${lost} data/aws_kinesis_firehose_delivery_stream.links_archive_system_metrics_stream`,
    `stateless-destroyed ${stopped} data/aws_mskconnect_connector.links_connectors_system_metrics_connector`,
    `stateless-destroyed ${stopped} data/aws_cloudwatch_metric_alarm.*system_metrics*`,
    `stateless-destroyed ${stopped} data/aws_iam_role*.links_*_system_metrics_identity_*`,
    "access-narrowed note data/aws_iam_role_policy.topics_event-*-access",
  ];
}

export const topics: readonly ChangeCase[] = [
  {
    name: "a topic that is no longer declared ends with its events and all that carried them",
    environment: "prod",
    patch: withoutMetrics,
    harmless: false,
    changes: changesWithoutMetrics,
    findings: findingsWithoutMetrics("block", "warn"),
  },
  {
    name: "in staging, too, a topic does not go by leaving it out",
    environment: "staging",
    patch: withoutMetrics,
    harmless: false,
    changes: changesWithoutMetrics,
    findings: findingsWithoutMetrics("block", "warn"),
  },
  {
    name: "in dev, a topic may go, and everybody is told",
    environment: "dev",
    patch: withoutMetrics,
    harmless: false,
    changes: changesWithoutMetrics,
    findings: findingsWithoutMetrics("warn", "note"),
  },
  {
    name: "a topic is added, with its way to the lake and to Snowflake",
    environment: "prod",
    patch: {
      streaming: {
        topics: {
          refunds: {
            partitions: 5,
            producers: ["event-collector"],
            consumers: { "event-monitor": ["event-monitor"] },
          },
        },
      },
    },
    harmless: true,
    changes: {
      "data/aws_msk_topic.topics_refunds_*": "create R1",
      "data/aws_kinesis_firehose_delivery_stream.links_archive_refunds_stream": "create R1",
      "data/aws_mskconnect_connector.links_connectors_refunds_connector": "create R1",
      "data/aws_iam_role_policy.topics_event-*-access": "update R3",
    },
    findings: ["access-widened warn data/aws_iam_role_policy.topics_event-*-access"],
  },
  {
    name: "a topic's schema may change in ways that old readers do not understand",
    environment: "prod",
    stacks: { data: { resource: { aws_glue_schema: { schemas_user_events_schema: { compatibility: "NONE" } } } } },
    harmless: false,
    changes: { "data/aws_glue_schema.schemas_user_events_schema": "update R5" },
    findings: ["protection-loosened block data/aws_glue_schema.schemas_user_events_schema"],
  },
  {
    name: "a consumer's rights on a topic are taken away",
    environment: "prod",
    patch: { streaming: { topics: { system_metrics: { consumers: { "event-monitor": null } } } } },
    harmless: false,
    changes: {
      "data/aws_iam_role_policy.topics_event-monitor-access": "update R3",
      "data/aws_cloudwatch_metric_alarm.kafka-alarms_system_metrics_event-monitor_alarm": "delete R4",
    },
    findings: [
      "access-narrowed note data/aws_iam_role_policy.topics_event-monitor-access",
      "stateless-destroyed warn data/aws_cloudwatch_metric_alarm.kafka-alarms_system_metrics_event-monitor_alarm",
    ],
  },
];
