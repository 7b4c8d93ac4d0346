import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import { expect, test } from "@jest/globals";
import { KafkaAlarms } from "../../../constructs/streaming/alarms.ts";
import { contextOf } from "../../support/context.ts";
import { all, build, only } from "../../support/synth.ts";
import { express, streaming } from "./declared.ts";

const topicArns = { critical: "critical-topic", warning: "warning-topic", info: "info-topic" };
const topics = { user_events: { partitions: 1, consumers: { watch: ["monitor"], "fraud-check": ["monitor"] } } };

function alarms(given: object = {}) {
  const context = contextOf("locked");
  const config = streaming(topics, given);
  return build((stack) => new KafkaAlarms(stack, "alarms", { context, config, clusterName: "acme-test", topicArns }));
}

/** Metric names with the statistic, by alarm; of alarms of brokers those of the second alone. */
function watched(built: ReturnType<typeof alarms>) {
  const found = Object.entries(all(built, CloudwatchMetricAlarm)).filter(([path]) => !/broker-[13]\//.test(path));
  return Object.fromEntries(
    found.map(([path, { metric_name, statistic, metric_query = [] }]) => [
      path.replace(/^alarms\//, "").replace(/\/alarm$/, ""),
      [[metric_name, statistic], ...metric_query.map(({ metric }) => [metric?.metric_name, metric?.stat])]
        .filter(([name]) => name)
        .join(" "),
    ]),
  );
}

test("Standard brokers ring for controllers, partitions, CPU, disks, copies, memory and traffic", () => {
  expect(watched(alarms())).toEqual({
    controller: "ActiveControllerCount,Maximum",
    "offline-partitions": "OfflinePartitionsCount,Maximum",
    "broker-2/cpu": "CpuUser,Average CpuSystem,Average",
    "broker-2/traffic": "BytesInPerSec,Average",
    "broker-2/disk": "KafkaDataLogsDiskUsed,Maximum",
    "broker-2/under-replicated": "UnderReplicatedPartitions,Sum",
    "broker-2/under-min-isr": "UnderMinIsrPartitionCount,Average",
    "broker-2/heap": "HeapMemoryAfterGC,Average",
    "user_events/watch": "EstimatedMaxTimeLag,Maximum",
    "user_events/fraud-check": "EstimatedMaxTimeLag,Maximum",
  });
});

test("Express brokers ring for controllers, storage, CPU, throttling and traffic, and for no metric they lack", () => {
  expect(watched(alarms({ brokers: express }))).toEqual({
    controller: "ActiveControllerCount,Maximum",
    storage: "StorageUsed,Maximum",
    "broker-2/cpu": "CpuUser,Average CpuSystem,Average",
    "broker-2/traffic": "BytesInPerSec,Average",
    "broker-2/produce-throttled": "ProduceThrottleTime,Average",
    "broker-2/fetch-throttled": "FetchThrottleTime,Average",
    "user_events/watch": "EstimatedMaxTimeLag,Maximum",
    "user_events/fraud-check": "EstimatedMaxTimeLag,Maximum",
  });
});

test("each broker has alarms of its own, by its id; what the cluster has as a whole names no broker", () => {
  const built = alarms();
  const disks = Object.values(all(built, CloudwatchMetricAlarm)).filter(
    (a) => a.metric_name === "KafkaDataLogsDiskUsed",
  );
  expect(disks.map(({ alarm_name, dimensions }) => [alarm_name, dimensions])).toEqual(
    ["1", "2", "3"].map((id) => [
      `acme-test-kafka-disk-broker-${id}`,
      { "Cluster Name": "acme-test", "Broker ID": id },
    ]),
  );
  expect(only(built, CloudwatchMetricAlarm, "controller/alarm").dimensions).toEqual({ "Cluster Name": "acme-test" });
});

test("a consumer group's lag is measured against the minutes the environment allows, by topic and group", () => {
  const alarm = only(alarms({ maxLagMinutes: 5 }), CloudwatchMetricAlarm, "user_events/fraud-check/alarm");
  expect(alarm).toMatchObject({
    alarm_name: "acme-test-kafka-lag-user_events-fraud-check",
    dimensions: { "Cluster Name": "acme-test", "Consumer Group": "fraud-check", Topic: "user_events" },
    comparison_operator: "GreaterThanThreshold",
    threshold: 300,
  });
});

test("no two alarms have one name, and what stops producers or readers rings the loudest", () => {
  const made = Object.values(all(alarms(), CloudwatchMetricAlarm));
  const names = made.map(({ alarm_name }) => alarm_name);
  expect(new Set(names).size).toBe(names.length);
  const loud = made.filter(({ alarm_actions }) => alarm_actions?.includes("critical-topic"));
  expect([...new Set(loud.map(({ metric_name }) => metric_name))].sort()).toEqual([
    "ActiveControllerCount",
    "KafkaDataLogsDiskUsed",
    "OfflinePartitionsCount",
    "UnderMinIsrPartitionCount",
  ]);
});
