import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy/index.js";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target/index.js";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { MskCluster } from "@cdktf/provider-aws/lib/msk-cluster/index.js";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js";
import { expect, test } from "@jest/globals";
import { KafkaClientAccess } from "../../../constructs/streaming/client-access.ts";
import { KafkaCluster } from "../../../constructs/streaming/cluster.ts";
import type { Protection } from "../../../constructs/support/protection.ts";
import { contextOf } from "../../support/context.ts";
import { all, build, only } from "../../support/synth.ts";
import { express, network, problems, streaming, tiered } from "./declared.ts";

function cluster(protection: Protection = "locked", given: object = {}, multiVpc = false) {
  const context = contextOf(protection);
  const config = streaming({}, given);
  const props = { context, config, network, keyArn: "streaming-key", logKeyArn: "logs-key", multiVpc };
  return build((stack) => new KafkaCluster(stack, "kafka", props));
}

test("a maximum below the initial size is refused: disks never shrink", () => {
  const brokers = { kind: "standard", size: "kafka.m7g.large", count: 3, storageGib: { initial: 100, max: 99 } };
  expect(problems({}, { brokers })).toEqual([
    "brokers.storageGib.max: it must be at least the initial 100 GiB (MSK storage never shrinks). Use 100 or more",
  ]);
});

test.each([
  [{ replicationFactor: 2, minInSyncReplicas: 1 }, ["replicationFactor", "minInSyncReplicas"]],
  [{ kafkaVersion: "3.8.x.kraft" }, ["kafkaVersion"]],
  [{ brokers: { ...express, storageGib: { initial: 1, max: 2 } } }, ["brokers"]],
  [{ brokers: { ...express, size: "kafka.m7g.large" } }, ["brokers.size"]],
])("Express brokers with %j are refused", (given, places) => {
  expect(problems({}, { brokers: express, ...given }).map((line) => line.split(":")[0])).toEqual(places);
});

test("Express brokers have no disks, no scaling, and move partitions by themselves", () => {
  const built = cluster("locked", { brokers: express });
  const { broker_node_group_info, rebalancing, storage_mode, lifecycle } = only(built, MskCluster);
  expect(broker_node_group_info).toMatchObject({ instance_type: "express.m7g.large" });
  expect(broker_node_group_info.storage_info).toBeUndefined();
  expect(rebalancing).toEqual({ status: "ACTIVE" });
  expect(storage_mode).toBeUndefined();
  expect(lifecycle).toEqual({ prevent_destroy: true });
  expect(all(built, AppautoscalingTarget)).toEqual({});
});

test("tiered storage is a mode of Standard brokers", () => {
  expect(only(cluster("locked", { brokers: tiered }), MskCluster).storage_mode).toBe("TIERED");
  expect(only(cluster(), MskCluster).storage_mode).toBe("LOCAL");
});

test("services of AWS connect privately, known by IAM, only where that is asked for", () => {
  const of = (multiVpc: boolean) => {
    const { broker_node_group_info } = only(cluster("locked", {}, multiVpc), MskCluster);
    return broker_node_group_info.connectivity_info?.vpc_connectivity;
  };
  expect(of(false)).toBeUndefined();
  expect(of(true)).toEqual({ client_authentication: { sasl: { iam: true } } });
});

test("clients reach the brokers by TLS and are known by IAM only", () => {
  const { client_authentication, encryption_info, broker_node_group_info } = only(cluster(), MskCluster);
  expect(client_authentication).toEqual({ sasl: { iam: true }, unauthenticated: false });
  expect(encryption_info).toEqual({
    encryption_at_rest_kms_key_arn: "streaming-key",
    encryption_in_transit: { client_broker: "TLS", in_cluster: true },
  });
  expect(broker_node_group_info.connectivity_info?.public_access?.type).toBe("DISABLED");
});

test("brokers stand in the private subnets, and no client reaches them unasked", () => {
  const built = cluster();
  expect(only(built, MskCluster).broker_node_group_info.client_subnets).toEqual(["s-a", "s-b", "s-c"]);
  expect(all(built, VpcSecurityGroupIngressRule)).toEqual({});
});

test("disks start at the declared size and grow by themselves up to the declared maximum", () => {
  const built = cluster();
  const { broker_node_group_info, lifecycle } = only(built, MskCluster);
  expect(broker_node_group_info.storage_info?.ebs_storage_info?.volume_size).toBe(100);
  expect(lifecycle?.ignore_changes).toEqual([
    "broker_node_group_info[0].storage_info[0].ebs_storage_info[0].volume_size",
  ]);
  expect(only(built, AppautoscalingTarget)).toMatchObject({
    service_namespace: "kafka",
    scalable_dimension: "kafka:broker-storage:VolumeSize",
    max_capacity: 500,
  });
  expect(only(built, AppautoscalingPolicy).target_tracking_scaling_policy_configuration).toMatchObject({
    predefined_metric_specification: { predefined_metric_type: "KafkaBrokerStorageUtilization" },
    target_value: 60,
    disable_scale_in: true,
  });
});

test("brokers log to an encrypted group that forgets, and show metrics of each broker", () => {
  const built = cluster();
  expect(only(built, CloudwatchLogGroup)).toMatchObject({
    name: "/acme/test/kafka/brokers",
    retention_in_days: 30,
    kms_key_id: "logs-key",
  });
  const { logging_info, enhanced_monitoring, open_monitoring } = only(built, MskCluster);
  expect(logging_info?.broker_logs.cloudwatch_logs?.enabled).toBe(true);
  expect(enhanced_monitoring).toBe("PER_BROKER");
  expect(open_monitoring?.prometheus).toEqual({
    jmx_exporter: { enabled_in_broker: true },
    node_exporter: { enabled_in_broker: true },
  });
});

test("the cluster runs the configuration of its own version", () => {
  const { kafka_version, configuration_info } = only(cluster(), MskCluster);
  expect(kafka_version).toBe("3.9.x.kraft");
  expect(configuration_info?.revision).toMatch(/^\$\{aws_msk_configuration\..*\.latest_revision\}$/);
});

test.each<[Protection, boolean]>([
  ["ephemeral", false],
  ["standard", true],
  ["locked", true],
])("under %s, destroying the cluster is refused: %s", (protection, refused) => {
  expect(only(cluster(protection), MskCluster).lifecycle?.prevent_destroy ?? false).toBe(refused);
});

test("clients that are let in reach the IAM listener and nothing else", () => {
  const built = build((stack) => {
    new KafkaClientAccess(stack, "access", { brokerGroupId: "sg-kafka", clientGroupIds: { workers: "sg-workers" } });
  });
  expect(only(built, VpcSecurityGroupIngressRule, "access/workers")).toMatchObject({
    security_group_id: "sg-kafka",
    referenced_security_group_id: "sg-workers",
    from_port: 9098,
    to_port: 9098,
  });
});
