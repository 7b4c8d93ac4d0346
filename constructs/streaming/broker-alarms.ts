import type { AlarmDefinition, Metric } from "../support/alarm.ts";
import type { BrokersConfig } from "./broker-config.ts";

type Kind = BrokersConfig["kind"];
type Alarms = Readonly<Record<string, AlarmDefinition>>;

/**
 * Metrics, dimensions and thresholds: Amazon MSK developer guide, "Amazon MSK metrics for monitoring Standard brokers" and
 * "… Express brokers with CloudWatch", "Best practices for Standard brokers" and "… for Express brokers". Express brokers have
 * none of the metrics of copies, disks and heaps.
 */
function kafka(clusterName: string, name: string, statistic: Metric["statistic"], broker?: number): Metric {
  const dimensions = { "Cluster Name": clusterName, ...(broker !== undefined && { "Broker ID": String(broker) }) };
  return { namespace: "AWS/Kafka", name, dimensions, statistic };
}

/** What the cluster has as a whole. Every controller reports, all but the active one a zero: an average of them means nothing. */
export function clusterAlarms(kind: Kind, cluster: string): Alarms {
  const controller: AlarmDefinition = {
    name: "kafka-controller",
    meaning: "No controller of the Kafka cluster is active.",
    runbook: "No Kafka controller is active",
    severity: "critical",
    measure: { metric: kafka(cluster, "ActiveControllerCount", "Maximum") },
    when: "below",
    threshold: 1,
    minutes: 5,
    silence: "wrong",
  };
  return kind === "standard"
    ? { controller, "offline-partitions": offlinePartitions(cluster) }
    : { controller, storage: storageUsed(cluster) };
}

/** What each broker has of its own. */
export function brokerAlarms(kind: Kind, cluster: string, broker: number): Alarms {
  const of = (name: string, statistic: Metric["statistic"]) => kafka(cluster, name, statistic, broker);
  const named = (name: string) => `kafka-${name}-broker-${broker}`;
  const shared: Alarms = {
    cpu: {
      name: named("cpu"),
      meaning: `Broker ${broker} uses more than 60 % of its CPU.`,
      runbook: "A Kafka broker is short of CPU",
      severity: "warning",
      measure: {
        expression: "user + system",
        metrics: { user: of("CpuUser", "Average"), system: of("CpuSystem", "Average") },
      },
      when: "above",
      threshold: 60,
      minutes: 5,
      periodMinutes: 5,
      silence: "wrong",
    },
    traffic: {
      name: named("traffic"),
      meaning: `Broker ${broker} takes in unusually much or little.`,
      runbook: "Kafka's traffic is unusual",
      severity: "info",
      measure: { metric: of("BytesInPerSec", "Average") },
      when: "unusual",
      threshold: 3,
      minutes: 30,
      periodMinutes: 5,
      silence: "fine",
    },
  };
  return { ...shared, ...(kind === "standard" ? standardBroker(of, named, broker) : expressBroker(of, named, broker)) };
}

type Of = (name: string, statistic: Metric["statistic"]) => Metric;
type Named = (name: string) => string;

function standardBroker(of: Of, named: Named, broker: number): Alarms {
  return {
    disk: {
      name: named("disk"),
      meaning: `The disk of broker ${broker} is more than 85 % full: it does not grow fast enough, or has reached its maximum.`,
      runbook: "A Kafka broker's disk fills up",
      severity: "critical",
      measure: { metric: of("KafkaDataLogsDiskUsed", "Maximum") },
      when: "above",
      threshold: 85,
      minutes: 5,
      silence: "fine",
    },
    "under-replicated": {
      name: named("under-replicated"),
      meaning: `Partitions that broker ${broker} leads have lacked copies for 15 minutes.`,
      runbook: "Kafka partitions lack copies",
      severity: "warning",
      measure: { metric: of("UnderReplicatedPartitions", "Sum") },
      when: "above",
      threshold: 0,
      minutes: 15,
      silence: "fine",
    },
    "under-min-isr": {
      name: named("under-min-isr"),
      meaning: `Partitions that broker ${broker} leads have too few copies in sync: producers are refused.`,
      runbook: "Kafka refuses producers",
      severity: "critical",
      measure: { metric: of("UnderMinIsrPartitionCount", "Average") },
      when: "atLeast",
      threshold: 1,
      minutes: 1,
      silence: "fine",
    },
    heap: {
      name: named("heap"),
      meaning: `Broker ${broker} still uses more than 60 % of its memory after cleaning up.`,
      runbook: "A Kafka broker is short of memory",
      severity: "warning",
      measure: { metric: of("HeapMemoryAfterGC", "Average") },
      when: "above",
      threshold: 60,
      minutes: 15,
      periodMinutes: 5,
      silence: "fine",
    },
  };
}

function expressBroker(of: Of, named: Named, broker: number): Alarms {
  const throttled = (verb: string, metric: string): AlarmDefinition => ({
    name: named(`${verb}-throttled`),
    meaning: `Broker ${broker} slows clients down that ${verb}: it carries as much as its size allows.`,
    runbook: "Express brokers slow clients down",
    severity: "warning",
    measure: { metric: of(metric, "Average") },
    when: "above",
    threshold: 0,
    minutes: 5,
    silence: "fine",
  });
  return {
    "produce-throttled": throttled("produce", "ProduceThrottleTime"),
    "fetch-throttled": throttled("fetch", "FetchThrottleTime"),
  };
}

function offlinePartitions(cluster: string): AlarmDefinition {
  return {
    name: "kafka-offline-partitions",
    meaning: "Partitions have no leader: nobody can write or read them.",
    runbook: "Kafka partitions are offline",
    severity: "critical",
    measure: { metric: kafka(cluster, "OfflinePartitionsCount", "Maximum") },
    when: "above",
    threshold: 0,
    minutes: 1,
    silence: "fine",
  };
}

/** Storage without an end is paid by the byte: growth that nobody expected is a bill that nobody expected. */
function storageUsed(cluster: string): AlarmDefinition {
  return {
    name: "kafka-storage",
    meaning: "The cluster keeps unusually much or little.",
    runbook: "An Express cluster's storage is unusual",
    severity: "warning",
    measure: { metric: kafka(cluster, "StorageUsed", "Maximum") },
    when: "unusual",
    threshold: 2,
    minutes: 15,
    periodMinutes: 5,
    silence: "fine",
  };
}
