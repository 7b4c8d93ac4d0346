import { expect, test } from "@jest/globals";
import type { Value, Values } from "../../../rehearsal/value.ts";
import { ACCOUNT, awsProvider, type Provider, snowflakeProvider, temporaryCloud } from "./sample.ts";

const bucket = "lake";
const topicName = "files";
const externalId = "acme-lake";
const roleArn = `arn:aws:iam::${ACCOUNT}:role/reader`;
const s3 = JSON.stringify({ Statement: [{ Principal: { Service: ["s3.amazonaws.com"] }, Action: ["sns:Publish"] }] });

function accounts() {
  const cloud = temporaryCloud();
  const preview_features_enabled = ["storage_integration", "stage", "file_format", "pipe", "table"].map(
    (type) => `snowflake_${type}_resource`,
  );
  const aws = awsProvider(cloud);
  const snowflake = snowflakeProvider(cloud, { role: "ACCOUNTADMIN", preview_features_enabled });
  aws.create("aws_s3_bucket", { bucket });
  snowflake.create("snowflake_database", { name: "D" });
  snowflake.create("snowflake_schema", { database: "D", name: "S" });
  return { aws, snowflake };
}

function text(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}

function integrate(snowflake: Provider): Values {
  return snowflake.create("snowflake_storage_integration", {
    name: "LAKE",
    storage_provider: "S3",
    storage_aws_role_arn: roleArn,
    storage_aws_external_id: externalId,
    storage_allowed_locations: ["s3://lake/raw/orders/"],
  });
}

const stage = (snowflake: Provider, url = "s3://lake/raw/orders/") =>
  snowflake.create("snowflake_stage", { database: "D", schema: "S", name: "F", url, storage_integration: "LAKE" });

function trust(aws: Provider, principal: string, id: string): void {
  const statement = { Principal: { AWS: [principal] }, Condition: { StringEquals: { "sts:ExternalId": id } } };
  aws.create("aws_iam_role", { name: "reader", assume_role_policy: JSON.stringify({ Statement: [statement] }) });
}

/** The topic, with a policy that lets a user listen. */
function topic(aws: Provider, user: string): string {
  const arn = text(aws.create("aws_sns_topic", { name: topicName }).arn);
  const policy = JSON.stringify({ Statement: [{ Principal: { AWS: [user] }, Action: ["sns:Subscribe"] }] });
  aws.create("aws_sns_topic_policy", { arn, policy });
  return arn;
}

const pipe = (snowflake: Provider, topicArn: string) =>
  snowflake.create("snowflake_pipe", {
    database: "D",
    schema: "S",
    name: "P",
    auto_ingest: true,
    aws_sns_topic_arn: topicArn,
    copy_statement: "COPY INTO D.S.T FROM (SELECT $1 FROM @D.S.F) FILE_FORMAT = (FORMAT_NAME = 'D.S.J')",
  });

function parts(snowflake: Provider): void {
  snowflake.create("snowflake_table", {
    database: "D",
    schema: "S",
    name: "T",
    column: [{ name: "A", type: "VARIANT" }],
  });
  snowflake.create("snowflake_file_format", { database: "D", schema: "S", name: "J", format_type: "JSON" });
  stage(snowflake);
}

test("a stage is refused without its integration, and outside the locations that this allows", () => {
  const { snowflake } = accounts();
  expect(() => stage(snowflake)).toThrow(/storage_integration names LAKE/);
  integrate(snowflake);
  expect(() => stage(snowflake, "s3://lake/raw/")).toThrow(/which is no location of the storage integration LAKE/);
  expect(stage(snowflake).id).toBe("D|S|F");
});

test("a pipe is refused until everything that its statement names exists", () => {
  const { aws, snowflake } = accounts();
  const user = text(integrate(snowflake).storage_aws_iam_user_arn);
  trust(aws, user, externalId);
  const arn = topic(aws, user);
  expect(() => pipe(snowflake, arn)).toThrow(/names the table D\.S\.T/);
  snowflake.create("snowflake_table", {
    database: "D",
    schema: "S",
    name: "T",
    column: [{ name: "A", type: "VARIANT" }],
  });
  expect(() => pipe(snowflake, arn)).toThrow(/names the stage D\.S\.F/);
  stage(snowflake);
  expect(() => pipe(snowflake, arn)).toThrow(/names the file format D\.S\.J/);
  snowflake.create("snowflake_file_format", { database: "D", schema: "S", name: "J", format_type: "JSON" });
  expect(pipe(snowflake, arn)).toMatchObject({ notification_channel: arn });
});

test.each([
  ["nobody of Snowflake", "arn:aws:iam::222222222222:user/other", externalId],
  ["Snowflake's user with another external id", undefined, "someone-else"],
])("a pipe is refused while the role trusts %s", (_, principal, id) => {
  const { aws, snowflake } = accounts();
  const user = text(integrate(snowflake).storage_aws_iam_user_arn);
  parts(snowflake);
  const arn = topic(aws, user);
  expect(() => pipe(snowflake, arn)).toThrow(/does not exist or does not trust/);
  trust(aws, principal ?? user, id);
  expect(() => pipe(snowflake, arn)).toThrow(/Error assuming AWS_ROLE/);
});

test("a pipe is refused a topic that Snowflake's user may not listen to", () => {
  const { aws, snowflake } = accounts();
  const user = text(integrate(snowflake).storage_aws_iam_user_arn);
  parts(snowflake);
  trust(aws, user, externalId);
  const arn = topic(aws, "arn:aws:iam::222222222222:user/other");
  expect(() => pipe(snowflake, arn)).toThrow(/does not let Snowflake's user .* subscribe/);
});

const notify = (aws: Provider, arn: string, ...prefixes: string[]) =>
  aws.create("aws_s3_bucket_notification", {
    bucket,
    topic: prefixes.map((filter_prefix) => ({ topic_arn: arn, events: ["s3:ObjectCreated:*"], filter_prefix })),
  });

test("S3 agrees to a topic only when it may publish there, under a key that it may use", () => {
  const { aws } = accounts();
  const key = (policy: string) => text(aws.create("aws_kms_key", { policy, description: policy }).arn);
  const closed = text(aws.create("aws_sns_topic", { name: "a", kms_master_key_id: key("{}") }).arn);
  expect(() => notify(aws, closed, "raw/")).toThrow(/its policy does not let s3.amazonaws.com publish/);
  aws.create("aws_sns_topic_policy", { arn: closed, policy: s3 });
  expect(() => notify(aws, closed, "raw/")).toThrow(/the policy of its key .* does not let s3.amazonaws.com use it/);
  const open = text(aws.create("aws_sns_topic", { name: "b", kms_master_key_id: key(s3) }).arn);
  aws.create("aws_sns_topic_policy", { arn: open, policy: s3 });
  expect(notify(aws, open, "raw/").bucket).toBe(bucket);
});

test("notifications whose prefixes overlap are refused", () => {
  const { aws } = accounts();
  const arn = text(aws.create("aws_sns_topic", { name: "a" }).arn);
  aws.create("aws_sns_topic_policy", { arn, policy: s3 });
  expect(() => notify(aws, arn, "raw/", "raw/orders/")).toThrow(/Configurations overlap/);
  expect(() => notify(aws, arn, "raw/a", "raw/a")).toThrow(/Configurations overlap/);
  expect(notify(aws, arn, "raw/a/", "raw/b/").bucket).toBe(bucket);
});
