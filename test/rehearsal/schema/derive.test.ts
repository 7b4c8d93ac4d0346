import { expect, test } from "@jest/globals";
import { bindingOf, providerVersion } from "../../../rehearsal/schema/binding.ts";
import { deriveSchema } from "../../../rehearsal/schema/derive.ts";
import type { Attribute, Block, CtyType, NestedBlock, ProviderName } from "../../../rehearsal/schema/schema.ts";
import { AWS_TYPES, SNOWFLAKE_TYPES } from "./platform-types.ts";

test("a type the binding does not declare is refused with its name, the binding and the remedy", () => {
  expect(() => deriveSchema("aws", "resource", "aws_s3_buckets")).toThrow(
    `resource type "aws_s3_buckets" is unknown: ${bindingOf("aws").id} (provider hashicorp/aws 6.66.0) does not declare it. Correct the name or install a binding that has it.`,
  );
  expect(() => deriveSchema("aws", "data", "aws_msk_topic_v2")).toThrow('data source "aws_msk_topic_v2" is unknown');
  expect(() => deriveSchema("kubernetes", "provider", "k8s")).toThrow('provider "k8s" is unknown');
});

test("a name that leads out of the binding or to another type's folder is refused as unknown", () => {
  expect(() => deriveSchema("aws", "resource", "aws_../../package")).toThrow("is unknown");
  expect(() => deriveSchema("aws", "resource", "foo_s3_bucket")).toThrow("is unknown");
  expect(() => deriveSchema("aws", "resource", "aws_data_aws_s3_bucket")).toThrow("is unknown");
  expect(() => deriveSchema("helm", "resource", "")).toThrow("is unknown");
});

test.each<[ProviderName, string, string]>([
  ["aws", "hashicorp/aws", "6.66.0"],
  ["kubernetes", "hashicorp/kubernetes", "2.38.0"],
  ["helm", "hashicorp/helm", "3.1.1"],
  ["snowflake", "snowflakedb/snowflake", "2.11.0"],
])("the %s binding names the provider it was generated from", (provider, source, version) => {
  expect(providerVersion(provider)).toEqual({ source, version });
});

test.each<[ProviderName, readonly string[]]>([
  ["aws", AWS_TYPES],
  ["snowflake", SNOWFLAKE_TYPES],
])("every %s type a data platform declares has arguments to set", (provider, types) => {
  const empty = types.filter((type) => !isUsable(deriveSchema(provider, "resource", `${provider}_${type}`)));
  expect(empty).toEqual([]);
});

test("a provider's schema has no alias, which is Terraform's own", () => {
  for (const provider of ["aws", "snowflake", "kubernetes", "helm"] as const) {
    const { attributes } = deriveSchema(provider, "provider", provider);
    expect(attributes.length).toBeGreaterThan(0);
    expect(attributes.map(({ name }) => name)).not.toContain("alias");
  }
});

test.each<[type: string, path: string, flags: string, type: CtyType]>([
  ["aws_msk_cluster", "cluster_name", "required", "string"],
  ["aws_msk_cluster", "bootstrap_brokers_sasl_iam", "computed", "string"],
  ["aws_msk_cluster", "tags_all", "optional computed", ["map", "string"]],
  ["aws_msk_cluster", "broker_node_group_info.client_subnets", "required", ["set", "string"]],
  ["aws_msk_topic", "partition_count", "required", "number"],
  ["aws_msk_topic", "configs_actual", "computed", "string"],
  ["aws_s3_bucket", "force_destroy", "optional", "bool"],
  ["aws_s3_bucket", "bucket_domain_name", "computed", "string"],
  ["aws_s3_bucket_lifecycle_configuration", "id", "computed", "string"],
  ["aws_s3_bucket_lifecycle_configuration", "rule.status", "required", "string"],
  ["aws_eks_cluster", "certificate_authority", "computed", ["list", ["object", { data: "string" }]]],
  ["aws_kms_key", "policy", "optional computed", "string"],
  ["aws_kms_key", "deletion_window_in_days", "optional", "number"],
  ["aws_secretsmanager_secret_version", "secret_string", "optional sensitive", "string"],
  ["aws_secretsmanager_secret_version", "secret_string_wo", "optional sensitive writeOnly", "string"],
  ["aws_db_instance", "password", "optional sensitive", "string"],
  ["snowflake_warehouse", "auto_suspend", "optional", "number"],
  ["snowflake_warehouse", "max_concurrency_level", "optional computed", "number"],
  ["snowflake_grant_privileges_to_account_role", "privileges", "optional", ["set", "string"]],
  ["snowflake_storage_integration", "storage_allowed_locations", "required", ["list", "string"]],
  ["snowflake_storage_integration", "azure_consent_url", "computed sensitive", "string"],
  ["snowflake_table", "owner", "computed", "string"],
  ["snowflake_table", "column.name", "required", "string"],
])("%s.%s is %s, as its documentation says", (resource, path, flags, type) => {
  const attribute = attributeAt(schemaOf(resource), path.split("."));
  expect({ flags: flagsOf(attribute), type: attribute.type }).toEqual({ flags, type });
});

test.each<[type: string, block: string, Omit<NestedBlock, "name" | "block">]>([
  ["aws_msk_cluster", "broker_node_group_info", { nesting: "list", minItems: 1, maxItems: 1 }],
  ["aws_s3_bucket_lifecycle_configuration", "rule", { nesting: "list", minItems: 0, maxItems: 0 }],
  ["aws_eks_cluster", "vpc_config", { nesting: "list", minItems: 1, maxItems: 1 }],
  ["aws_eks_cluster", "timeouts", { nesting: "single", minItems: 0, maxItems: 0 }],
  ["aws_eks_node_group", "taint", { nesting: "set", minItems: 0, maxItems: 50 }],
  ["aws_msk_replicator", "kafka_cluster", { nesting: "list", minItems: 2, maxItems: 2 }],
  ["snowflake_grant_privileges_to_account_role", "on_schema_object", { nesting: "list", minItems: 0, maxItems: 1 }],
  ["snowflake_table", "column", { nesting: "list", minItems: 1, maxItems: 0 }],
])("%s takes %s blocks in the documented number", (resource, name, expected) => {
  const nested = schemaOf(resource).blocks.find((block) => block.name === name);
  expect(nested).toMatchObject(expected);
});

test("an attribute written as blocks stays an attribute, so that a plan may leave it to the cloud", () => {
  const ingress = attributeAt(schemaOf("aws_security_group"), ["ingress"]);
  expect(ingress.type).toMatchObject(["set", ["object", { cidr_blocks: ["list", "string"] }]]);
});

test("a block with a dynamic value is never a set, which Terraform would refuse", () => {
  const rule = schemaOf("aws_wafv2_rule_group").blocks.find(({ name }) => name === "rule");
  expect(rule?.nesting).toBe("list");
  expect(attributeAt(schemaOf("aws_wafv2_rule_group"), ["rule", "statement"]).type).toBe("dynamic");
});

test("a struct that contains itself ends after its third occurrence", () => {
  const depth = (block: Block): number => {
    const inner = block.blocks.filter(({ name }) => ["statement", "not_statement"].includes(name));
    return Math.max(0, ...inner.map((nested) => depth(nested.block) + (nested.name === "statement" ? 1 : 0)));
  };
  expect(depth(schemaOf("aws_wafv2_web_acl_rule"))).toBe(3);
});

function schemaOf(type: string): Block {
  return deriveSchema(type.startsWith("aws_") ? "aws" : "snowflake", "resource", type);
}

function attributeAt(block: Block, path: readonly string[]): Attribute {
  const [name, ...rest] = path;
  const nested = block.blocks.find((candidate) => candidate.name === name);
  const attribute = block.attributes.find((candidate) => candidate.name === name);
  if (nested !== undefined) return attributeAt(nested.block, rest);
  if (attribute === undefined) throw new Error(`no attribute ${name}`);
  return attribute;
}

function flagsOf(attribute: Attribute): string {
  const flags = ["required", "optional", "computed", "sensitive", "writeOnly"] as const;
  return flags.filter((flag) => attribute[flag]).join(" ");
}

function isUsable({ attributes, blocks }: Block): boolean {
  return blocks.length > 0 || attributes.some(({ required, optional }) => required || optional);
}
