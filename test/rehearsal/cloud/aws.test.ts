import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import type { Values } from "../../../rehearsal/value.ts";
import { ACCOUNT, awsProvider, type Provider, REGION, temporaryCloud } from "./sample.ts";

function network(aws: Provider) {
  const vpc = aws.create("aws_vpc", { cidr_block: "10.0.0.0/16" });
  const zone = (letter: string, block: string) =>
    aws.create("aws_subnet", { vpc_id: vpc.id ?? null, cidr_block: block, availability_zone: `${REGION}${letter}` });
  const subnets = [zone("a", "10.0.0.0/24"), zone("b", "10.0.1.0/24"), zone("c", "10.0.2.0/24")];
  const group = aws.create("aws_security_group", { name: "brokers", vpc_id: vpc.id ?? null });
  return { vpc, subnets, group };
}

function broker(subnets: readonly Values[], group: Values, size: number): Values {
  return {
    instance_type: "kafka.m5.large",
    client_subnets: subnets.map(({ id }) => id ?? null),
    security_groups: [group.id ?? null],
    storage_info: [{ ebs_storage_info: [{ volume_size: size }] }],
  };
}

function kafka(aws: Provider, given: Values = {}) {
  const { subnets, group, vpc } = network(aws);
  const values = {
    cluster_name: "events",
    kafka_version: "3.8.x",
    number_of_broker_nodes: 3,
    broker_node_group_info: [broker(subnets, group, 100)],
    client_authentication: [{ sasl: [{ iam: true }] }],
    ...given,
  };
  return { cluster: aws.create("aws_msk_cluster", values), subnets, group, vpc };
}

test("a bucket name is taken in every account and region", () => {
  const cloud = temporaryCloud();
  awsProvider(cloud).create("aws_s3_bucket", { bucket: "worldwide" });
  const other = awsProvider(cloud, { region: "us-east-1", allowed_account_ids: ["222222222222"] });
  expect(() => other.create("aws_s3_bucket", { bucket: "worldwide" })).toThrow(/BucketAlreadyExists/);
});

test("a secret's name is held until its recovery window ends, and free at once without one", () => {
  const aws = awsProvider(temporaryCloud());
  const held = aws.create("aws_secretsmanager_secret", { name: "held", recovery_window_in_days: 7 });
  aws.delete("aws_secretsmanager_secret", held);
  expect(aws.read("aws_secretsmanager_secret", held)).toBeNull();
  expect(() => aws.create("aws_secretsmanager_secret", { name: "held" })).toThrow(/scheduled for deletion/);
  const gone = aws.create("aws_secretsmanager_secret", { name: "gone", recovery_window_in_days: 0 });
  aws.delete("aws_secretsmanager_secret", gone);
  expect(aws.create("aws_secretsmanager_secret", { name: "gone" }).name).toBe("gone");
});

test("a key that waits for its deletion keeps its id, and its alias is free", () => {
  const aws = awsProvider(temporaryCloud());
  const make = () => {
    const key = aws.create("aws_kms_key", { deletion_window_in_days: 7 });
    return { key, alias: aws.create("aws_kms_alias", { name: "alias/lake", target_key_id: key.key_id ?? null }) };
  };
  const first = make();
  aws.delete("aws_kms_alias", first.alias);
  aws.delete("aws_kms_key", first.key);
  expect(make().key.id).not.toBe(first.key.id);
});

test.each([
  ["aws_kms_key", { deletion_window_in_days: 6 }],
  ["aws_kms_key", { deletion_window_in_days: 31 }],
  ["aws_secretsmanager_secret", { name: "s", recovery_window_in_days: 5 }],
])("%s refuses a deletion window outside 7 to 30 days", (type, given) => {
  expect(() => awsProvider(temporaryCloud()).create(type, given)).toThrow(/it must be 7 to 30/);
});

test.each<[string, string, Values]>([
  ["a subnet's VPC", "aws_subnet", { vpc_id: "vpc-0123456789abcdef0", cidr_block: "10.0.0.0/24" }],
  ["a role's policy", "aws_iam_role_policy", { role: "nobody", name: "p", policy: "{}" }],
  [
    "an own managed policy",
    "aws_iam_role_policy_attachment",
    { role: "nobody", policy_arn: `arn:aws:iam::${ACCOUNT}:policy/absent` },
  ],
  ["a bucket's setting", "aws_s3_bucket_versioning", { bucket: "absent" }],
  [
    "a topic's cluster",
    "aws_msk_topic",
    {
      name: "t",
      partition_count: 1,
      replication_factor: 1,
      cluster_arn: `arn:aws:kafka:${REGION}:${ACCOUNT}:cluster/absent/0-1`,
    },
  ],
  ["an add-on's cluster", "aws_eks_addon", { cluster_name: "absent", addon_name: "vpc-cni" }],
  ["an alias's key", "aws_kms_alias", { name: "alias/a", target_key_id: "00000000-0000-4000-a000-000000000000" }],
])("%s must exist", (_what, type, given) => {
  const aws = awsProvider(temporaryCloud());
  expect(() => aws.create(type, given)).toThrow(/NotFound|NoSuch/);
});

test("policies of AWS and objects of other accounts are taken on trust", () => {
  const aws = awsProvider(temporaryCloud());
  aws.create("aws_iam_role", { name: "nodes", assume_role_policy: "{}" });
  const policy_arn = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy";
  expect(aws.create("aws_iam_role_policy_attachment", { role: "nodes", policy_arn }).id).toBe(`nodes/${policy_arn}`);
});

test("what a VPC and a cluster bring with them may be named by others", () => {
  const aws = awsProvider(temporaryCloud());
  const vpc = aws.create("aws_vpc", { cidr_block: "10.0.0.0/16" });
  const rule = {
    security_group_id: vpc.default_security_group_id ?? null,
    ip_protocol: "-1",
    cidr_ipv4: "10.0.0.0/16",
  };
  expect(aws.create("aws_vpc_security_group_ingress_rule", rule).id).toMatch(/^sgr-/);
  const adopted = aws.create("aws_default_security_group", { vpc_id: vpc.id ?? null });
  expect(adopted.id).toBe(vpc.default_security_group_id);
});

test("network objects in use cannot be deleted", () => {
  const aws = awsProvider(temporaryCloud());
  const { vpc, subnets, group, cluster } = kafka(aws);
  expect(() => aws.delete("aws_vpc", vpc)).toThrow(/DependencyViolation: aws_subnet/);
  expect(() => aws.delete("aws_subnet", subnets[0] ?? {})).toThrow(/DependencyViolation: aws_msk_cluster/);
  expect(() => aws.delete("aws_security_group", group)).toThrow(/DependencyViolation: aws_msk_cluster/);
  aws.delete("aws_msk_cluster", cluster);
  aws.delete("aws_security_group", group);
  expect(aws.read("aws_security_group", group)).toBeNull();
});

test("a role with policies and a configuration in use cannot be deleted", () => {
  const aws = awsProvider(temporaryCloud());
  const role = aws.create("aws_iam_role", { name: "r", assume_role_policy: "{}" });
  aws.create("aws_iam_role_policy", { role: "r", name: "p", policy: "{}" });
  expect(() => aws.delete("aws_iam_role", role)).toThrow(/DeleteConflict/);
  const configuration = aws.create("aws_msk_configuration", { name: "c", server_properties: "a=b" });
  kafka(aws, { configuration_info: [{ arn: configuration.arn ?? null, revision: 1 }] });
  expect(() => aws.delete("aws_msk_configuration", configuration)).toThrow(/BadRequestException: aws_msk_cluster/);
});

test("a bucket with objects is deleted only by force", () => {
  const cloud = temporaryCloud();
  const aws = awsProvider(cloud);
  const bucket = aws.create("aws_s3_bucket", { bucket: "lake" });
  const folder = join(cloud, "aws", ACCOUNT, REGION, "buckets", "lake");
  mkdirSync(join(folder, "raw"), { recursive: true });
  writeFileSync(join(folder, "raw", "part-0.json"), "{}");
  expect(() => aws.delete("aws_s3_bucket", bucket)).toThrow(/BucketNotEmpty: the bucket holds 1 objects/);
  aws.delete("aws_s3_bucket", aws.update("aws_s3_bucket", bucket, { force_destroy: true }));
  expect(readdirSync(cloud)).toEqual([]);
});

test("an S3 object is a file in the bucket's folder and cannot leave it", () => {
  const cloud = temporaryCloud();
  const aws = awsProvider(cloud);
  aws.create("aws_s3_bucket", { bucket: "lake" });
  aws.create("aws_s3_object", { bucket: "lake", key: "a/b.txt", content: "hello" });
  expect(readdirSync(join(cloud, "aws", ACCOUNT, REGION, "buckets", "lake", "a"))).toEqual(["b.txt"]);
  expect(() => aws.create("aws_s3_object", { bucket: "lake", key: "../../x", content: "" })).toThrow(/InvalidKey/);
});

test("a protected cluster is not deleted, nor one with node groups; its Kubernetes objects go with it", () => {
  const cloud = temporaryCloud();
  const aws = awsProvider(cloud);
  const { subnets } = network(aws);
  const role = aws.create("aws_iam_role", { name: "eks", assume_role_policy: "{}" });
  const subnet_ids = subnets.map(({ id }) => id ?? null);
  const cluster = aws.create("aws_eks_cluster", {
    name: "w",
    role_arn: role.arn ?? null,
    vpc_config: [{ subnet_ids }],
    deletion_protection: true,
  });
  expect(() => aws.delete("aws_eks_cluster", cluster)).toThrow(/deletion_protection is true/);
  const group = {
    cluster_name: "w",
    node_group_name: "n",
    node_role_arn: role.arn ?? null,
    subnet_ids,
    scaling_config: [{ min_size: 1, desired_size: 1, max_size: 2 }],
  };
  const nodes = aws.create("aws_eks_node_group", group);
  const open = aws.update("aws_eks_cluster", cluster, { deletion_protection: false });
  expect(() => aws.delete("aws_eks_cluster", open)).toThrow(/ResourceInUseException: aws_eks_node_group/);
  aws.delete("aws_eks_node_group", nodes);
  const inside = join(cloud, "aws", ACCOUNT, REGION, "kubernetes", "w", "kubernetes_namespace_v1");
  mkdirSync(inside, { recursive: true });
  aws.delete("aws_eks_cluster", open);
  expect(readdirSync(join(cloud, "aws", ACCOUNT, REGION))).not.toContain("kubernetes");
});

test("Kafka storage only grows and stays within EBS's limits; brokers come in multiples of zones", () => {
  const aws = awsProvider(temporaryCloud());
  const { cluster, subnets, group } = kafka(aws);
  const resize = (size: number) =>
    aws.update("aws_msk_cluster", cluster, { broker_node_group_info: [broker(subnets, group, size)] });
  expect(() => resize(99)).toThrow(/shrink from 100 to 99/);
  expect(() => resize(16_385)).toThrow(/1 to 16384 GiB/);
  expect(() => aws.update("aws_msk_cluster", cluster, { number_of_broker_nodes: 4 })).toThrow(/multiple of the 3/);
  resize(200);
});

test("a topic has at most as many replicas as brokers and never loses partitions", () => {
  const aws = awsProvider(temporaryCloud());
  const { cluster } = kafka(aws);
  const topic = { name: "user_events", cluster_arn: cluster.arn ?? null, partition_count: 10, replication_factor: 3 };
  expect(() => aws.create("aws_msk_topic", { ...topic, replication_factor: 4 })).toThrow(/the cluster has 3 brokers/);
  const made = aws.create("aws_msk_topic", topic);
  expect("id" in made).toBe(false);
  expect(aws.read("aws_msk_topic", made)).toEqual(made);
  expect(aws.import("aws_msk_topic", `${cluster.arn},user_events`)).toEqual(made);
  expect(() => aws.update("aws_msk_topic", made, { partition_count: 9 })).toThrow(/from 10 to 9/);
});

test.each<[string, Values]>([
  ["aws_s3_bucket", { bucket: "Upper" }],
  ["aws_iam_role", { name: "x".repeat(65), assume_role_policy: "{}" }],
  ["aws_kms_alias", { name: "alias/aws/mine", target_key_id: "k" }],
  ["aws_msk_configuration", { name: "under_score", server_properties: "" }],
])("%s refuses a name outside the service's alphabet or length", (type, given) => {
  expect(() => awsProvider(temporaryCloud()).create(type, given)).toThrow(/ValidationException/);
});

test.each<[string, string, Values, RegExp]>([
  ["two security groups of one name in a VPC", "aws_security_group", { name: "g" }, /InvalidGroup.Duplicate/],
  ["two subnets of one range", "aws_subnet", { cidr_block: "10.0.9.0/24" }, /InvalidSubnet.Conflict/],
  ["two internet gateways in a VPC", "aws_internet_gateway", {}, /Resource.AlreadyAssociated/],
])("%s are refused", (_what, type, given, code) => {
  const aws = awsProvider(temporaryCloud());
  const vpc_id = aws.create("aws_vpc", { cidr_block: "10.0.0.0/16" }).id ?? null;
  aws.create(type, { ...given, vpc_id });
  expect(() => aws.create(type, { ...given, vpc_id })).toThrow(code);
});

test("alike objects without a name are different objects", () => {
  const aws = awsProvider(temporaryCloud());
  const [one, other] = [aws.create("aws_eip", { domain: "vpc" }), aws.create("aws_eip", { domain: "vpc" })];
  expect(one.id).not.toBe(other.id);
  expect(one.public_ip).not.toBe(other.public_ip);
});

test("settings that the service puts may be put again", () => {
  const aws = awsProvider(temporaryCloud());
  aws.create("aws_s3_bucket", { bucket: "lake" });
  const put = (status: string) =>
    aws.create("aws_s3_bucket_versioning", { bucket: "lake", versioning_configuration: [{ status }] });
  put("Suspended");
  expect(aws.read("aws_s3_bucket_versioning", put("Enabled"))).toMatchObject({
    versioning_configuration: [{ status: "Enabled" }],
  });
});

test("a file taken away, and a region taken away, read as gone; an edit reads as drift", () => {
  const cloud = temporaryCloud();
  const aws = awsProvider(cloud);
  const [one, other] = [aws.create("aws_sqs_queue", { name: "one" }), aws.create("aws_sqs_queue", { name: "other" })];
  const edited = aws.update("aws_sqs_queue", other, { delay_seconds: 5 });
  expect(aws.read("aws_sqs_queue", other)).toEqual(edited);
  rmSync(join(cloud, "aws", ACCOUNT, REGION, "aws_sqs_queue", `${encodeURIComponent(String(one.id))}.json`));
  expect(aws.read("aws_sqs_queue", one)).toBeNull();
  rmSync(join(cloud, "aws", ACCOUNT, REGION), { recursive: true });
  expect(aws.read("aws_sqs_queue", other)).toBeNull();
});

test("an update of what is gone is refused, a deletion is not", () => {
  const cloud = temporaryCloud();
  const aws = awsProvider(cloud);
  const queue = aws.create("aws_sqs_queue", { name: "q" });
  rmSync(join(cloud, "aws"), { recursive: true });
  expect(() => aws.update("aws_sqs_queue", queue, { delay_seconds: 5 })).toThrow(/NotFound: the object is gone/);
  expect(() => aws.delete("aws_sqs_queue", queue)).not.toThrow();
});

test("an import of nothing says what was looked for", () => {
  const aws = awsProvider(temporaryCloud());
  expect(() => aws.import("aws_eks_addon", "w:vpc-cni")).toThrow(/import id "w:vpc-cni"/);
});
