import { beforeAll, expect, test } from "@jest/globals";
import { safeguards } from "../constructs/support/protection.ts";
import { conditionedActions, unscopedActions } from "../constructs/support/unscoped-actions.ts";
import { allResources, type Resource } from "./support/resources.ts";
import { statements } from "./support/statements.ts";

let resources: Resource[] = [];
beforeAll(async () => {
  resources = await allResources();
});

const ofType = (...types: string[]) => resources.filter(({ type }) => types.includes(type));
const addresses = (list: readonly Resource[]) => list.map(({ address }) => address);
/** A value at a path of names and indexes. */
const at = (body: unknown, ...path: (string | number)[]) =>
  path.reduce<unknown>((value, key) => Object(value)[key], body);
const isReference = (value: unknown) => typeof value === "string" && value.startsWith("${");

test("there are resources of every layer to look at", () => {
  const stacks = new Set(resources.map(({ stack }) => stack));
  expect(stacks.size).toBe(20);
  expect(resources.length).toBeGreaterThan(500);
});

test("every bucket has a customer key and its requests recorded, but for the log buckets, to which S3 could not deliver", () => {
  const key = ["rule", 0, "apply_server_side_encryption_by_default", "kms_master_key_id"];
  const found = ofType("aws_s3_bucket_server_side_encryption_configuration");
  const without = found.filter(({ body }) => !isReference(at(body, ...key))).map(({ body }) => body.bucket);
  const recorded = ofType("aws_s3_bucket_logging").map(({ body }) => body.bucket);
  const logs = new Set(resources.map(({ environment }) => environment.name)).size;
  expect(without.filter((bucket) => /^\$\{aws_s3_bucket\.logs_/.test(String(bucket)))).toHaveLength(logs);
  expect([without.length, recorded.length]).toEqual([logs, found.length - logs]);
  expect(recorded.filter((bucket) => without.includes(bucket))).toEqual([]);
});

test.each([
  ["aws_msk_cluster", ["encryption_info", "encryption_at_rest_kms_key_arn"]],
  ["aws_secretsmanager_secret", ["kms_key_id"]],
  ["aws_cloudwatch_log_group", ["kms_key_id"]],
  ["aws_eks_cluster", ["encryption_config", "provider", "key_arn"]],
  ["aws_sns_topic", ["kms_master_key_id"]],
  ["aws_cloudtrail", ["kms_key_id"]],
])("every %s is encrypted with a customer key", (type, path) => {
  const found = ofType(type);
  expect(found.length).toBeGreaterThan(0);
  expect(addresses(found.filter(({ body }) => !isReference(at(body, ...path))))).toEqual([]);
});

test("every bucket blocks public access, is versioned, encrypted and owned by its account", () => {
  const companions = [
    "aws_s3_bucket_public_access_block",
    "aws_s3_bucket_versioning",
    "aws_s3_bucket_server_side_encryption_configuration",
    "aws_s3_bucket_ownership_controls",
    "aws_s3_bucket_policy",
    "aws_s3_bucket_lifecycle_configuration",
  ];
  const buckets = ofType("aws_s3_bucket");
  for (const companion of companions) expect(ofType(companion)).toHaveLength(buckets.length);
  for (const { body, address } of ofType("aws_s3_bucket_public_access_block")) {
    const { block_public_acls, block_public_policy, ignore_public_acls, restrict_public_buckets } = body;
    expect({
      address,
      all: [block_public_acls, block_public_policy, ignore_public_acls, restrict_public_buckets],
    }).toEqual({
      address,
      all: [true, true, true, true],
    });
  }
  for (const { body } of ofType("aws_s3_bucket_policy")) expect(body.policy).toContain("aws:SecureTransport");
});

test("Kafka speaks TLS only and admits only IAM identities", () => {
  for (const { body } of ofType("aws_msk_cluster")) {
    expect(at(body, "encryption_info", "encryption_in_transit")).toEqual({ client_broker: "TLS", in_cluster: true });
    expect(at(body, "client_authentication", "unauthenticated")).toBe(false);
    expect(at(body, "client_authentication", "sasl", "iam")).toBe(true);
    expect(at(body, "broker_node_group_info", "connectivity_info", "public_access", "type") ?? "DISABLED").toBe(
      "DISABLED",
    );
  }
});

test("the cluster's API has no public endpoint", () => {
  for (const { body } of ofType("aws_eks_cluster")) {
    expect(at(body, "vpc_config", "endpoint_public_access")).toBe(false);
    expect(at(body, "vpc_config", "endpoint_private_access")).toBe(true);
  }
});

test("no security group rule opens a door to the whole internet", () => {
  const open = ofType("aws_vpc_security_group_ingress_rule").filter(({ body }) =>
    /^(0\.0\.0\.0\/0|::\/0)$/.test(String(body.cidr_ipv4 ?? body.cidr_ipv6)),
  );
  expect(addresses(open)).toEqual([]);
});

test("no policy names a wildcard action, and a wildcard resource only where AWS offers nothing narrower", () => {
  const wrong: string[] = [];
  // An image repository's lifecycle is a policy of another kind; an endpoint's has a test of its own.
  const others = ["aws_ecr_lifecycle_policy", "aws_vpc_endpoint"];
  for (const { type, address, body } of resources) {
    if (others.includes(type)) continue;
    for (const policy of [body.policy, body.assume_role_policy]) {
      if (typeof policy !== "string") continue;
      for (const { Effect, Action, Resource, Condition } of statements(policy)) {
        if (Effect !== "Allow") continue;
        const bound = Object.keys(Condition?.StringEquals ?? {}).flatMap((key) => conditionedActions[key] ?? []);
        const actions = [Action].flat();
        if (actions.some((action) => action.includes("*"))) wrong.push(`${address}: ${actions}`);
        // In a key's own policy the resource "*" means that key.
        const ownKey = type === "aws_kms_key" || type === "aws_kms_key_policy";
        const listed = actions.every((action) => action in unscopedActions || bound.includes(action));
        if ([Resource].flat().includes("*") && !ownKey && !listed) wrong.push(`${address}: *`);
      }
    }
  }
  expect(wrong).toEqual([]);
});

test("every endpoint lets through this account's identities to its resources, and others by action and resource only", () => {
  const endpoints = ofType("aws_vpc_endpoint");
  expect(endpoints.length).toBeGreaterThan(5);
  for (const { environment, address, body } of endpoints) {
    const { accountId } = environment.aws;
    const [perimeter, ...exceptions] = statements(String(body.policy));
    expect({ address, condition: perimeter?.Condition }).toEqual({
      address,
      condition: { StringEquals: { "aws:PrincipalAccount": accountId, "aws:ResourceAccount": accountId } },
    });
    const wide = exceptions.filter(({ Action, Resource }) => [Action, Resource].flat(2).includes("*"));
    expect({ address, wide }).toEqual({ address, wide: [] });
  }
});

test("every log group forgets in the end", () => {
  const groups = ofType("aws_cloudwatch_log_group");
  expect(groups.length).toBeGreaterThan(0);
  expect(addresses(groups.filter(({ body }) => !(Number(body.retention_in_days) > 0)))).toEqual([]);
});

test("every network of ours records all its connections", () => {
  const vpcs = ofType("aws_vpc");
  const recorded = ofType("aws_flow_log").filter(({ body }) => body.traffic_type === "ALL");
  expect(recorded.map(({ stack, body }) => [stack, String(body.vpc_id).replace(/^\$\{(.*)\.id\}$/, "$1")])).toEqual(
    vpcs.map(({ stack, address }) => [stack, address.replace(`${stack}/`, "")]),
  );
});

test("default access lists and security groups let nothing through", () => {
  const defaults = ofType("aws_default_network_acl", "aws_default_security_group");
  expect(defaults).toHaveLength(2 * ofType("aws_vpc").length);
  expect(addresses(defaults.filter(({ body }) => at(body, "ingress", 0) || at(body, "egress", 0)))).toEqual([]);
});

test("a tag never moves to another image, and every image is scanned and encrypted with a customer key", () => {
  const repositories = ofType("aws_ecr_repository");
  expect(repositories.length).toBeGreaterThan(0);
  for (const { address, body } of repositories) {
    expect({ address, tags: body.image_tag_mutability }).toEqual({ address, tags: "IMMUTABLE" });
    expect(at(body, "image_scanning_configuration", "scan_on_push")).toBe(true);
    expect(isReference(at(body, "encryption_configuration", 0, "kms_key"))).toBe(true);
  }
});

test("every topic refuses plain text and other accounts' events", () => {
  const topics = ofType("aws_sns_topic");
  const policies = ofType("aws_sns_topic_policy");
  expect(policies).toHaveLength(topics.length);
  for (const { environment, body } of policies) {
    const [plainText, sources, ...listeners] = statements(String(body.policy));
    expect(plainText).toMatchObject({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } });
    const ours = { StringEquals: { "aws:SourceAccount": environment.aws.accountId } };
    expect(sources).toMatchObject({ Effect: "Allow", Action: ["sns:Publish"], Condition: ours });
    expect(listeners.flatMap(({ Action }) => Action)).toEqual(listeners.length > 0 ? ["sns:Subscribe"] : []);
  }
});

test("every trail covers all regions, can show that it is whole, and is locked as the protection says", () => {
  const trails = ofType("aws_cloudtrail");
  expect(trails.length).toBeGreaterThan(0);
  for (const { environment, stack, body } of trails) {
    expect(body).toMatchObject({ is_multi_region_trail: true, enable_log_file_validation: true });
    const locks = ofType("aws_s3_bucket_object_lock_configuration").filter((lock) => lock.stack === stack);
    const modes = locks.map((lock) => at(lock.body, "rule", "default_retention", "mode"));
    expect(modes).toEqual([safeguards(environment.protection).auditLock].filter(Boolean));
  }
});

test("state-bearing resources are kept from destruction exactly where the protection says so", () => {
  const stateful = ofType(
    "aws_s3_bucket",
    "aws_msk_cluster",
    "aws_msk_topic",
    "aws_kms_key",
    "aws_secretsmanager_secret",
    "aws_eks_cluster",
    "aws_vpc",
    "aws_ecr_repository",
    "snowflake_database",
    "snowflake_schema",
    "snowflake_stage",
    "snowflake_storage_integration",
    "snowflake_table",
  );
  const wrong = stateful.filter(
    ({ environment, body }) =>
      Boolean(at(body, "lifecycle", "prevent_destroy")) !== safeguards(environment.protection).preventDestroy,
  );
  expect(addresses(wrong)).toEqual([]);
});

test("buckets empty themselves on destroy and secrets vanish at once in ephemeral environments only", () => {
  for (const { environment, body, address } of ofType("aws_s3_bucket")) {
    expect({ address, forced: Boolean(body.force_destroy) }).toEqual({
      address,
      forced: safeguards(environment.protection).emptyBuckets,
    });
  }
  for (const { environment, body, address } of ofType("aws_secretsmanager_secret")) {
    expect({ address, days: body.recovery_window_in_days }).toEqual({
      address,
      days: safeguards(environment.protection).secretRecoveryDays,
    });
  }
});

test("no secret has a version, and no attribute holds what looks like a secret", () => {
  expect(addresses(ofType("aws_secretsmanager_secret_version", "kubernetes_secret_v1", "kubernetes_secret"))).toEqual(
    [],
  );
  const secretLooking =
    /-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|xox[abp]-|ghp_[A-Za-z0-9]{36}|password"?\s*[:=]/i;
  expect(addresses(resources.filter(({ body }) => secretLooking.test(JSON.stringify(body))))).toEqual([]);
});

test("nothing needs the cluster at plan time", () => {
  expect(addresses(ofType("kubernetes_manifest"))).toEqual([]);
});

test("every Snowflake resource names the alias it runs under", () => {
  const snowflake = resources.filter(({ type }) => type.startsWith("snowflake_"));
  expect(snowflake.length).toBeGreaterThan(0);
  expect(
    addresses(
      snowflake.filter(
        ({ body }) => !/^snowflake\.(objects|loading|governance|access|users)$/.test(String(body.provider)),
      ),
    ),
  ).toEqual([]);
});
