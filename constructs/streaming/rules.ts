import type { Breach } from "../support/rule.ts";
import { type BrokerSize, partitionsPerBroker } from "./broker-sizes.ts";
import { deadLetterTopic } from "./topic-names.ts";

interface Topics {
  readonly topics: Readonly<Record<string, { readonly partitions: number }>>;
}

export function* storageBreaches(brokers: { storageGib: { initial: number; max: number } }): Iterable<Breach> {
  const { initial, max } = brokers.storageGib;
  if (max >= initial) return;
  yield {
    path: ["storageGib", "max"],
    also: [["storageGib", "initial"]],
    rule: `it must be at least the initial ${initial} GiB (MSK storage never shrinks)`,
    remedy: `Use ${initial} or more`,
  };
}

export function* replicationBreaches(config: {
  brokers: { count: number };
  replicationFactor: number;
  minInSyncReplicas: number;
}): Iterable<Breach> {
  const { replicationFactor, minInSyncReplicas, brokers } = config;
  if (replicationFactor > brokers.count) {
    yield {
      path: ["replicationFactor"],
      also: [["brokers", "count"]],
      rule: `it must not exceed the ${brokers.count} brokers (each copy of a partition lies on another broker)`,
      remedy: `Use ${brokers.count} or fewer, or add brokers`,
    };
  }
  if (minInSyncReplicas >= replicationFactor) {
    yield {
      path: ["minInSyncReplicas"],
      also: [["replicationFactor"]],
      rule: `it must be below the replication factor ${replicationFactor} (otherwise one broker's restart stops every producer)`,
      remedy: replicationFactor > 1 ? `Use ${replicationFactor - 1}` : "Raise the replication factor first",
    };
  }
}

export function* brokerBreaches(
  config: Topics & { brokers: { size: BrokerSize; count: number }; replicationFactor: number },
): Iterable<Breach> {
  const { brokers, replicationFactor, topics } = config;
  // A dead-letter topic has one partition for each of its topic's ten, so that it never decides the size of the cluster.
  const partitions = Object.values(topics).reduce(
    (sum, topic) => sum + topic.partitions + deadLetterPartitions(topic),
    0,
  );
  const perBroker = Math.ceil((partitions * replicationFactor) / brokers.count);
  const limit = partitionsPerBroker[brokers.size];
  if (perBroker <= limit) return;
  yield {
    path: ["brokers", "size"],
    also: [["topics"]],
    rule: `it carries at most ${limit} partitions per broker, and the topics with their copies need ${perBroker} (Amazon MSK sizing guide)`,
    remedy: "Use larger or more brokers, or fewer partitions",
  };
}

export function deadLetterPartitions(topic: { readonly partitions: number }): number {
  return Math.ceil(topic.partitions / 10);
}

export function* topicBreaches(config: Topics): Iterable<Breach> {
  for (const name of Object.keys(config.topics)) {
    const shadow = deadLetterTopic(name);
    if (!(shadow in config.topics)) continue;
    yield {
      path: ["topics", shadow],
      also: [["topics", name]],
      rule: `it is the dead-letter topic that ${name} brings along`,
      remedy: "Rename the topic or leave it out",
    };
  }
}
