import type { NetworkReference } from "../../../constructs/network/network.ts";
import { type StreamingConfig, streamingConfig } from "../../../constructs/streaming/config.ts";

export const network: NetworkReference = {
  vpcId: "vpc-1",
  vpcCidr: "10.0.0.0/16",
  subnetIds: { public: ["p-a", "p-b", "p-c"], private: ["s-a", "s-b", "s-c"], isolated: ["i-a", "i-b", "i-c"] },
};

const standard = { kind: "standard", size: "kafka.m7g.large", count: 3, storageGib: { initial: 100, max: 500 } };

/** Brokers without disks of their own. */
export const express = { kind: "express", size: "express.m7g.large", count: 3 };

/** Brokers with a cheaper tier behind their disks. */
export const tiered = { ...standard, storageMode: "TIERED" };

/** A small cluster with the given topics, and whatever else is given. */
export function streaming(topics: object = {}, given: object = {}): StreamingConfig {
  return streamingConfig.parse({
    brokers: standard,
    replicationFactor: 3,
    minInSyncReplicas: 2,
    topics,
    ...given,
  });
}

/** What a cluster like {@link streaming}'s is told it does wrong. */
export function problems(topics: object, given: object = {}): string[] {
  try {
    streaming(topics, given);
    return [];
  } catch (error) {
    const issues: unknown = Object(error).issues;
    return Array.isArray(issues) ? issues.map(({ path, message }) => `${path.join(".")}: ${message}`) : [String(error)];
  }
}
