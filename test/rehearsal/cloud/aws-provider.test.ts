import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { openCloud } from "../../../rehearsal/cloud/open.ts";
import { loadSchema } from "../../../rehearsal/schema/catalog.ts";
import { UNKNOWN } from "../../../rehearsal/value.ts";
import { ACCOUNT, awsProvider, proposed, REGION, temporaryCloud } from "./sample.ts";

function cloudOf(accountId: string, role = "plinth-deploy") {
  const cloud = temporaryCloud();
  writeFileSync(join(cloud, "identity.json"), JSON.stringify({ aws: { accountId, role } }));
  return cloud;
}

test("a provider that allows other accounts than the caller's is refused", () => {
  const [finding] = openCloud("aws", cloudOf("999999999999")).configure({
    region: REGION,
    allowed_account_ids: [ACCOUNT],
  });
  expect(finding).toMatchObject({
    severity: "error",
    summary: "AWS account ID not allowed",
    path: ["allowed_account_ids"],
  });
  expect(finding?.detail).toContain("the caller is in account 999999999999; the provider allows 111111111111");
});

test("a role of another account cannot be assumed", () => {
  const config = { region: REGION, assume_role: [{ role_arn: `arn:aws:iam::${ACCOUNT}:role/plinth-deploy` }] };
  expect(openCloud("aws", cloudOf("999999999999")).configure(config)).toMatchObject([
    { summary: "Cannot assume IAM Role" },
  ]);
  expect(openCloud("aws", cloudOf(ACCOUNT)).configure(config)).toEqual([]);
});

test("a provider without a region is refused", () => {
  expect(openCloud("aws", cloudOf(ACCOUNT)).configure({ region: null })).toMatchObject([{ summary: "Missing region" }]);
});

test("a plan role reads and changes nothing", () => {
  const cloud = cloudOf(ACCOUNT);
  const queue = awsProvider(cloud).create("aws_sqs_queue", { name: "q" });
  const planner = awsProvider(cloud, { assume_role: [{ role_arn: `arn:aws:iam::${ACCOUNT}:role/plinth-plan` }] });
  expect(planner.read("aws_sqs_queue", queue)).toEqual(queue);
  expect(() => planner.create("aws_sqs_queue", { name: "r" })).toThrow(/AccessDenied/);
  expect(() => planner.update("aws_sqs_queue", queue, { delay_seconds: 1 })).toThrow(/AccessDenied/);
  expect(() => planner.delete("aws_sqs_queue", queue)).toThrow(/AccessDenied/);
});

test("default tags and the region are planned; tags known only after apply leave tags_all unknown", () => {
  const aws = awsProvider(temporaryCloud(), { default_tags: [{ tags: { owner: "data", source: "plinth" } }] });
  const schema = loadSchema("aws", "resource", "aws_sqs_queue");
  const plan = (tags: Parameters<typeof proposed>[2]) =>
    aws.cloud.plan("aws_sqs_queue", schema, null, proposed("aws", "aws_sqs_queue", tags), {}).planned;
  expect(plan({ tags: { owner: "me" } })).toMatchObject({
    region: REGION,
    tags_all: { owner: "me", source: "plinth" },
  });
  expect(plan({ tags: UNKNOWN }).tags_all).toBe(UNKNOWN);
});

test("before the provider is configured a plan leaves the region open", () => {
  const schema = loadSchema("aws", "resource", "aws_sqs_queue");
  const { planned } = openCloud("aws", temporaryCloud()).plan(
    "aws_sqs_queue",
    schema,
    null,
    proposed("aws", "aws_sqs_queue", {}),
    {},
  );
  expect(planned.region).toBe(UNKNOWN);
});

test("a resource's own region wins over the provider's", () => {
  const cloud = temporaryCloud();
  const queue = awsProvider(cloud).create("aws_sqs_queue", { name: "q", region: "us-east-1" });
  expect(queue.arn).toBe(`arn:aws:sqs:us-east-1:${ACCOUNT}:q`);
  expect(awsProvider(cloud).read("aws_sqs_queue", queue)).toEqual(queue);
});

test("data sources tell of the caller and of what is in the store, and refuse what they cannot find", () => {
  const aws = awsProvider(temporaryCloud());
  expect(aws.data("aws_caller_identity", {})).toMatchObject({ account_id: ACCOUNT });
  expect(aws.data("aws_region", {})).toMatchObject({ region: REGION });
  expect(aws.data("aws_partition", {})).toMatchObject({ partition: "aws" });
  expect(aws.data("aws_availability_zones", { state: "available" })).toMatchObject({
    names: [`${REGION}a`, `${REGION}b`, `${REGION}c`],
    state: "available",
  });
  const vpc = aws.create("aws_vpc", { cidr_block: "10.0.0.0/16", tags: { Name: "ours" } });
  const subnet = aws.create("aws_subnet", { vpc_id: vpc.id ?? null, cidr_block: "10.0.0.0/24" });
  expect(aws.data("aws_vpc", { id: vpc.id ?? null })).toMatchObject({ cidr_block: "10.0.0.0/16", arn: vpc.arn });
  expect(aws.data("aws_vpc", { filter: [{ name: "tag:Name", values: ["ours"] }] }).id).toBe(vpc.id);
  expect(aws.data("aws_subnets", { filter: [{ name: "vpc-id", values: [vpc.id ?? null] }] })).toMatchObject({
    ids: [subnet.id],
  });
  expect(() => aws.data("aws_vpc", { id: "vpc-0" })).toThrow(/0 objects match/);
  expect(() => aws.data("aws_eks_cluster", { name: "absent" })).toThrow(/NotFound/);
  expect(() => aws.data("aws_ami", {})).toThrow(/no data source aws_ami/);
});
