import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { KinesisFirehoseDeliveryStream } from "@cdktf/provider-aws/lib/kinesis-firehose-delivery-stream/index.js";
import { MskClusterPolicy } from "@cdktf/provider-aws/lib/msk-cluster-policy/index.js";
import { expect, test } from "@jest/globals";
import { Archive } from "../../../constructs/links/archive.ts";
import { contextOf } from "../../support/context.ts";
import { statements } from "../../support/statements.ts";
import { all, build, only } from "../../support/synth.ts";
import { alertTopicArns, archive, cluster, keyArn, logKeyArn, topicArns } from "./declared.ts";

const bucket = { name: "acme-test-bronze", arn: "arn:aws:s3:::acme-test-bronze" };
const clicks = "arn:aws:kafka:eu-west-1:111122223333:topic/acme-test/uuid-1/clicks";

function archived(topics: string[], given: object = {}) {
  const context = contextOf("standard");
  const shared = { cluster, bucket, keyArn, logKeyArn, alertTopicArns, topicArns };
  return build((stack) => {
    new Archive(stack, "archive", { ...shared, context, config: archive(given), topics });
  });
}

test("a topic that is none of the environment's is refused", () => {
  expect(() => archived(["nothing"])).toThrow("nothing is no topic of this environment.");
});

test("each topic has a stream of its own that reads it from its beginning and writes it by the day of arrival", () => {
  const built = archived(["clicks", "page_visits"], { bufferMib: 32, bufferSeconds: 120 });
  expect(Object.values(all(built, KinesisFirehoseDeliveryStream)).map(({ name }) => name)).toEqual([
    "acme-test-archive-clicks",
    "acme-test-archive-page-visits",
  ]);
  const stream = only(built, KinesisFirehoseDeliveryStream, "page_visits/stream");
  expect(stream.msk_source_configuration).toMatchObject({
    topic_name: "page_visits",
    read_from_timestamp: "1970-01-01T00:00:00Z",
    authentication_configuration: { connectivity: "PRIVATE" },
  });
  expect(stream.extended_s3_configuration).toMatchObject({
    prefix: "raw/page_visits/ingest_dt=!{timestamp:yyyy-MM-dd}/",
    error_output_prefix: "quarantine/page_visits/!{firehose:error-output-type}/ingest_dt=!{timestamp:yyyy-MM-dd}/",
    buffering_size: 32,
    buffering_interval: 120,
    kms_key_arn: keyArn,
    processing_configuration: { processors: [{ type: "AppendDelimiterToRecord" }] },
  });
});

test("a stream comes after its rights and after the cluster has let Firehose in", () => {
  const stream = only(archived(["clicks"]), KinesisFirehoseDeliveryStream);
  expect(stream.depends_on?.map((name) => String(name).split(".")[0])).toEqual([
    "aws_iam_role_policy",
    "aws_msk_cluster_policy",
  ]);
});

test("the cluster lets Firehose make a connection and nothing else", () => {
  const [statement, ...others] = statements(only(archived([]), MskClusterPolicy).policy);
  expect(others).toEqual([]);
  expect(statement).toMatchObject({
    Action: ["kafka:CreateVpcConnection"],
    Principal: { Service: ["firehose.amazonaws.com"] },
    Resource: [cluster.clusterArn],
  });
});

test("a stream's role reads its own topic, joins no group, and writes below its own two folders", () => {
  const built = archived(["clicks", "page_visits"]);
  const found = statements(only(built, IamRolePolicy, "clicks/identity/rights").policy);
  const on = (action: string) =>
    found.filter(({ Action }) => Action.includes(action)).flatMap(({ Resource }) => Resource ?? []);
  expect(on("kafka-cluster:ReadData")).toEqual([clicks]);
  expect(on("s3:PutObject")).toEqual([`${bucket.arn}/raw/clicks/*`, `${bucket.arn}/quarantine/clicks/*`]);
  expect(found.flatMap(({ Action }) => Action)).not.toContain("kafka-cluster:AlterGroup");
  expect(found.flatMap(({ Action }) => Action)).not.toContain("s3:DeleteObject");
  expect(on("kms:GenerateDataKey")).toEqual([keyArn]);
});

test("only the stream of the topic may assume its role", () => {
  const built = archived(["clicks"]);
  expect(statements(only(built, IamRole).assume_role_policy)[0]?.Condition).toEqual({
    StringEquals: { "aws:SourceAccount": "111122223333" },
    ArnLike: { "aws:SourceArn": "arn:aws:firehose:eu-west-1:111122223333:deliverystream/acme-test-archive-clicks" },
  });
});

test("errors are logged, under the key and for as many days as declared", () => {
  expect(only(archived(["clicks"], { logDays: 90 }), CloudwatchLogGroup)).toMatchObject({
    name: "/acme/test/links/archive",
    retention_in_days: 90,
    kms_key_id: logKeyArn,
  });
});

test("each stream is watched for age, failure, refusal and throttling", () => {
  const alarms = Object.values(all(archived(["clicks"], { staleMinutes: 45 }), CloudwatchMetricAlarm));
  expect(alarms.map(({ metric_name, threshold }) => [metric_name, threshold])).toEqual([
    ["DeliveryToS3.DataFreshness", 2700],
    ["DeliveryToS3.Success", 1],
    ["FailedValidation.Records", 0],
    ["DataReadFromSource.Backpressured", 1],
  ]);
  expect(new Set(alarms.map(({ dimensions }) => JSON.stringify(dimensions)))).toEqual(
    new Set([JSON.stringify({ DeliveryStreamName: "acme-test-archive-clicks" })]),
  );
});
