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
 * Properties as `name=value` lines. MSK accepts only those that its developer guide lists ("Custom Amazon MSK
 * configurations"); log.retention.check.interval.ms is not among them and keeps Kafka's 300,000 ms.
 */
export function serverProperties(context: Pick<PlatformContext, "protection">, config: StreamingConfig): string {
  const properties = {
    "allow.everyone.if.no.acl.found": false,
    "auto.create.topics.enable": false,
    "compression.type": config.compression,
    "default.replication.factor": config.replicationFactor,
    "delete.topic.enable": safeguards(context.protection).topicDeletion,
    "log.retention.hours": config.retentionHours,
    "log.segment.bytes": config.segmentBytes,
    "min.insync.replicas": config.minInSyncReplicas,
    "num.partitions": config.defaultPartitions,
    "unclean.leader.election.enable": false,
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
}
