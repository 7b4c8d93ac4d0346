import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { runSimulation } from "@cloud-copilot/iam-simulate";
import { expect, test } from "@jest/globals";
import { Topics } from "../../constructs/streaming/topics.ts";
import { streaming } from "../constructs/streaming/declared.ts";
import { contextOf } from "../support/context.ts";
import { all, build } from "../support/synth.ts";

const account = "111122223333";
const at = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:${account}:${resource}`;
const clusterArn = at("kafka", "cluster/acme-test/uuid-1");
const names = ["clicks", "prices", "visits"] as const;
type Name = (typeof names)[number];
const schema = { format: "JSON", definition: "user_events.json" };

/** Every topic has a producer and a consumer of its own, by declaration, and a reader that code lets in. */
const declared = Object.fromEntries(
  names.map((name) => [
    name,
    { partitions: 1, producers: [`${name}-producer`], consumers: { [`${name}-watch`]: [`${name}-consumer`] }, schema },
  ]),
);
const roleNames = Object.fromEntries(
  names.flatMap((name) => ["producer", "consumer"].map((use) => [`${name}-${use}`, `${name}-${use}`])),
);
const built = build((stack) => {
  const context = contextOf("locked");
  const props = { context, config: streaming(declared), cluster: { clusterArn }, roleNames };
  const topics = new Topics(stack, "topics", props);
  for (const name of names) {
    topics.grantConsume({ id: `${name}-sink`, name: `${name}-sink` }, name, `connect-${name}`);
  }
});

/** The documents as IAM has them once Terraform has evaluated its expressions. */
const rights = new Map(
  Object.values(all(built, IamRolePolicy)).map(({ role, policy = "" }) => [
    role,
    JSON.parse(
      policy.replaceAll(
        /\$\{replace\("([^"]*)", "([^"]*)", "([^"]*)"\)\}/g,
        (_, whole: string, from: string, to: string) => whole.replace(from, to),
      ),
    ),
  ]),
);

const topicArn = (name: string) => at("kafka", `topic/acme-test/uuid-1/${name}`);
const groupArn = (name: string) => at("kafka", `group/acme-test/uuid-1/${name}`);
const schemaArn = (name: string) => at("glue", `schema/acme-test-events/${name}`);
type Case = readonly [role: string, action: string, resource: string];
let evaluated = 0;

async function may([role, action, resource]: Case): Promise<boolean> {
  evaluated += 1;
  const answer = await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${account}:role/${role}`,
        action,
        resource: { resource, accountId: account },
        contextVariables: {},
      },
      identityPolicies: [{ name: "topics", policy: rights.get(role) }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (answer.resultType === "error") throw new Error(`${action} on ${resource}: ${answer.errors.message}`);
  return answer.overallResult === "Allowed";
}

async function wrongly(cases: readonly Case[], expected: boolean): Promise<string[]> {
  const answers = await Promise.all(cases.map(may));
  return cases.filter((_, index) => answers[index] !== expected).map((each) => JSON.stringify(each));
}

const on = (role: string, service: string, actions: readonly string[], resource: string): Case[] =>
  actions.map((action) => [role, `${service}:${action}`, resource]);
const produces = (role: string, topic: string): Case[] => [
  ...on(role, "kafka-cluster", ["Connect", "WriteDataIdempotently"], clusterArn),
  ...on(role, "kafka-cluster", ["DescribeTopic", "WriteData"], topicArn(topic)),
];
const consumes = (role: string, topic: string): Case[] =>
  on(role, "kafka-cluster", ["DescribeTopic", "ReadData"], topicArn(topic));
const joins = (role: string, group: string): Case[] =>
  on(role, "kafka-cluster", ["AlterGroup", "DescribeGroup"], groupArn(group));
const others = (name: Name) => names.filter((other) => other !== name);
const readers = (name: Name) => [
  { role: `${name}-consumer`, group: `${name}-watch` },
  { role: `${name}-sink`, group: `connect-${name}` },
];

test("producers write their topic and look its schema up", async () => {
  const cases = names.flatMap((name) => [
    ...produces(`${name}-producer`, name),
    ...on(`${name}-producer`, "glue", ["GetSchemaByDefinition"], schemaArn(name)),
  ]);
  expect(await wrongly(cases, true)).toEqual([]);
});

test("consumers read their topic in their group, write its dead letters, and look its schema up", async () => {
  const cases = names.flatMap((name) =>
    readers(name).flatMap(({ role, group }) => [
      ...consumes(role, name),
      ...joins(role, group),
      ...produces(role, `${name}_dlt`),
      ...on(role, "glue", ["GetSchemaVersion"], schemaArn(name)),
    ]),
  );
  expect(await wrongly(cases, true)).toEqual([]);
});

test("nobody touches another's topic, dead letters, group or schema", async () => {
  const cases = names.flatMap((name) =>
    others(name).flatMap((other) => [
      ...produces(`${name}-producer`, other).slice(2),
      ...readers(name).flatMap(({ role }) => [
        ...consumes(role, other),
        ...joins(role, `${other}-watch`),
        ...joins(role, `connect-${other}`),
        ...produces(role, `${other}_dlt`).slice(2),
        ...on(role, "glue", ["GetSchemaByDefinition"], schemaArn(other)),
      ]),
    ]),
  );
  expect(await wrongly(cases, false)).toEqual([]);
});

test("producers read nothing, and consumers write nothing but dead letters", async () => {
  const cases = names.flatMap((name) => [
    ...consumes(`${name}-producer`, name).slice(1),
    ...joins(`${name}-producer`, `${name}-watch`),
    ...on(`${name}-producer`, "kafka-cluster", ["WriteData", "ReadData"], topicArn(`${name}_dlt`)),
    ...readers(name).flatMap(({ role }) => on(role, "kafka-cluster", ["WriteData"], topicArn(name))),
  ]);
  expect(await wrongly(cases, false)).toEqual([]);
});

test("nobody changes topics, the cluster or schemas, and nobody joins a group that merely begins alike", async () => {
  const topicChanges = ["AlterTopic", "AlterTopicDynamicConfiguration", "CreateTopic", "DeleteTopic"];
  const schemaChanges = ["CreateSchema", "DeleteSchema", "RegisterSchemaVersion", "UpdateSchema"];
  const cases = names.flatMap((name) =>
    [`${name}-producer`, ...readers(name).map(({ role }) => role)].flatMap((role) => [
      ...on(role, "kafka-cluster", topicChanges, topicArn(name)),
      ...on(role, "kafka-cluster", ["AlterCluster", "AlterClusterDynamicConfiguration"], clusterArn),
      ...on(role, "kafka-cluster", ["DeleteGroup"], groupArn(`${name}-watch`)),
      ...on(role, "glue", schemaChanges, schemaArn(name)),
      ...joins(role, `${name}-watch-2`),
    ]),
  );
  expect(await wrongly(cases, false)).toEqual([]);
  console.log(`${evaluated} cases of topics, groups and schemas`);
  expect(evaluated).toBeGreaterThanOrEqual(300);
});
