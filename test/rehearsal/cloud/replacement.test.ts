import { expect, test } from "@jest/globals";
import type { ProviderName } from "../../../rehearsal/schema/schema.ts";
import type { Value, Values } from "../../../rehearsal/value.ts";
import { UNKNOWN } from "../../../rehearsal/value.ts";
import { awsProvider, Provider, proposed, snowflakeProvider, temporaryCloud } from "./sample.ts";

function providerOf(name: ProviderName): Provider {
  if (name === "aws") return awsProvider(temporaryCloud());
  return name === "snowflake" ? snowflakeProvider(temporaryCloud()) : new Provider(name, temporaryCloud(), {});
}

function plan(name: ProviderName, type: string, before: Values, after: Values) {
  const made = proposed(name, type, before);
  // An object that stands has a region; only a new one has still to be given the provider's.
  const prior = "region" in made ? { ...made, region: before.region ?? "us-west-2" } : made;
  return providerOf(name).plan(type, prior, proposed(name, type, { ...before, ...after }));
}

function replaced(name: ProviderName, type: string, before: Values, after: Values): Value {
  return plan(name, type, before, after).replace.map((path) => path.join("."));
}

const brokers = (given: Values): Values => ({
  broker_node_group_info: [
    { instance_type: "kafka.m5.large", client_subnets: ["a", "b"], security_groups: ["g"], ...given },
  ],
});

test.each<[string, ProviderName, string, Values, Values, string[]]>([
  ["an argument", "aws", "aws_s3_bucket", { bucket: "a" }, { bucket: "b" }, ["bucket"]],
  [
    "the region of any AWS type",
    "aws",
    "aws_lambda_function",
    { region: "us-west-2" },
    { region: "us-east-1" },
    ["region"],
  ],
  [
    "a nested argument, by its index",
    "aws",
    "aws_msk_cluster",
    brokers({}),
    brokers({ client_subnets: ["a", "c"] }),
    ["broker_node_group_info.0.client_subnets"],
  ],
  [
    "a block that is added",
    "aws",
    "aws_msk_cluster",
    {},
    { encryption_info: [{ encryption_at_rest_kms_key_arn: "k" }] },
    ["encryption_info"],
  ],
  ["a value known only after apply", "aws", "aws_subnet", { vpc_id: "v" }, { vpc_id: UNKNOWN }, ["vpc_id"]],
  [
    "a Kafka downgrade",
    "aws",
    "aws_msk_cluster",
    { kafka_version: "3.10.0" },
    { kafka_version: "3.9.0" },
    ["kafka_version"],
  ],
  [
    "another kind of source",
    "aws",
    "aws_vpc_security_group_ingress_rule",
    { cidr_ipv4: "10.0.0.0/8" },
    { cidr_ipv4: null, prefix_list_id: "pl-1" },
    ["cidr_ipv4"],
  ],
  [
    "a schema's database",
    "snowflake",
    "snowflake_schema",
    { database: "A", name: "S" },
    { database: "B" },
    ["database"],
  ],
  [
    "a warehouse's size taken away",
    "snowflake",
    "snowflake_warehouse",
    { name: "W", warehouse_size: "LARGE" },
    { warehouse_size: null },
    ["warehouse_size"],
  ],
  [
    "an object's name",
    "kubernetes",
    "kubernetes_namespace_v1",
    { metadata: [{ name: "a" }] },
    { metadata: [{ name: "b" }] },
    ["metadata.0.name"],
  ],
])("%s replaces", (_what, name, type, before, after, paths) => {
  expect(replaced(name, type, before, after)).toEqual(paths);
});

test.each<[string, ProviderName, string, Values, Values]>([
  ["tags", "aws", "aws_s3_bucket", { bucket: "a" }, { tags: { a: "b" } }],
  [
    "a nested argument that is not listed",
    "aws",
    "aws_msk_cluster",
    brokers({}),
    brokers({ instance_type: "kafka.m5.xlarge" }),
  ],
  ["a Kafka upgrade", "aws", "aws_msk_cluster", { kafka_version: "3.9.0" }, { kafka_version: "3.10.0" }],
  ["a database's name", "snowflake", "snowflake_database", { name: "A" }, { name: "B" }],
])("%s changes in place without a warning", (_what, name, type, before, after) => {
  expect(plan(name, type, before, after)).toMatchObject({ replace: [], findings: [] });
});

test("inside a set the path ends at the set, and order does not count", () => {
  const column = (name: string) => ({ name, type: "STRING" });
  const arguments_ = (...names: string[]): Values => ({ name: "P", argument: names.map(column) });
  expect(replaced("snowflake", "snowflake_masking_policy", arguments_("A"), arguments_("B"))).toEqual([
    "argument.0.name",
  ]);
  const plugin = (revision: number) => ({ custom_plugin: [{ arn: "a", revision }] });
  const connector = (...plugins: Value[]): Values => ({ plugin: plugins });
  expect(
    replaced("aws", "aws_mskconnect_connector", connector(plugin(1), plugin(2)), connector(plugin(2), plugin(1))),
  ).toEqual([]);
  expect(replaced("aws", "aws_mskconnect_connector", connector(plugin(1)), connector(plugin(2)))).toContain("plugin");
});

test("where replacement is not known for the pinned version, the plan is in place and warns", () => {
  expect(plan("aws", "aws_dynamodb_table", { name: "a" }, { name: "b" })).toMatchObject({
    replace: [],
    findings: [{ severity: "warning", summary: "This change may replace the object", path: ["name"] }],
  });
  const unheard = plan("aws", "aws_lambda_function", { handler: "a" }, { handler: "b" });
  expect(unheard.findings[0]?.detail).toContain("nothing is known of this type");
});

test("a configuration's revision is unknown again only when an update will change it", () => {
  const aws = awsProvider(temporaryCloud());
  const made = aws.create("aws_msk_configuration", { name: "c", server_properties: "a=1" });
  expect(made.latest_revision).toBe(1);
  expect(aws.plan("aws_msk_configuration", made, {}).planned).toEqual(made);
  expect(aws.plan("aws_msk_configuration", made, { server_properties: "a=2" }).planned.latest_revision).toBe(UNKNOWN);
  expect(aws.update("aws_msk_configuration", made, { server_properties: "a=2" }).latest_revision).toBe(2);
});
