import { expectTurns } from "./expect-turns.ts";

const again = "their source is the cluster, which is another";

expectTurns("streaming", {
  "streaming.kafkaVersion": {
    replaces: {
      aws_msk_cluster: "Kafka does not go back to an older version",
      aws_msk_topic: "a topic lies in its cluster",
      aws_kinesis_firehose_delivery_stream: again,
      aws_mskconnect_connector: again,
    },
    beyond: {
      aws_iam_role_policy: "rights to a cluster name it",
      aws_msk_cluster_policy: "the policy by which Firehose comes in is the cluster's",
      aws_kinesis_firehose_delivery_stream: again,
      aws_mskconnect_connector: again,
      handover: "jobs are told where the cluster is",
    },
  },
  "streaming.brokers.kind": {
    given: { brokers: { kind: "express", size: "express.m7g.large", count: 3 } },
  },
  "streaming.brokers.storageGib.initial": {
    silent: "disks have grown by themselves since, and MSK makes none smaller",
  },
  "streaming.replicationFactor": {
    given: { replicationFactor: 2, minInSyncReplicas: 1 },
    replaces: { aws_msk_topic: "a topic's number of copies cannot be changed through MSK" },
    beyond: {
      aws_mskconnect_connector: "the connector's own topics have as many copies",
      aws_iam_role_policy: "rights to topics name them, and nobody knows yet that the new ones are called the same",
    },
  },
  "streaming.compression": { beyond: { handover: "producers are told how to compress" } },
  "streaming.topics.*.localRetentionHours": {
    given: {
      brokers: { storageMode: "TIERED" },
      topics: { user_events: { retentionHours: 500, localRetentionHours: 24 } },
    },
  },
  "streaming.topics.*.table": {
    beyond: { aws_mskconnect_connector: "the connector is told which table it loads" },
  },
  "streaming.topics.*.schema.format": {
    fixed: "a definition is of the form that its file is, and all of them are JSON",
  },
  "streaming.topics.*.schema.definition": { fixed: "another topic's events have other keys, which ingestion asks for" },
});
