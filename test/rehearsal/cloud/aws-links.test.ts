import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "@jest/globals";
import { artifactFile, standInForArtifacts } from "../../../rehearsal/artifacts.ts";
import type { Values } from "../../../rehearsal/value.ts";
import { ACCOUNT, awsProvider, type Provider, REGION, temporaryCloud } from "./sample.ts";

const firehose = "firehose.amazonaws.com";
const admits = JSON.stringify({ Principal: { Service: firehose }, Action: "kafka:CreateVpcConnection" });

function clusterWith(aws: Provider, connectivity: Values): string {
  const node = { client_subnets: [], connectivity_info: [connectivity] };
  const cluster = aws.create("aws_msk_cluster", {
    cluster_name: "main",
    broker_node_group_info: [node],
    client_authentication: [{ sasl: [{ iam: true }] }],
  });
  return String(cluster.arn);
}

const open = { vpc_connectivity: [{ client_authentication: [{ sasl: [{ iam: true }] }] }] };

function stream(aws: Provider, clusterArn: string, s3: Values = {}) {
  const role_arn = "arn:aws:iam::aws:role/x";
  return () =>
    aws.create("aws_kinesis_firehose_delivery_stream", {
      name: "archive",
      destination: "extended_s3",
      msk_source_configuration: [
        {
          msk_cluster_arn: clusterArn,
          topic_name: "clicks",
          authentication_configuration: [{ connectivity: "PRIVATE", role_arn }],
        },
      ],
      extended_s3_configuration: [{ bucket_arn: "arn:aws:s3:::elsewhere-*", role_arn, ...s3 }],
    });
}

test("a stream is refused until the cluster has a private way for IAM, a policy that lets Firehose in, and the topic", () => {
  const closed = awsProvider(temporaryCloud());
  expect(stream(closed, clusterWith(closed, {}))).toThrow(/has no multi-VPC connectivity for IAM/);
  const aws = awsProvider(temporaryCloud());
  const cluster_arn = clusterWith(aws, open);
  expect(stream(aws, cluster_arn)).toThrow(/does not let firehose.amazonaws.com create a VPC connection/);
  aws.create("aws_msk_cluster_policy", { cluster_arn, policy: admits });
  expect(stream(aws, cluster_arn)).toThrow(/has no topic clicks/);
  aws.create("aws_msk_topic", { cluster_arn, name: "clicks", partition_count: 1n, replication_factor: 1n });
  expect(stream(aws, cluster_arn)().arn).toBe(`arn:aws:firehose:${REGION}:${ACCOUNT}:deliverystream/archive`);
});

test("a stream's prefix with expressions needs one for failures that tells their kind, and buffers have limits", () => {
  const aws = awsProvider(temporaryCloud());
  const cluster_arn = clusterWith(aws, open);
  aws.create("aws_msk_cluster_policy", { cluster_arn, policy: admits });
  aws.create("aws_msk_topic", { cluster_arn, name: "clicks", partition_count: 1n, replication_factor: 1n });
  const prefix = "raw/dt=!{timestamp:yyyy}/";
  expect(stream(aws, cluster_arn, { prefix })).toThrow(/error_output_prefix must hold/);
  const error_output_prefix = "bad/!{firehose:error-output-type}/";
  expect(stream(aws, cluster_arn, { prefix, error_output_prefix, buffering_size: 129n })).toThrow(
    /it must be 1 to 128/,
  );
  expect(stream(aws, cluster_arn, { prefix, error_output_prefix, buffering_size: 128n })().name).toBe("archive");
});

const bucket = "artifacts";
const key = "connectors/a.zip";

function plugin(aws: Provider) {
  const location = [{ s3: [{ bucket_arn: `arn:aws:s3:::${bucket}`, file_key: key }] }];
  return aws.create("aws_mskconnect_custom_plugin", { name: "snowflake", content_type: "ZIP", location });
}

test("a plugin is refused until its archive lies in the bucket; a stand-in will do, and replaces nothing", () => {
  const cloud = temporaryCloud();
  const aws = awsProvider(cloud);
  aws.create("aws_s3_bucket", { bucket });
  expect(() => plugin(aws)).toThrow(/there is no object connectors\/a.zip in artifacts/);
  expect(() => aws.data("aws_s3_object", { bucket, key })).toThrow(/there is no such object/);
  const place = { accountId: ACCOUNT, region: REGION, bucket, key };
  expect(standInForArtifacts(cloud, [place])).toEqual([place]);
  expect(standInForArtifacts(cloud, [place])).toEqual([]);
  expect(plugin(aws).name).toBe("snowflake");
  expect(Number(aws.data("aws_s3_object", { bucket, key }).content_length)).toBeGreaterThan(0);
});

function connectorOn(aws: Provider, given: Values = {}) {
  const group = aws.create("aws_cloudwatch_log_group", { name: "/logs" });
  const role = aws.create("aws_iam_role", {
    name: "load",
    assume_role_policy: JSON.stringify({ Principal: { Service: "kafkaconnect.amazonaws.com" } }),
  });
  const made = plugin(aws);
  const workers = aws.create("aws_mskconnect_worker_configuration", { name: "w", properties_file_content: "a=b" });
  const create = (more: Values) =>
    aws.create("aws_mskconnect_connector", {
      name: "load",
      kafkaconnect_version: "3.7.x",
      service_execution_role_arn: role.arn ?? null,
      connector_configuration: { "connector.class": "x", "tasks.max": "1" },
      capacity: [{ autoscaling: [{ mcu_count: 1n, min_worker_count: 1n, max_worker_count: 2n }] }],
      plugin: [{ custom_plugin: [{ arn: made.arn ?? null, revision: 1n }] }],
      worker_configuration: [{ arn: workers.arn ?? null, revision: 1n }],
      log_delivery: [
        { worker_log_delivery: [{ cloudwatch_logs: [{ enabled: true, log_group: group.name ?? null }] }] },
      ],
      ...given,
      ...more,
    });
  return { create, made, workers };
}

function withArchive(): Provider {
  const cloud = temporaryCloud();
  const aws = awsProvider(cloud);
  aws.create("aws_s3_bucket", { bucket });
  const file = artifactFile(cloud, { accountId: ACCOUNT, region: REGION, bucket, key });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, "PK");
  return aws;
}

test.each([
  ["whose role trusts somebody else", "service_execution_role_arn", /may not assume/],
  ["that lacks its class", "connector_configuration", /lacks connector.class/],
  ["of eleven workers", "capacity", /it must be 1 to 10 workers/],
  ["that logs to nowhere", "log_delivery", /there is no aws_cloudwatch_log_group/],
])("a connector %s is refused", (_, argument, message) => {
  const aws = withArchive();
  const other = aws.create("aws_iam_role", { name: "other", assume_role_policy: "{}" });
  const wrong: Values = {
    service_execution_role_arn: other.arn ?? null,
    connector_configuration: { "tasks.max": "1" },
    capacity: [{ autoscaling: [{ mcu_count: 1n, min_worker_count: 1n, max_worker_count: 11n }] }],
    log_delivery: [{ worker_log_delivery: [{ cloudwatch_logs: [{ enabled: true, log_group: "/none" }] }] }],
  };
  const { create } = connectorOn(aws);
  expect(() => create({ [argument]: wrong[argument] ?? null })).toThrow(message);
  expect(create({}).name).toBe("load");
});

test("what a connector runs cannot be deleted under it", () => {
  const aws = withArchive();
  const { create, made, workers } = connectorOn(aws);
  const connector = create({});
  expect(() => aws.delete("aws_mskconnect_custom_plugin", made)).toThrow(/still uses it/);
  expect(() => aws.delete("aws_mskconnect_worker_configuration", workers)).toThrow(/still uses it/);
  aws.delete("aws_mskconnect_connector", connector);
  aws.delete("aws_mskconnect_custom_plugin", made);
  expect(plugin(aws).latest_revision).toBe(1);
});

test("log streams go with their group", () => {
  const aws = awsProvider(temporaryCloud());
  const stream = () => aws.create("aws_cloudwatch_log_stream", { log_group_name: "/logs", name: "clicks" });
  expect(stream).toThrow(/ResourceNotFoundException/);
  const group = aws.create("aws_cloudwatch_log_group", { name: "/logs" });
  const made = stream();
  expect(made.arn).toBe(`arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/logs:log-stream:clicks`);
  aws.delete("aws_cloudwatch_log_group", group);
  expect(aws.read("aws_cloudwatch_log_stream", made)).toBeNull();
});
