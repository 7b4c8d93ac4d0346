import type { Breach } from "../support/rule.ts";
import { counted } from "../support/wording.ts";
import { type BrokerSize, brokerSizes, partitionsPerBroker } from "./broker-sizes.ts";

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
      rule: `it must not exceed the ${counted(brokers.count, "broker")} (each copy of a partition lies on another broker)`,
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

/** What Express brokers decide themselves. Sources: Amazon MSK developer guide, "Express brokers read-only configurations" and "Amazon MSK Express brokers" (KRaft from version 3.9 on). */
export function* expressBreaches(config: {
  brokers: { kind: string };
  kafkaVersion: string;
  replicationFactor: number;
  minInSyncReplicas: number;
}): Iterable<Breach> {
  if (config.brokers.kind !== "express") return;
  const fixed = { replicationFactor: 3, minInSyncReplicas: 2, kafkaVersion: "3.9.x.kraft" } as const;
  const also = [["brokers", "kind"]];
  for (const [key, value] of Object.entries(fixed)) {
    if (config[key as keyof typeof fixed] === value) continue;
    const shown = JSON.stringify(value);
    yield {
      path: [key],
      also,
      rule: `it must be ${shown} (Express brokers take nothing else)`,
      remedy: `Use ${shown}`,
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
  const copies = partitions * replicationFactor;
  const perBroker = Math.ceil(copies / brokers.count);
  const limit = partitionsPerBroker[brokers.size];
  if (perBroker <= limit) return;
  yield {
    path: ["brokers", "size"],
    also: [["brokers", "count"], ["replicationFactor"], ["topics"]],
    rule: `it carries at most ${counted(limit, "partition")} per broker, and the topics with their copies need ${perBroker} (Amazon MSK sizing guide)`,
    remedy: sizing(brokers.size, copies, perBroker),
  };
}

const mostBrokers = 60;

/** Larger brokers of the same family where there are some, or more of the same, or else fewer partitions. */
function sizing(size: BrokerSize, copies: number, perBroker: number): string {
  const family = size.slice(0, size.lastIndexOf("."));
  const larger = brokerSizes.find((other) => other.startsWith(`${family}.`) && partitionsPerBroker[other] >= perBroker);
  const count = Math.ceil(copies / partitionsPerBroker[size]);
  const ways = [
    ...(larger ? [`use ${larger}`] : []),
    ...(count <= mostBrokers ? [`at least ${count} brokers`] : []),
    "fewer partitions",
  ];
  const text = ways.join(", or ");
  return (larger ? text : `use ${text}`).replace(/^u/, "U");
}

export function deadLetterPartitions(topic: { readonly partitions: number }): number {
  return Math.ceil(topic.partitions / 10);
}
