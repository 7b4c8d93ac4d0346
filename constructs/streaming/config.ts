import { z } from "zod";
import { kebabName, listOf, ownerName, recordOf, snowflakeName, text, topicName, whole } from "../support/fields.ts";
import { rule } from "../support/rule.ts";
import { brokersConfig } from "./broker-config.ts";
import { brokerBreaches, expressBreaches, replicationBreaches } from "./rules.ts";
import { schemaConfig } from "./schema-config.ts";
import { segmentBreaches, tieredBreaches } from "./tiered-rules.ts";
import { compactionBreaches, topicBreaches } from "./topic-rules.ts";

/** 100 years: Kafka takes any number; more is a typing error. */
const retentionHours = whole(1, 876_000, "hours that a topic keeps its events");

/** Kafka Connect's sinks read in groups called `connect-<connector>`, which must stay theirs alone (Kafka documentation, "Kafka Connect"). 255 characters fit any store of offsets. */
const consumerGroup = text(
  /^(?!connect-)(?=.{1,255}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  "lower-case words joined by hyphens, at most 255 characters, the first not connect (those groups are the connectors')",
  'Write it like "event-monitor"',
);

const topicConfig = z
  .strictObject({
    owner: ownerName.default("data-engineering"),
    /** Can be raised later, never lowered. */
    partitions: whole(1, 4000, "partitions of a topic"),
    retentionHours: retentionHours.optional(),
    /** Hours that events stay on the brokers' disks; older ones lie in the cheaper tier alone. A topic that has it once has it for good: taking it away would delete what lies there. */
    localRetentionHours: retentionHours.optional(),
    /** `compact` keeps the last event of each key, `delete` every event until its retention ends. */
    cleanup: z.enum(["delete", "compact"]).default("delete"),
    /** Roles and jobs that write events; each may write this topic and no other. */
    producers: listOf(kebabName).default([]),
    /** Consumer groups, each with the roles and jobs that read in it. */
    consumers: recordOf(consumerGroup, listOf(kebabName)).default({}),
    /** Table of RAW_DATA.KAFKA_STREAMS that the connector loads; by default the topic's name in upper case. */
    table: snowflakeName.optional(),
    /** Who produces or consumes may read it; nobody but a deploy registers a version. */
    schema: schemaConfig.optional(),
  })
  .readonly();

export const streamingConfig = z
  .strictObject({
    /** Kafka version, as Amazon MSK names it: "x" lets MSK choose the patch, without "kraft" a cluster would run on ZooKeeper. */
    kafkaVersion: z.enum(["3.8.x.kraft", "3.9.x.kraft"]).default("3.9.x.kraft"),
    brokers: brokersConfig,
    /** Copies of every partition. */
    replicationFactor: whole(1, 30, "copies of a partition"),
    /** Copies that must have an event before a producer with acks=all is answered. */
    minInSyncReplicas: whole(1, 29, "copies in sync"),
    retentionHours: retentionHours.default(168),
    /** Partitions of a topic that is created without saying. */
    defaultPartitions: whole(1, 4000, "partitions of a topic").default(10),
    /** Of Standard brokers; Express brokers choose it themselves. */
    segmentBytes: whole(14, 2_147_483_647, "bytes of a log segment, Kafka configuration segment.bytes").default(
      104_857_600,
    ),
    compression: z.enum(["snappy", "zstd", "lz4", "gzip", "producer"]).default("snappy"),
    /** Days that broker logs stay in CloudWatch. */
    brokerLogDays: z.literal([7, 14, 30, 60, 90, 180, 365]).default(30),
    /** Minutes that a consumer group may be behind its topic before someone is told. */
    maxLagMinutes: whole(1, 10_080, "minutes of a consumer's lag").default(15),
    topics: recordOf(topicName, topicConfig).default({}),
  })
  .check(
    rule(replicationBreaches),
    rule(expressBreaches),
    rule(brokerBreaches),
    rule(segmentBreaches),
    rule(topicBreaches),
    rule(compactionBreaches),
    rule(tieredBreaches),
  )
  .readonly();

export type StreamingConfig = z.output<typeof streamingConfig>;
export type TopicConfig = z.output<typeof topicConfig>;
