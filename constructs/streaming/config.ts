import { z } from "zod";
import { kebabName, ownerName, snowflakeName, topicName, whole } from "../support/fields.ts";
import { rule } from "../support/rule.ts";
import { brokerSizes } from "./broker-sizes.ts";
import { brokerBreaches, replicationBreaches, storageBreaches, topicBreaches } from "./rules.ts";

const gibibytes = whole(1, 16384, "GiB of EBS storage per broker, Amazon MSK quota");
/** 100 years: Kafka takes any number; more is a typing error. */
const retentionHours = whole(1, 876_000, "hours that a topic keeps its events");

const topicConfig = z
  .strictObject({
    owner: ownerName.default("data-engineering"),
    /** Can be raised later, never lowered. */
    partitions: whole(1, 4000, "partitions of a topic"),
    retentionHours: retentionHours.optional(),
    /** `compact` keeps the last event of each key, `delete` every event until its retention ends. */
    cleanup: z.enum(["delete", "compact"]).default("delete"),
    /** Roles and jobs that write events; each may write this topic and no other. */
    producers: z.array(kebabName).readonly().default([]),
    /** Consumer groups, each with the roles and jobs that read in it. */
    consumers: z.record(kebabName, z.array(kebabName).readonly()).readonly().default({}),
    /** Table of RAW_DATA.KAFKA_STREAMS that the connector loads; by default the topic's name in upper case. */
    table: snowflakeName.optional(),
  })
  .readonly();

export const streamingConfig = z
  .strictObject({
    /** Kafka version, as Amazon MSK names it ("x": MSK chooses the patch). Both run on KRaft. */
    kafkaVersion: z.enum(["3.8.x", "3.9.x"]).default("3.9.x"),
    brokers: z
      .strictObject({
        size: z.enum(brokerSizes),
        /** All brokers together; the same number in every zone. MSK runs at most 30 brokers in a cluster with KRaft. */
        count: whole(2, 30, "brokers of a cluster, Amazon MSK quota"),
        /** EBS storage per broker. It grows by itself from `initial` up to `max` and never shrinks. */
        storageGib: z.strictObject({ initial: gibibytes, max: gibibytes }).readonly(),
      })
      .check(rule([["storageGib"]], storageBreaches))
      .readonly(),
    /** Copies of every partition. */
    replicationFactor: whole(1, 30, "copies of a partition"),
    /** Copies that must have an event before a producer with acks=all is answered. */
    minInSyncReplicas: whole(1, 29, "copies in sync"),
    retentionHours: retentionHours.default(168),
    /** Partitions of a topic that is created without saying. */
    defaultPartitions: whole(1, 4000, "partitions of a topic").default(10),
    segmentBytes: whole(14, 2_147_483_647, "bytes of a log segment, Kafka configuration segment.bytes").default(
      104_857_600,
    ),
    retentionCheckIntervalMs: whole(1, 3_600_000, "milliseconds between retention checks").default(300_000),
    compression: z.enum(["snappy", "zstd", "lz4", "gzip", "producer"]).default("snappy"),
    /** Days that broker logs stay in CloudWatch. */
    brokerLogDays: z.literal([7, 14, 30, 60, 90, 180, 365]).default(30),
    topics: z.record(topicName, topicConfig).readonly().default({}),
  })
  .check(
    rule([["brokers", "count"], ["replicationFactor"], ["minInSyncReplicas"]], replicationBreaches),
    rule([["brokers"], ["replicationFactor"], ["topics"]], brokerBreaches),
    rule([["topics"]], topicBreaches),
  )
  .readonly();

export type StreamingConfig = z.output<typeof streamingConfig>;
export type TopicConfig = z.output<typeof topicConfig>;
