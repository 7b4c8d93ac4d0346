import { runSimulation } from "@cloud-copilot/iam-simulate";
import { beforeAll, expect, test } from "@jest/globals";
import { loadEnvironment } from "../../environments/catalog.ts";
import { synthesized } from "../../scripts/goldens.ts";
import { type Callers, callersFor } from "./callers.ts";

const topics = ["user_events", "transaction_events", "system_metrics"] as const;
const kafka = (kind: string, name = "") =>
  `arn:aws:kafka:us-west-2:000000000030:${kind}/plinth-prod/uuid-1${name && `/${name}`}`;
/** The simulator does not know keys that end in a name of the caller's own: another text that KMS gives stands for the bucket's. */
const encryptedFor = { real: "kms:EncryptionContext:aws:s3:arn", stand: "kms:ViaService" } as const;
const key = (name: string) => `arn:aws:kms:us-west-2:000000000030:key/${name}`;
const secret = (name: string) =>
  `arn:aws:secretsmanager:us-west-2:000000000030:secret:/plinth/prod/data-engineering/${name}-AbCdEf`;

let prod: Callers;
let roles: ReadonlyMap<string, Record<string, unknown>>;

beforeAll(async () => {
  prod = await callersFor("prod");
  roles = linkRoles(synthesized(await loadEnvironment("prod")).get("prod-data") ?? {});
});

/** Role by its name's last part → its policy with references resolved, as an apply would. */
function linkRoles(stack: Record<string, unknown>): Map<string, Record<string, unknown>> {
  const resource = Object(stack.resource);
  const topicNames = Object.fromEntries(
    Object.entries(Object(resource.aws_msk_topic)).map(([id, body]) => [id, Object(body).name]),
  );
  const resolve = (expression: string): string => {
    const replaced = /^replace\(aws_msk_cluster\..*":(topic|group)\/"\)$/.exec(expression);
    if (replaced) return kafka(replaced[1] ?? "");
    if (expression.startsWith("aws_msk_cluster.")) return kafka("cluster");
    if (expression.startsWith("aws_msk_topic.")) return kafka("topic", topicNames[expression.split(".")[1] ?? ""]);
    if (expression.startsWith("aws_s3_bucket.lake_bronze_")) return "arn:aws:s3:::plinth-prod-bronze";
    const [, keyName] = /handover\.keyArns\.(\w+)/.exec(expression) ?? [];
    if (keyName) return key(keyName);
    const [, secretName] = /handover\.secretArns\["([\w-]+)"\]/.exec(expression) ?? [];
    if (secretName) return secret(secretName);
    const [, topic] = /^aws_cloudwatch_log_stream\.links_archive_(\w+)_log_/.exec(expression) ?? [];
    return `arn:aws:logs:us-west-2:000000000030:log-group:/plinth/prod/links/archive:log-stream:${topic}`;
  };
  const policies = Object.entries(Object(resource.aws_iam_role_policy)).filter(([id]) => id.startsWith("links_"));
  return new Map(
    policies.map(([id, body]) => {
      const { role, policy } = Object(body);
      const name = Object(resource.aws_iam_role)[String(role).split(".")[1] ?? ""].name;
      const text = String(policy).replaceAll(/\$\{([^}]*)\}/g, (_, expression: string) => resolve(expression));
      return [name ?? id, JSON.parse(text.replaceAll(encryptedFor.real, encryptedFor.stand))];
    }),
  );
}

async function may(role: string, action: string, resource: string): Promise<boolean> {
  const policy = roles.get(role);
  if (policy === undefined) throw new Error(`there is no role ${role}; there are ${[...roles.keys()].join(", ")}`);
  const accountId = "000000000030";
  const delegated = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${accountId}:root` },
    Action: "kms:*",
    Resource: "*",
  };
  const answer = await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${accountId}:role/${role}`,
        action,
        resource: { resource, accountId },
        contextVariables: {
          "aws:RequestedRegion": "us-west-2",
          "aws:ResourceAccount": accountId,
          "aws:ResourceTag/Environment": "prod",
          ...(resource === key("lake") && { [encryptedFor.stand]: "arn:aws:s3:::plinth-prod-bronze" }),
        },
      },
      identityPolicies: [{ name: "own", policy }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      permissionBoundaryPolicies: [{ name: "boundary", policy: prod.boundary }],
      ...(resource.includes(":key/") && {
        resourcePolicy: { Version: "2012-10-17", Statement: [delegated] },
      }),
    },
    {},
  );
  if (answer.resultType === "error") throw new Error(`${action} on ${resource}: ${answer.errors.message}`);
  return answer.overallResult === "Allowed";
}

type Case = readonly [role: string, action: string, resource: string];
let evaluated = 0;

async function wrongly(cases: readonly Case[], expected: boolean): Promise<string[]> {
  const wrong: string[] = [];
  for (const [role, action, resource] of cases) {
    evaluated += 1;
    if ((await may(role, action, resource)) !== expected) wrong.push(`${role} ${action} ${resource}`);
  }
  return wrong;
}

const hyphens = (topic: string) => topic.replaceAll("_", "-");
const archive = (topic: string) => `plinth-prod-archive-${hyphens(topic)}`;
const load = (topic: string) => `plinth-prod-load-${hyphens(topic)}`;
const books = (topic: string) => `__amazon_msk_connect_offsets_${load(topic)}_0a1b-2`;
const object = (folder: string, topic: string) =>
  `arn:aws:s3:::plinth-prod-bronze/${folder}/${topic}/ingest_dt=2026-01-01/a.jsonl.gz`;

const carries = (topic: string): Case[] => [
  [archive(topic), "kafka:GetBootstrapBrokers", "*"],
  [archive(topic), "kafka:DescribeClusterV2", kafka("cluster")],
  [archive(topic), "kafka-cluster:Connect", kafka("cluster")],
  [archive(topic), "kafka-cluster:ReadData", kafka("topic", topic)],
  [archive(topic), "kafka-cluster:DescribeTopicDynamicConfiguration", kafka("topic", topic)],
  [archive(topic), "s3:PutObject", object("raw", topic)],
  [archive(topic), "s3:PutObject", object("quarantine", topic)],
  [archive(topic), "kms:GenerateDataKey", key("lake")],
  [load(topic), "kafka-cluster:Connect", kafka("cluster")],
  [load(topic), "kafka-cluster:ReadData", kafka("topic", topic)],
  [load(topic), "kafka-cluster:WriteData", kafka("topic", `${topic}_dlt`)],
  [load(topic), "kafka-cluster:CreateTopic", kafka("topic", books(topic))],
  [load(topic), "kafka-cluster:WriteData", kafka("topic", books(topic))],
  [load(topic), "kafka-cluster:AlterGroup", kafka("group", `connect-${load(topic)}`)],
  [load(topic), "kafka-cluster:AlterGroup", kafka("group", "__amazon_msk_connect_workers")],
  [load(topic), "secretsmanager:GetSecretValue", secret("snowflake-connector-key")],
  [load(topic), "kms:Decrypt", key("secrets")],
];

const touches = (topic: string, other: string): Case[] => [
  [archive(topic), "kafka-cluster:ReadData", kafka("topic", other)],
  [archive(topic), "kafka-cluster:WriteData", kafka("topic", topic)],
  [archive(topic), "kafka-cluster:AlterGroup", kafka("group", `connect-${load(topic)}`)],
  [archive(topic), "s3:PutObject", object("raw", other)],
  [archive(topic), "s3:DeleteObject", object("raw", topic)],
  [archive(topic), "s3:PutObject", "arn:aws:s3:::plinth-prod-silver/a.json"],
  [archive(topic), "kms:Decrypt", key("secrets")],
  [load(topic), "kafka-cluster:ReadData", kafka("topic", other)],
  [load(topic), "kafka-cluster:WriteData", kafka("topic", topic)],
  [load(topic), "kafka-cluster:WriteData", kafka("topic", `${other}_dlt`)],
  [load(topic), "kafka-cluster:ReadData", kafka("topic", `${topic}_dlt`)],
  [load(topic), "kafka-cluster:WriteData", kafka("topic", books(other))],
  [load(topic), "kafka-cluster:CreateTopic", kafka("topic", "mine")],
  [load(topic), "kafka-cluster:AlterGroup", kafka("group", `connect-${load(other)}`)],
  [load(topic), "kafka-cluster:AlterGroup", kafka("group", "event-monitor")],
  [load(topic), "secretsmanager:GetSecretValue", secret("snowflake-publisher-key")],
  [load(topic), "kms:Decrypt", key("lake")],
  [load(topic), "s3:GetObject", "arn:aws:s3:::plinth-prod-artifacts/connectors/a.zip"],
];

test("each stream and connector can do its work, within the boundary of the environment's roles", async () => {
  expect(await wrongly(topics.flatMap(carries), true)).toEqual([]);
});

test("none touches another's topic, group, books, folder, key or secret", async () => {
  const pairs = topics.flatMap((topic) =>
    topics.filter((other) => other !== topic).map((other) => [topic, other] as const),
  );
  expect(
    await wrongly(
      pairs.flatMap(([topic, other]) => touches(topic, other)),
      false,
    ),
  ).toEqual([]);
});

test("there is a role for each topic and link, and no other", () => {
  expect([...roles.keys()].sort()).toEqual([...topics.map(archive), ...topics.map(load)].sort());
  console.log(`${evaluated} cases of IAM policy evaluation for links`);
  expect(evaluated).toBe(159);
});
