import { expect, test } from "@jest/globals";
import { dev } from "../../../environments/dev.ts";
import { costOf, unpricedOf } from "./estimates.ts";

const brokers = (
  instance_type: string,
  number_of_broker_nodes: number,
  volume_size?: number,
  connectivity?: object,
) => ({
  number_of_broker_nodes,
  broker_node_group_info: [
    {
      instance_type,
      ...(volume_size !== undefined && { storage_info: [{ ebs_storage_info: [{ volume_size }] }] }),
      ...(connectivity && { connectivity_info: [connectivity] }),
    },
  ],
});

test("a size that is known only when applied, or without a price, is in no sum, and is said", () => {
  const { number_of_broker_nodes: _count, ...uncounted } = brokers("kafka.m5.large", 3, 100);
  expect(unpricedOf({ "aws_msk_cluster.k": uncounted })).toEqual([
    "prod-data/aws_msk_cluster.k: the number or size of its brokers is known only when it is applied",
  ]);
  const odd = brokers("kafka.m99.large", 3, 100);
  expect(costOf({ "aws_msk_cluster.k": odd })).toEqual({ "Kafka disks: 300 GiB": 30 });
  expect(unpricedOf({ "aws_msk_cluster.k": odd })).toEqual([
    "Kafka brokers: no price of msk.broker.kafka.m99.large in us-west-2",
  ]);
  const secret = brokers("hunter2 hunter2", 3, 100);
  expect(unpricedOf({ "aws_msk_cluster.k": secret }).join()).not.toContain("hunter2");
});

test("Kafka: 3 × 0.21 × 730 h and 3 × 1,000 GiB × 0.10", () => {
  expect(costOf({ "aws_msk_cluster.k": brokers("kafka.m5.large", 3, 1000) })).toEqual({
    "Kafka brokers: 3 × kafka.m5.large": 459.9,
    "Kafka disks: 3,000 GiB": 300,
  });
});

test("private connections of Kafka: 0.0225 × 730 h for each way of signing in", () => {
  const client_authentication = [{ sasl: [{ iam: true, scram: false }], tls: false }];
  const cluster = brokers("kafka.m5.large", 3, 1000, { vpc_connectivity: [{ client_authentication }] });
  expect(costOf({ "aws_msk_cluster.k": cluster })).toMatchObject({
    "Kafka private connections: 1 × connection": 16.43,
  });
});

test("Express brokers pay for what is written and kept, and have no disks", () => {
  const standing = { "aws_msk_cluster.k": brokers("express.m7g.large", 3), "aws_msk_topic.t": { name: "user_events" } };
  const usage = { kafka: { topics: { user_events: { gibPerDay: 24 } }, expressGib: 500 } };
  // 24 GiB a day × 730 h / 24 h = 730 GiB.
  expect(costOf(standing, { usage })).toEqual({
    "Kafka brokers: 3 × express.m7g.large": 893.52,
    "Kafka, written: 730 GiB": 7.3,
    "Kafka, kept: 500 GiB": 50,
  });
  expect(unpricedOf(standing)).toEqual([
    "What Express brokers keep: nothing declared; kafka.expressGib in environments/usage.ts",
    "Writing to a topic of Express brokers: nothing declared; kafka.topics.<topic>.gibPerDay in environments/usage.ts",
  ]);
});

test("a tier of storage that nobody priced is said", () => {
  const cluster = { ...brokers("kafka.m5.large", 3, 100), storage_mode: "TIERED" };
  expect(unpricedOf({ "aws_msk_cluster.k": cluster })).toEqual([
    "prod-data/aws_msk_cluster.k: what its second tier of storage keeps",
  ]);
});

test("a connector is paid by the workers that run at the least", () => {
  const scaling = { capacity: [{ autoscaling: [{ mcu_count: 2, min_worker_count: 3, max_worker_count: 9 }] }] };
  expect(costOf({ "aws_mskconnect_connector.c": scaling })).toEqual({
    "Kafka connectors: 6 × MSK Connect unit": 481.8,
  });
  const fixed = { capacity: [{ autoscaling: [], provisioned_capacity: [{ mcu_count: 1, worker_count: 2 }] }] };
  expect(costOf({ "aws_mskconnect_connector.c": fixed })).toEqual({ "Kafka connectors: 2 × MSK Connect unit": 160.6 });
  expect(unpricedOf({ "aws_mskconnect_connector.c": {} })).toHaveLength(1);
});

test("a stream is paid by its topic's volume, and one without a declared volume is said", () => {
  const source = { topic_name: "user_events", authentication_configuration: [{ connectivity: "PRIVATE" }] };
  const standing = { "aws_kinesis_firehose_delivery_stream.s": { msk_source_configuration: [source] } };
  const usage = { kafka: { topics: { user_events: { gibPerDay: 20 } } } };
  // 20 × 730 / 24 = 608.333… GiB, × 0.055 and × 0.006.
  expect(costOf(standing, { usage })).toEqual({
    "Firehose, from Kafka: 608.3 GiB": 33.46,
    "Kafka, read over private connections: 608.3 GiB": 3.65,
  });
  expect(unpricedOf(standing)).toEqual([
    "prod-data/aws_kinesis_firehose_delivery_stream.s: nothing declared; kafka.topics.<topic>.gibPerDay in environments/usage.ts",
  ]);
});

test("nodes are counted as the group wants them, with their disks", () => {
  const standing = {
    "aws_eks_cluster.c": {},
    "aws_eks_node_group.g": {
      instance_types: ["m7i.xlarge"],
      scaling_config: [{ min_size: 2, desired_size: 4, max_size: 6 }],
      launch_template: [{ version: "1" }],
    },
    "aws_launch_template.t": {
      id: "lt-1",
      block_device_mappings: [{ ebs: [{ volume_size: 50, volume_type: "gp3" }] }],
    },
  };
  expect(costOf(standing)).toEqual({
    "EKS clusters: 1 × cluster": 73,
    "Nodes: 4 × m7i.xlarge": 588.67,
    "Nodes' disks: 200 GiB": 16,
  });
});

test("spot nodes are said", () => {
  const group = {
    instance_types: ["m7i.xlarge"],
    capacity_type: "SPOT",
    scaling_config: [{ min_size: 1, desired_size: 1 }],
  };
  expect(unpricedOf({ "aws_eks_node_group.g": group })).toEqual([
    "prod-data/aws_eks_node_group.g: spot prices change by the hour",
  ]);
});

test("an interface endpoint is paid in each of its zones, a gateway endpoint not at all", () => {
  const standing = {
    "aws_vpc_endpoint.kms": { vpc_endpoint_type: "Interface", subnet_ids: ["a", "b", "c"] },
    "aws_vpc_endpoint.s3": { vpc_endpoint_type: "Gateway", subnet_ids: [] },
  };
  const usage = { network: { endpointGibPerDay: 24 } };
  expect(costOf(standing, { usage })).toEqual({
    "Interface endpoints: 3 × endpoint in a zone": 21.9,
    "Interface endpoints, data: 730 GiB": 7.3,
  });
  expect(unpricedOf({ "aws_vpc_endpoint.kms": { vpc_endpoint_type: "Interface" } })).toContain(
    "prod-data/aws_vpc_endpoint.kms: the number of its zones is known only when it is applied",
  );
});

test("NAT gateways are paid by the hour each, and once for all that passes", () => {
  const standing = { "aws_nat_gateway.a": {}, "aws_nat_gateway.b": {}, "aws_eip.a": {} };
  expect(costOf(standing, { usage: { network: { natGibPerDay: 12 } } })).toEqual({
    "NAT gateways: 2 × gateway": 65.7,
    "Public addresses: 1 × address": 3.65,
    "NAT gateways, data: 365 GiB": 16.43,
  });
});

test("a bucket is paid by class, as its zone declares", () => {
  const usage = { buckets: { bronze: { STANDARD: 1000, GLACIER: 10_000 }, gold: { GLACIER_IR: 5 } } };
  const standing = {
    "aws_s3_bucket.b": { bucket: "plinth-prod-bronze" },
    "aws_s3_bucket.g": { bucket: "plinth-prod-gold" },
  };
  expect(costOf(standing, { usage })).toEqual({ "Bucket bronze: 1,000 GiB STANDARD + 10,000 GiB GLACIER": 59 });
  expect(unpricedOf(standing, { usage })).toContain("Bucket gold: no price of s3.GLACIER_IR in us-west-2");
  expect(unpricedOf(standing)).toContain(
    "prod-data/aws_s3_bucket.b: nothing declared; buckets.<zone>.<class> in environments/usage.ts",
  );
});

test("a warehouse takes credits by size, clusters and declared hours", () => {
  const usage = { warehouses: { ANALYTICS_WH: { hoursPerDay: 2, clusters: 3 } } };
  const warehouse = { name: "ANALYTICS_WH", warehouse_size: "LARGE", min_cluster_count: 1, max_cluster_count: 8 };
  // 8 credits × 3 clusters × 2 h × 730 / 24 days = 1,460 credits, × 3.
  expect(costOf({ "snowflake_warehouse.w": warehouse }, { usage })).toEqual({
    "Warehouse ANALYTICS_WH: 1,460 credits (LARGE × 3 clusters × 2 h a day)": 4380,
  });
  const lower = { ...warehouse, max_cluster_count: 2 };
  expect(Object.values(costOf({ "snowflake_warehouse.w": lower }, { usage }))).toEqual([2920]);
  const higher = { ...warehouse, min_cluster_count: 4 };
  expect(Object.values(costOf({ "snowflake_warehouse.w": higher }, { usage }))).toEqual([5840]);
});

test("where environments share an account a warehouse is known by the name it is declared with", () => {
  const usage = { warehouses: { ANALYTICS_WH: { hoursPerDay: 1, clusters: 1 } } };
  const warehouse = { name: "DEV_ANALYTICS_WH", warehouse_size: "X-SMALL" };
  expect(Object.values(costOf({ "snowflake_warehouse.w": warehouse }, { usage, environment: dev }))).toEqual([91.25]);
});

test("a warehouse of another kind or generation, and one without declared hours, are said", () => {
  const usage = { warehouses: { W: { hoursPerDay: 1, clusters: 1 } } };
  const of = (values: object) =>
    unpricedOf({ "snowflake_warehouse.w": { name: "W", warehouse_size: "SMALL", ...values } }, { usage });
  const unknown = "prod-data/snowflake_warehouse.w: a size or kind of warehouse whose credits are not known here";
  expect(of({ warehouse_type: "SNOWPARK-OPTIMIZED" })).toEqual([unknown]);
  expect(of({ generation: "2" })).toEqual([unknown]);
  expect(of({ warehouse_size: "GIGANTIC" })).toEqual([unknown]);
  expect(of({ name: "OTHER" })).toEqual([
    "prod-data/snowflake_warehouse.w: nothing declared; warehouses.<name> in environments/usage.ts",
  ]);
  expect(of({ warehouse_type: "STANDARD" })).toEqual([]);
});

test("keys, secrets, alarms, logs and the trail", () => {
  const standing = {
    "aws_kms_key.k": {},
    "aws_secretsmanager_secret.s": {},
    "aws_cloudwatch_metric_alarm.a": {
      metric_query: [{ metric: [{ period: 300 }] }, { metric: [{ period: 300 }] }, {}],
    },
    "aws_cloudwatch_metric_alarm.b": { metric_name: "x", period: 10 },
    "aws_cloudwatch_log_group.l": { name: "/plinth/prod/network/flows" },
    "aws_cloudtrail.t": {
      advanced_event_selector: [{ field_selector: [{ field: "eventCategory", equals: ["Data"] }] }],
    },
  };
  const usage = { logs: { "network/flows": { gibPerDay: 24 } }, trail: { dataEventsPerDay: 240_000 } };
  expect(costOf(standing, { usage })).toEqual({
    "Encryption keys: 1 × key": 1,
    "Secrets: 1 × secret": 0.4,
    "Alarms: 2 × metric + 1 × fast metric": 0.5,
    "Logs, written: 730 GiB": 365,
    "Audit trail: 73 × 100,000 data events": 7.3,
  });
});

test("a type that nothing here knows is said, not taken for free", () => {
  expect(
    unpricedOf({
      "aws_redshift_cluster.r": {},
      "kubernetes_manifest.m": {},
      "aws_iam_role.r": {},
      "aws_vpc_ipam.i": {},
      "kubernetes_service_v1.s": {},
    }),
  ).toEqual([
    "aws_redshift_cluster: nothing here knows whether it costs anything",
    "aws_vpc_ipam: nothing here knows whether it costs anything",
    "kubernetes_manifest: nothing here knows whether it costs anything",
    "kubernetes_service_v1: nothing here knows whether it costs anything",
  ]);
});
