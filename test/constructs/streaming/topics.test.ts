import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { MskTopic } from "@cdktf/provider-aws/lib/msk-topic/index.js";
import { expect, test } from "@jest/globals";
import { Topics } from "../../../constructs/streaming/topics.ts";
import type { Protection } from "../../../constructs/support/protection.ts";
import { contextOf } from "../../support/context.ts";
import { statements } from "../../support/statements.ts";
import { all, type Built, build, only } from "../../support/synth.ts";
import { streaming } from "./declared.ts";

const cluster = { clusterArn: "arn:aws:kafka:eu-west-1:111122223333:cluster/acme-test/uuid-1" };
const roleNames = { collector: "acme-test-collector", monitor: "acme-test-monitor", idle: "acme-test-idle" };
const three = {
  clicks: { partitions: 20, producers: ["collector"], consumers: { watch: ["monitor"] } },
  prices: { partitions: 5, cleanup: "compact" },
  visits: { partitions: 10, retentionHours: 24 },
};

function topics(declared: Parameters<typeof streaming>[0] = three, protection: Protection = "locked"): Built {
  const context = contextOf(protection);
  return build((stack) => new Topics(stack, "topics", { context, config: streaming(declared), cluster, roleNames }));
}

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
