import { expect, test } from "@jest/globals";
import { DraftObject } from "../../../rehearsal/cloud/draft.ts";
import { fillUnknowns } from "../../../rehearsal/cloud/fill.ts";
import { AWS_KINDS, awsKind } from "../../../rehearsal/cloud/objects-aws.ts";
import { SNOWFLAKE_KINDS, snowflakeKind } from "../../../rehearsal/cloud/objects-snowflake.ts";
import { loadSchema } from "../../../rehearsal/schema/catalog.ts";
import type { Attribute, Block } from "../../../rehearsal/schema/schema.ts";
import { isUnknown, isValues, type Value, type Values } from "../../../rehearsal/value.ts";
import { ACCOUNT, awsProvider, proposed, REGION, temporaryCloud } from "./sample.ts";

const setting = {
  names: {
    account: ACCOUNT,
    region: REGION,
    partition: "aws",
    organization: "ACME",
    snowflakeAccount: "DATA",
    role: "SYSADMIN",
  },
  found: () => null,
};

function required(schema: Block): Values {
  const sample = ({ type }: Attribute): Value =>
    type === "number" ? 3 : type === "bool" ? true : type === "string" ? "sample" : [];
  return Object.fromEntries(
    schema.attributes.filter((attribute) => attribute.required).map((attribute) => [attribute.name, sample(attribute)]),
  );
}

function unknownsIn(value: Value): number {
  if (isUnknown(value)) return 1;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + unknownsIn(item), 0);
  return isValues(value) ? Object.values(value).reduce<number>((sum, item) => sum + unknownsIn(item), 0) : 0;
}

const types = [
  ...Object.keys(AWS_KINDS).map((type) => ["aws", type] as const),
  ...Object.keys(SNOWFLAKE_KINDS).map((type) => ["snowflake", type] as const),
];

test.each(types)("%s %s: every unknown is filled, nothing known changes, and twice the same", (provider, type) => {
  const schema = loadSchema(provider, "resource", type);
  const planned = proposed(provider, type, required(schema));
  const kind = provider === "aws" ? awsKind(type) : snowflakeKind(type);
  const fill = (salt: number) => fillUnknowns(schema, planned, new DraftObject(type, kind, planned, setting, salt));
  const filled = fill(0);
  expect(unknownsIn(filled)).toBe(0);
  for (const [name, value] of Object.entries(planned)) {
    if (unknownsIn(value) === 0) expect(filled[name]).toEqual(value);
  }
  expect(fill(0)).toEqual(filled);
});

test("values look like the service's own", () => {
  const aws = awsProvider(temporaryCloud());
  const vpc = aws.create("aws_vpc", { cidr_block: "10.0.0.0/16" });
  expect(vpc.id).toMatch(/^vpc-[0-9a-f]{17}$/);
  expect(vpc).toMatchObject({
    arn: `arn:aws:ec2:${REGION}:${ACCOUNT}:vpc/${vpc.id}`,
    owner_id: ACCOUNT,
    region: REGION,
  });
  const subnet_ids = ["10.0.0.0/24"].map(
    (cidr_block) => aws.create("aws_subnet", { vpc_id: vpc.id ?? null, cidr_block }).id ?? null,
  );
  const role = aws.create("aws_iam_role", { name: "eks", assume_role_policy: "{}" });
  const cluster = aws.create("aws_eks_cluster", {
    name: "w",
    role_arn: role.arn ?? null,
    vpc_config: [{ subnet_ids }],
  });
  expect(cluster.endpoint).toMatch(/^https:\/\/[0-9A-F]{32}\.gr7\.us-west-2\.eks\.amazonaws\.com$/);
  expect(cluster).toMatchObject({ vpc_config: [{ vpc_id: vpc.id }], status: "ACTIVE" });
  const [authority] = Array.isArray(cluster.certificate_authority) ? cluster.certificate_authority : [];
  const data = isValues(authority ?? null) ? Object.values(authority ?? {})[0] : "";
  expect(Buffer.from(String(data), "base64").toString()).toContain("BEGIN CERTIFICATE");
});

test("a cluster lists brokers only for the listeners that it opens", () => {
  const aws = awsProvider(temporaryCloud());
  const vpc_id = aws.create("aws_vpc", { cidr_block: "10.0.0.0/16" }).id ?? null;
  const client_subnets = ["10.0.0.0/24", "10.0.1.0/24"].map(
    (cidr_block) => aws.create("aws_subnet", { vpc_id, cidr_block }).id ?? null,
  );
  const security_groups = [aws.create("aws_security_group", { vpc_id, name: "g" }).id ?? null];
  const broker_node_group_info = [{ instance_type: "kafka.m5.large", client_subnets, security_groups }];
  const client_authentication = [{ sasl: [{ iam: true }] }];
  const given = {
    cluster_name: "e",
    kafka_version: "3.8.x",
    number_of_broker_nodes: 2,
    broker_node_group_info,
    client_authentication,
  };
  const cluster = aws.create("aws_msk_cluster", given);
  expect(cluster.bootstrap_brokers_sasl_iam).toMatch(
    /^b-1\.e\.[a-z0-9]{6}\.c2\.kafka\.us-west-2\.amazonaws\.com:9098,b-2\.e\./,
  );
  expect(cluster.bootstrap_brokers_sasl_scram).toBe("");
});

test("a name left out is made from its prefix", () => {
  const bucket = awsProvider(temporaryCloud()).create("aws_s3_bucket", { bucket_prefix: "lake-" });
  expect(bucket.bucket).toMatch(/^lake-\d{26}$/);
  expect(bucket.arn).toBe(`arn:aws:s3:::${bucket.bucket}`);
});
