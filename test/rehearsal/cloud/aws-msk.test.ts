import { expect, test } from "@jest/globals";
import type { Values } from "../../../rehearsal/value.ts";
import { awsProvider, type Provider, REGION, temporaryCloud } from "./sample.ts";

const three = ["a", "b", "c"];

/** A cluster of brokers of one size in so many zones. */
function cluster(aws: Provider, size: string, given: Values = {}, node: Values = {}, zones = three) {
  const { id: vpc_id = null } = aws.create("aws_vpc", { cidr_block: "10.0.0.0/16" });
  const subnets = zones.map(
    (zone, index) =>
      aws.create("aws_subnet", { vpc_id, cidr_block: `10.0.${index}.0/24`, availability_zone: `${REGION}${zone}` })
        .id ?? null,
  );
  const { id: group = null } = aws.create("aws_security_group", { name: "brokers", vpc_id });
  const broker_node_group_info = [{ instance_type: size, client_subnets: subnets, security_groups: [group], ...node }];
  return aws.create("aws_msk_cluster", {
    cluster_name: "events",
    kafka_version: "3.9.x.kraft",
    number_of_broker_nodes: zones.length,
    broker_node_group_info,
    client_authentication: [{ sasl: [{ iam: true }] }],
    ...given,
  });
}

const disk = { storage_info: [{ ebs_storage_info: [{ volume_size: 100 }] }] };
const made = (size: string, given: Values = {}, node: Values = {}, zones = three) => {
  const aws = awsProvider(temporaryCloud());
  return { aws, cluster: cluster(aws, size, given, node, zones) };
};

interface Made {
  readonly given?: Values;
  readonly node?: Values;
  readonly zones?: string[];
}

test.each<[string, RegExp, string, Made]>([
  [
    "disks of Express brokers",
    /storageInfo parameter is not supported for Express/,
    "express.m7g.large",
    { node: disk },
  ],
  [
    "tiers of Express brokers",
    /storage_mode is not for Express/,
    "express.m7g.large",
    { given: { storage_mode: "TIERED" } },
  ],
  ["Express brokers in two zones", /Express brokers need 3 zones/, "express.m7g.large", { zones: ["a", "b"] }],
  [
    "Express brokers on KRaft before 3.9",
    /do not run 3\.8/,
    "express.m7g.large",
    { given: { kafka_version: "3.8.x.kraft" } },
  ],
  [
    "Standard brokers that rebalance",
    /for Express brokers only/,
    "kafka.m5.large",
    { given: { rebalancing: [{ status: "ACTIVE" }] }, node: disk },
  ],
  ["the smallest brokers on KRaft", /cannot run 3\.9\.x\.kraft/, "kafka.t3.small", { node: disk }],
  [
    "tiers of the smallest brokers",
    /no tiered storage/,
    "kafka.t3.small",
    { given: { kafka_version: "3.8.x", storage_mode: "TIERED" }, node: disk },
  ],
])("MSK refuses %s", (_, message, size, { given, node, zones }) => {
  expect(() => made(size, given, node, zones)).toThrow(message);
});

test("a cluster stays of its kind", () => {
  const { aws, cluster: standard } = made("kafka.m5.large", {}, disk);
  const [info] = Object(standard.broker_node_group_info);
  const converted = { broker_node_group_info: [{ ...info, instance_type: "express.m7g.large", storage_info: [] }] };
  expect(() => aws.update("aws_msk_cluster", standard, converted)).toThrow(/a cluster stays Standard or Express/);
});

test("tiered storage comes and does not go", () => {
  const { aws, cluster: local } = made("kafka.m5.large", { storage_mode: "LOCAL" }, disk);
  const tiered = aws.update("aws_msk_cluster", local, { storage_mode: "TIERED" });
  expect(tiered.storage_mode).toBe("TIERED");
  expect(() => aws.update("aws_msk_cluster", tiered, { storage_mode: "LOCAL" })).toThrow(
    /does not take tiered storage back/,
  );
});

test("private connections need the same way to sign in, and bring addresses of their own", () => {
  const opened = {
    connectivity_info: [{ vpc_connectivity: [{ client_authentication: [{ sasl: [{ iam: true }] }] }] }],
  };
  const unsigned = { client_authentication: [{ unauthenticated: true }] };
  expect(() => made("kafka.m5.large", unsigned, { ...disk, ...opened })).toThrow(
    /Turn on client_authentication\.sasl\.iam/,
  );
  const { cluster: open } = made("kafka.m5.large", {}, { ...disk, ...opened });
  expect(open.bootstrap_brokers_vpc_connectivity_sasl_iam).toMatch(/:14001/);
});

const tier = {
  "cleanup.policy": "delete",
  "remote.storage.enable": "true",
  "local.retention.ms": "3600000",
  "retention.ms": "604800000",
};

function topic(aws: Provider, { arn = null }: Values, configs: object, replication_factor = 3) {
  const settings = JSON.stringify(configs);
  return aws.create("aws_msk_topic", {
    cluster_arn: arn,
    name: "clicks",
    partition_count: 3,
    replication_factor,
    configs: settings,
  });
}

test.each([
  [{ ...tier, "cleanup.policy": "compact" }, /cleanup\.policy has compact/],
  [{ ...tier, "retention.ms": "86400000" }, /keeps 3 days or more/],
  [{ ...tier, "retention.ms": undefined }, /keeps 3 days or more/],
  [{ ...tier, "local.retention.ms": "604800000" }, /must be below retention\.ms/],
])("Kafka refuses a tiered topic with %j", (configs, message) => {
  const { aws, cluster: tiered } = made("kafka.m5.large", { storage_mode: "TIERED" }, disk);
  expect(() => topic(aws, tiered, configs)).toThrow(message);
});

test("a topic is tiered on brokers with tiers only, and for good", () => {
  const { aws: plain, cluster: local } = made("kafka.m5.large", {}, disk);
  expect(() => topic(plain, local, tier)).toThrow(/storage_mode is not TIERED/);
  const { aws, cluster: tiered } = made("kafka.m5.large", { storage_mode: "TIERED" }, disk);
  const clicks = topic(aws, tiered, tier);
  const without = { configs: JSON.stringify({ "cleanup.policy": "delete" }) };
  expect(() => aws.update("aws_msk_topic", clicks, without)).toThrow(/cannot be undone/);
  const shorter = { configs: JSON.stringify({ ...tier, "local.retention.ms": "1800000" }) };
  expect(aws.update("aws_msk_topic", clicks, shorter).configs).toBe(shorter.configs);
});

test("a topic is deleted only where the brokers let it", () => {
  const aws = awsProvider(temporaryCloud());
  const configuration = aws.create("aws_msk_configuration", {
    name: "guarded",
    server_properties: "auto.create.topics.enable=false\ndelete.topic.enable=false\n",
  });
  const guarded = { configuration_info: [{ arn: configuration.arn ?? null, revision: 1 }] };
  const clicks = topic(aws, cluster(aws, "kafka.m5.large", guarded, disk), {});
  expect(() => aws.delete("aws_msk_topic", clicks)).toThrow(/TopicDeletionDisabled/);
  aws.update("aws_msk_configuration", configuration, { server_properties: "delete.topic.enable=true\n" });
  aws.delete("aws_msk_topic", clicks);
  expect(aws.read("aws_msk_topic", clicks)).toBeNull();
});

test("topics of Express brokers have three copies", () => {
  const { aws, cluster: express } = made("express.m7g.large");
  expect(() => topic(aws, express, {}, 2)).toThrow(/on Express brokers it is 3/);
  expect(topic(aws, express, {}).replication_factor).toBe(3);
});

const scaling = { service_namespace: "kafka", scalable_dimension: "kafka:broker-storage:VolumeSize" };
const aim = (target_value: number) => ({
  target_tracking_scaling_policy_configuration: [
    { predefined_metric_specification: [{ predefined_metric_type: "KafkaBrokerStorageUtilization" }], target_value },
  ],
});

test("disks scale within MSK's limits, and Express brokers have none", () => {
  const { aws, cluster: standard } = made("kafka.m5.large", {}, disk);
  const target = (resource_id: unknown, max_capacity: number) =>
    aws.create("aws_appautoscaling_target", {
      ...scaling,
      resource_id: String(resource_id),
      min_capacity: 1,
      max_capacity,
    });
  expect(() => target(standard.arn, 16_385)).toThrow(/within 1 to 16384 GiB/);
  expect(target(standard.arn, 500).max_capacity).toBe(500);
  const { aws: other, cluster: express } = made("express.m7g.large");
  const values = { ...scaling, resource_id: express.arn ?? null, min_capacity: 1, max_capacity: 5 };
  expect(() => other.create("aws_appautoscaling_target", values)).toThrow(/no disks that scale/);
});

test("a scaling policy needs its target and aims at 10 to 80 percent", () => {
  const { aws, cluster: standard } = made("kafka.m5.large", {}, disk);
  const at = { ...scaling, resource_id: standard.arn ?? null };
  const policy = (target: number) =>
    aws.create("aws_appautoscaling_policy", { ...at, name: "p", policy_type: "TargetTrackingScaling", ...aim(target) });
  expect(() => policy(60)).toThrow(/Register it first/);
  aws.create("aws_appautoscaling_target", { ...at, min_capacity: 1, max_capacity: 500 });
  expect(() => policy(90)).toThrow(/10 to 80 percent/);
  expect(policy(60).name).toBe("p");
});
