import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { MskTopic } from "@cdktf/provider-aws/lib/msk-topic/index.js";
import { expect, test } from "@jest/globals";
import { Topics } from "../../../constructs/streaming/topics.ts";
import type { Protection } from "../../../constructs/support/protection.ts";
import { contextOf } from "../../support/context.ts";
import { statements } from "../../support/statements.ts";
import { all, type Built, build, only } from "../../support/synth.ts";
import { express, problems, streaming, tiered } from "./declared.ts";

const cluster = { clusterArn: "arn:aws:kafka:eu-west-1:111122223333:cluster/acme-test/uuid-1" };
const roleNames = { collector: "acme-test-collector", monitor: "acme-test-monitor", idle: "acme-test-idle" };
const three = {
  clicks: { partitions: 20, producers: ["collector"], consumers: { watch: ["monitor"] } },
  prices: { partitions: 5, cleanup: "compact" },
  visits: { partitions: 10, retentionHours: 24 },
};

function topics(declared: object = three, protection: Protection = "locked", grant = (_: Topics) => {}): Built {
  const context = contextOf(protection);
  const config = streaming(declared);
  return build((stack) => grant(new Topics(stack, "topics", { context, config, cluster, roleNames })));
}

const forever = { partitions: 5, localRetentionHours: 12, retentionHours: 8760 };

test.each([
  ["on brokers without tiers", { clicks: forever }, {}, ["topics.clicks.localRetentionHours"]],
  ["on Express brokers", { clicks: forever }, { brokers: express }, ["topics.clicks.localRetentionHours"]],
  [
    "kept for two days",
    { clicks: { ...forever, retentionHours: 48 } },
    { brokers: tiered },
    ["topics.clicks.localRetentionHours"],
  ],
  [
    "kept nowhere else",
    { clicks: { ...forever, localRetentionHours: 8760 } },
    { brokers: tiered },
    ["topics.clicks.localRetentionHours"],
  ],
  [
    "without a retention of its own",
    { clicks: { partitions: 1, localRetentionHours: 1 } },
    { brokers: tiered },
    ["topics.clicks.localRetentionHours"],
  ],
  ["in small segments", { clicks: forever }, { brokers: tiered, segmentBytes: 1_000_000 }, ["segmentBytes"]],
])("a tiered topic %s is refused", (_, declared, given, places) => {
  expect(problems(declared, given).map((line) => line.split(":")[0])).toEqual(places);
});

test("a compacted topic is refused a tier", () => {
  const compacted = { partitions: 1, cleanup: "compact", localRetentionHours: 1 };
  expect(problems({ clicks: compacted }, { brokers: tiered })).toEqual([
    'topics.clicks.localRetentionHours: a compacted topic must have none, for it stays on the brokers\' disks. Remove it, or write cleanup: "delete"',
  ]);
});

test("a tiered topic keeps on the disks what it says, its dead letters stay there", () => {
  const context = contextOf("locked");
  const config = streaming({ clicks: forever }, { brokers: tiered });
  const built = build((stack) => new Topics(stack, "topics", { context, config, cluster, roleNames }));
  expect(JSON.parse(only(built, MskTopic, "clicks/topic").configs ?? "")).toEqual({
    "cleanup.policy": "delete",
    "remote.storage.enable": "true",
    "local.retention.ms": "43200000",
    "retention.ms": "31536000000",
  });
  const letters = JSON.parse(only(built, MskTopic, "clicks/dead-letter-topic").configs ?? "");
  expect(letters).toEqual({ "cleanup.policy": "delete", "retention.ms": "31536000000" });
});

const archivist = { id: "archivist", name: "acme-test-archivist" };

test.each(["*", "other", "clicks*", "clicks_dlt", ""])(
  "nobody is given the topic %p, which is not declared",
  (topic) => {
    const give = (grant: (topics: Topics) => void) => () => topics(three, "locked", grant);
    const refusal = /must be one of streaming.topics \(clicks, prices, visits\)/;
    expect(give((made) => made.grantProduce(archivist, topic))).toThrow(refusal);
    expect(give((made) => made.grantConsume(archivist, topic, "archive"))).toThrow(refusal);
  },
);

test.each(["*", "archive*", "a/b", "", "?"])("nobody reads in the group %p, which is a pattern", (group) => {
  const grant = (made: Topics) => made.grantConsume(archivist, "clicks", group);
  expect(() => topics(three, "locked", grant)).toThrow(/must be a name of letters/);
});

test("a role that is given topics by code has one policy with all of them, and nothing else", () => {
  const built = topics(three, "locked", (made) => {
    made.grantConsume(archivist, "clicks", "connect-archive");
    made.grantConsume(archivist, "prices", "connect-archive");
  });
  const resources = statements(only(built, IamRolePolicy, "archivist-access").policy).map(({ Action, Resource }) => [
    Action,
    [Resource].flat().map((arn) => arn?.split("/").at(-1)),
  ]);
  expect(resources).toEqual([
    [["kafka-cluster:Connect", "kafka-cluster:WriteDataIdempotently"], ["uuid-1"]],
    [
      ["kafka-cluster:DescribeTopic", "kafka-cluster:WriteData"],
      ["clicks_dlt", "prices_dlt"],
    ],
    [
      ["kafka-cluster:DescribeTopic", "kafka-cluster:ReadData"],
      ["clicks", "prices"],
    ],
    [["kafka-cluster:AlterGroup", "kafka-cluster:DescribeGroup"], ["connect-archive"]],
  ]);
});

test("a role that is given more than is declared for it keeps its one policy", () => {
  const collector = { id: "collector", name: roleNames.collector };
  const built = topics(three, "locked", (made) => made.grantProduce(collector, "visits"));
  const written = statements(only(built, IamRolePolicy, "collector-access").policy).flatMap(
    ({ Resource }) => Resource ?? [],
  );
  expect(written.map((arn) => arn.split("/").at(-1))).toEqual(["uuid-1", "clicks", "visits"]);
});

test("who uses a topic with a schema may read that schema, and may register nothing", () => {
  const schema = { format: "JSON", definition: "user_events.json" };
  const built = topics({ ...three, clicks: { ...three.clicks, schema } });
  for (const role of ["collector", "monitor"]) {
    const glue = statements(only(built, IamRolePolicy, `${role}-access`).policy).filter(({ Action }) =>
      [Action].flat().some((action) => action.startsWith("glue:")),
    );
    expect(glue.map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [
        ["glue:GetSchemaByDefinition"],
        [
          "arn:aws:glue:eu-west-1:111122223333:registry/acme-test-events",
          "arn:aws:glue:eu-west-1:111122223333:schema/acme-test-events/clicks",
        ],
      ],
      [["glue:GetSchemaVersion"], ["*"]],
    ]);
  }
});

test("every topic brings a dead-letter topic with a tenth of its partitions, at least one", () => {
  const built = topics();
  const sizes = Object.entries(all(built, MskTopic)).map(([path, topic]) => [path, topic.name, topic.partition_count]);
  expect(sizes).toEqual([
    ["topics/clicks/topic", "clicks", 20],
    ["topics/clicks/dead-letter-topic", "clicks_dlt", 2],
    ["topics/prices/topic", "prices", 5],
    ["topics/prices/dead-letter-topic", "prices_dlt", 1],
    ["topics/visits/topic", "visits", 10],
    ["topics/visits/dead-letter-topic", "visits_dlt", 1],
  ]);
});

test("a topic keeps what it says; a topic that says nothing keeps what the brokers keep", () => {
  const built = topics();
  const settings = (path: string) => JSON.parse(only(built, MskTopic, path).configs ?? "");
  expect(settings("clicks/topic")).toEqual({ "cleanup.policy": "delete" });
  expect(settings("prices/topic")).toEqual({ "cleanup.policy": "compact" });
  expect(settings("visits/topic")).toEqual({ "cleanup.policy": "delete", "retention.ms": "86400000" });
  expect(settings("visits/dead-letter-topic")).toEqual(settings("visits/topic"));
});

test("dead letters are never compacted away", () => {
  const settings = JSON.parse(only(topics(), MskTopic, "prices/dead-letter-topic").configs ?? "");
  expect(settings["cleanup.policy"]).toBe("delete");
});

test("every topic has the cluster's number of copies", () => {
  const copies = Object.values(all(topics(), MskTopic)).map((topic) => topic.replication_factor);
  expect(copies).toEqual(Array(6).fill(3));
});

test.each<[Protection, boolean]>([
  ["ephemeral", false],
  ["standard", true],
  ["locked", true],
])("under %s, destroying a topic is refused: %s", (protection, refused) => {
  const { lifecycle } = only(topics(three, protection), MskTopic, "clicks/dead-letter-topic");
  expect(lifecycle?.prevent_destroy ?? false).toBe(refused);
});

test("each role that a topic names has one policy, and a role that none names has none", () => {
  const policies = Object.values(all(topics(), IamRolePolicy)).map(({ role, name }) => [role, name]);
  expect(policies).toEqual([
    ["acme-test-collector", "topics"],
    ["acme-test-monitor", "topics"],
  ]);
});

test("a topic that is added changes nothing but itself, its dead-letter topic, and the lists that name it", () => {
  const four = { ...three, refunds: { partitions: 5, producers: ["collector"] } };
  const before = resources(topics(three));
  const after = resources(topics(four));
  const changed = Object.keys(after).filter((path) => after[path] !== before[path]);
  expect(changed).toEqual(["topics/refunds/topic", "topics/refunds/dead-letter-topic", "topics/collector-access"]);
  expect(Object.keys(before).filter((path) => !(path in after))).toEqual([]);
  const named = (built: Built) => statements(only(built, IamRolePolicy, "collector-access").policy);
  const added = named(topics(four)).flatMap(({ Resource }) => Resource ?? []);
  const known = named(topics(three)).flatMap(({ Resource }) => Resource ?? []);
  expect(added.filter((resource) => !known.includes(resource))).toEqual([expect.stringMatching(/\/refunds$/)]);
});

function resources(built: Built): Record<string, string> {
  const found = Object.values(built.resource).flatMap((byId) => Object.values(byId));
  return Object.fromEntries(
    found.map((values) => [values["//"].metadata.path.replace("test/", ""), JSON.stringify(values)]),
  );
}
