import { MskConfiguration } from "@cdktf/provider-aws/lib/msk-configuration/index.js";
import type { Construct } from "constructs";
import type { PlatformContext } from "../support/context.ts";
import { physicalName } from "../support/names.ts";
import { safeguards } from "../support/protection.ts";
import type { StreamingConfig } from "./config.ts";

/** The brokers' configuration; a new revision restarts them one after another. */
export function createConfiguration(
  scope: Construct,
  context: PlatformContext,
  config: StreamingConfig,
): MskConfiguration {
  return new MskConfiguration(scope, "configuration", {
    // The versions of a configuration never change, and its name is taken until it is deleted, which MSK refuses while a
    // cluster uses it. So another version is another name, created before the cluster moves over.
    name: physicalName("kafkaConfiguration", context, config.kafkaVersion.replaceAll(".", "-")),
    kafkaVersions: [config.kafkaVersion],
    serverProperties: serverProperties(context, config),
    lifecycle: { createBeforeDestroy: true },
  });
}

/**
 * Properties as `name=value` lines. MSK accepts only those that its developer guide lists for the kind of brokers ("Custom
 * Amazon MSK configurations", "Custom MSK Express broker configurations"); log.retention.check.interval.ms is on neither
 * list and keeps Kafka's 300,000 ms.
 */
export function serverProperties(context: Pick<PlatformContext, "protection">, config: StreamingConfig): string {
  const properties = {
    "allow.everyone.if.no.acl.found": false,
    "auto.create.topics.enable": false,
    "compression.type": config.compression,
    "delete.topic.enable": safeguards(context.protection).topicDeletion,
    "num.partitions": config.defaultPartitions,
    // A consumer that says where it stands (client.rack) reads from the copy in its own zone, which costs no traffic between zones.
    "replica.selector.class": "org.apache.kafka.common.replica.RackAwareReplicaSelector",
    ...(config.brokers.kind === "express" ? expressProperties(config) : standardProperties(config)),
  };
  return Object.entries(properties)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
}

function standardProperties(config: StreamingConfig) {
  return {
    "default.replication.factor": config.replicationFactor,
    "log.retention.hours": config.retentionHours,
    "log.segment.bytes": config.segmentBytes,
    "min.insync.replicas": config.minInSyncReplicas,
    "unclean.leader.election.enable": false,
  };
}

/** Copies, segments and elections are MSK's own there. */
function expressProperties({ retentionHours }: StreamingConfig) {
  return { "log.retention.ms": retentionHours * 3_600_000 };
}
