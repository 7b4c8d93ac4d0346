import type { NetworkReference } from "../../../constructs/network/network.ts";
import { type StreamingConfig, streamingConfig } from "../../../constructs/streaming/config.ts";

type Topics = NonNullable<Parameters<typeof streamingConfig.parse>[0]> | undefined;

export const network: NetworkReference = {
  vpcId: "vpc-1",
  vpcCidr: "10.0.0.0/16",
  subnetIds: { public: ["p-a", "p-b", "p-c"], private: ["s-a", "s-b", "s-c"], isolated: ["i-a", "i-b", "i-c"] },
};

/** A small cluster with the given topics. */
export function streaming(topics: Topics = {}): StreamingConfig {
  return streamingConfig.parse({
    brokers: { size: "kafka.m7g.large", count: 3, storageGib: { initial: 100, max: 500 } },
    replicationFactor: 3,
    minInSyncReplicas: 2,
    topics,
  });
}
