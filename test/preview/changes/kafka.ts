import type { ChangeCase } from "./change-case.ts";

const cluster = "data/aws_msk_cluster.kafka_cluster";
const configuration = "data/aws_msk_configuration.kafka_configuration";
const events = "data/aws_msk_topic.topics_user_events_topic";
const metrics = "data/aws_msk_topic.topics_system_metrics_topic";
const clusterPatch = (body: object) => ({ data: { resource: { aws_msk_cluster: { kafka_cluster: body } } } });

/** What goes with a cluster: its topics, and what reads and fills them. */
const changesWithCluster = {
  [cluster]: "replace R5",
  "data/aws_msk_topic.*": "replace R5",
  "data/aws_kinesis_firehose_delivery_stream.*": "replace R5",
  "data/aws_mskconnect_connector.*": "replace R4",
  "data/aws_appautoscaling_*.kafka_storage_*": "replace R4",
  "data/aws_iam_role_policy.{topics,links}_*": "update R3",
  "data/aws_msk_cluster_policy.links_archive_admission": "update R3",
};
const findingsWithCluster = [
  "stateful-destroyed block data/aws_{msk_cluster,msk_topic,kinesis_firehose_delivery_stream}.*",
  "stateless-destroyed warn data/aws_{mskconnect_connector,appautoscaling_*}.*",
  "access-widened warn data/aws_{iam_role_policy,msk_cluster_policy}.{topics,links}_*",
];

/** Sources: Amazon MSK developer guide; Apache Kafka documentation, topic and broker configurations. */
export const kafka: readonly ChangeCase[] = [
  {
    name: "a topic gets more partitions",
    environment: "prod",
    patch: { streaming: { topics: { system_metrics: { partitions: 8 } } } },
    harmless: true,
    changes: { [metrics]: "update R2" },
    findings: [`partitions-added note ${metrics}`],
  },
  {
    name: "a topic is to have fewer partitions, which Kafka cannot do",
    environment: "prod",
    patch: { streaming: { topics: { user_events: { partitions: 6 } } } },
    harmless: false,
    changes: { [events]: "update R5" },
    findings: [`partition-count-lowered block ${events}`],
  },
  {
    name: "a topic keeps its events for a day where it kept them for a week",
    environment: "prod",
    patch: { streaming: { topics: { user_events: { retentionHours: 24 } } } },
    harmless: false,
    changes: { "data/aws_msk_topic.topics_user_events_*": "update R5" },
    findings: ["retention-shortened block data/aws_msk_topic.topics_user_events_*"],
  },
  {
    name: "all topics keep their events for three days, by the brokers' configuration",
    environment: "prod",
    patch: { streaming: { retentionHours: 72 } },
    harmless: false,
    changes: { [configuration]: "update R5", [cluster]: "update R4" },
    findings: [`retention-shortened block ${configuration}`, `running-interrupted warn ${cluster}`],
  },
  {
    name: "all topics keep their events for two weeks",
    environment: "prod",
    patch: { streaming: { retentionHours: 336 } },
    harmless: true,
    changes: { [configuration]: "update R2", [cluster]: "update R4" },
    findings: [`running-interrupted warn ${cluster}`],
  },
  {
    name: "producers are answered when a single broker has their events",
    environment: "prod",
    patch: { streaming: { minInSyncReplicas: 1 } },
    harmless: false,
    changes: { [configuration]: "update R5", [cluster]: "update R4" },
    findings: [`protection-loosened block ${configuration}`, `running-interrupted warn ${cluster}`],
  },
  {
    name: "brokers become larger, one after another",
    environment: "staging",
    patch: { streaming: { brokers: { size: "kafka.m7g.xlarge" } } },
    harmless: false,
    changes: { [cluster]: "update R4" },
    findings: [`running-interrupted warn ${cluster}`, "cost-step block cost"],
  },
  {
    name: "an older Kafka takes a new cluster, and the topics go with the old one",
    environment: "prod",
    applied: true,
    patch: { streaming: { kafkaVersion: "3.8.x.kraft" } },
    harmless: false,
    failed: ["data", "jobs"],
    changes: { ...changesWithCluster, [configuration]: "replace R4" },
    findings: [...findingsWithCluster, `stateless-destroyed warn ${configuration}`],
  },
  {
    name: "brokers' disks may grow further by themselves",
    environment: "prod",
    patch: { streaming: { brokers: { storageGib: { max: 6000 } } } },
    harmless: true,
    changes: { "data/aws_appautoscaling_target.kafka_storage_target": "update R2" },
    findings: [],
  },
  {
    name: "consumers may be behind for longer before somebody is told",
    environment: "prod",
    patch: { streaming: { maxLagMinutes: 30 } },
    harmless: true,
    changes: { "data/aws_cloudwatch_metric_alarm.kafka-alarms_*_event-monitor_alarm": "update R2" },
    findings: [],
  },
  {
    name: "brokers' logs are kept for a month where they were kept for three",
    environment: "prod",
    patch: { streaming: { brokerLogDays: 30 } },
    harmless: false,
    changes: { "data/aws_cloudwatch_log_group.kafka_broker-logs": "update R5" },
    findings: ["retention-shortened block data/aws_cloudwatch_log_group.kafka_broker-logs"],
  },
  {
    name: "brokers' logs are kept for half a year",
    environment: "prod",
    patch: { streaming: { brokerLogDays: 180 } },
    harmless: true,
    changes: { "data/aws_cloudwatch_log_group.kafka_broker-logs": "update R2" },
    findings: [],
  },
  {
    name: "clients get in without saying who they are",
    environment: "prod",
    stacks: clusterPatch({ client_authentication: { unauthenticated: true } }),
    harmless: false,
    changes: { [cluster]: "update R5" },
    findings: [`protection-loosened block ${cluster}`, `running-interrupted warn ${cluster}`],
  },
  {
    name: "brokers get addresses that the internet reaches",
    environment: "prod",
    stacks: clusterPatch({
      broker_node_group_info: { connectivity_info: { public_access: { type: "SERVICE_PROVIDED_EIPS" } } },
    }),
    harmless: false,
    changes: { [cluster]: "update R5" },
    findings: [`public-exposure block ${cluster}`, `running-interrupted warn ${cluster}`],
  },
  {
    name: "brokers' storage is to be encrypted with another account's key, which takes a new cluster",
    environment: "prod",
    applied: true,
    stacks: clusterPatch({
      encryption_info: { encryption_at_rest_kms_key_arn: "arn:aws:kms:us-west-2:999999999999:key/theirs" },
    }),
    harmless: false,
    failed: ["data", "jobs"],
    changes: changesWithCluster,
    findings: [...findingsWithCluster, `foreign-key block ${cluster}`],
  },
  {
    name: "clients may speak to brokers in plain text",
    environment: "prod",
    stacks: clusterPatch({ encryption_info: { encryption_in_transit: { client_broker: "TLS_PLAINTEXT" } } }),
    harmless: false,
    changes: { [cluster]: "update R5" },
    findings: [`protection-loosened block ${cluster}`, `running-interrupted warn ${cluster}`],
  },
];
