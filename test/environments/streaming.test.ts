import { expect, test } from "@jest/globals";
import { base } from "../../environments/base.ts";
import { declare, type EnvironmentPatch } from "../../environments/declare.ts";
import { merge } from "../../environments/merge.ts";
import { schemaDefinition } from "../../environments/schema-files.ts";

const zones = ["us-west-2a", "us-west-2b", "us-west-2c"];
const express = { kind: "express", size: "express.m7g.large", count: 3 } as const;

function qa(streaming: EnvironmentPatch["streaming"], network: EnvironmentPatch["network"] = {}) {
  return declare(base, {
    name: "qa",
    protection: "ephemeral",
    aws: { accountId: "000000000010", region: "us-west-2" },
    snowflake: { organization: "EXAMPLE_ORG", account: "NONPROD", edition: "ENTERPRISE", shared: true },
    network: { cidr: "10.10.0.0/16", zones, ...network },
    ...(streaming && { streaming }),
  });
}

test("Express brokers in two zones are refused, with the file that says so", () => {
  expect(() => qa({ brokers: { ...express, count: 4 } }, { zones: zones.slice(0, 2) })).toThrow(
    'environments/qa.ts: streaming.brokers.kind is "express"; Express brokers stand in 3 availability zones, and the network has 2. Add a zone, or use standard brokers.',
  );
});

test("Express brokers of a number that their zones do not share are refused", () => {
  expect(() => qa({ brokers: { ...express, count: 4 } })).toThrow(
    "environments/qa.ts: streaming.brokers.count is 4; it must be a multiple of the 3 availability zones. Use 3 or 6.",
  );
});

test("what Express brokers do not let one choose is refused by name", () => {
  expect(() =>
    qa({ brokers: express, replicationFactor: 2, minInSyncReplicas: 1, kafkaVersion: "3.8.x.kraft" }),
  ).toThrow(
    [
      'environments/qa.ts: streaming.kafkaVersion is "3.8.x.kraft"; it must be "3.9.x.kraft" (Express brokers take nothing else). Use "3.9.x.kraft".',
      "environments/qa.ts: streaming.minInSyncReplicas is 1; it must be 2 (Express brokers take nothing else). Use 2.",
      "environments/qa.ts: streaming.replicationFactor is 2; it must be 3 (Express brokers take nothing else). Use 3.",
    ].join("\n"),
  );
});

test("brokers of another kind replace the base's, and what the base said of its own kind counts for nothing", () => {
  expect(qa({ brokers: express }).streaming.brokers).toEqual(express);
  expect(() => qa({ brokers: { kind: "express", size: "express.m7g.large" } })).toThrow(
    "environments/qa.ts: streaming.brokers.count is missing; it must be given, as a whole number. Add it.",
  );
});

test("an object of the same kind, or of none, is still merged key by key", () => {
  expect(merge({ kind: "a", one: 1, two: 2 }, { kind: "a", two: 3 })).toEqual({ kind: "a", one: 1, two: 3 });
  expect(merge({ kind: "a", one: 1 }, { two: 2 })).toEqual({ kind: "a", one: 1, two: 2 });
  expect(merge({ one: 1 }, { kind: "b" })).toEqual({ one: 1, kind: "b" });
});

test("too small segments for a tiered topic are refused with both places", () => {
  const brokers = { kind: "standard", storageMode: "TIERED" } as const;
  const topics = { user_events: { retentionHours: 8760, localRetentionHours: 24 } };
  expect(() => qa({ brokers, segmentBytes: 1_000_000, topics })).toThrow(
    "environments/qa.ts: streaming.segmentBytes is 1000000; segments of tiered topics have 50331648 bytes or more (Amazon MSK, tiered storage), and user_events is one. Use 50331648 or more.",
  );
  expect(qa({ brokers, topics }).streaming.topics.user_events).toMatchObject(topics.user_events);
});

test("a topic and a group whose alarm has no room for their names are refused before anything is built", () => {
  const [topic, group] = ["a".repeat(200), "b".repeat(60)];
  const topics = { [topic]: { partitions: 1, consumers: { [group]: [] } } };
  expect(() => qa({ topics })).toThrow(
    new RegExp(`named "${group}"; the name of a CloudWatch alarm has at most 255 characters, and .* has 281`),
  );
});

test("the layout of a definition's file is no part of what is registered", () => {
  const definition = schemaDefinition({ format: "JSON", compatibility: "BACKWARD", definition: "user_events.json" });
  expect(definition).not.toMatch(/\n/);
  expect(JSON.parse(definition).title).toBe("user_events");
});

test.each(["AVRO", "PROTOBUF"] as const)("a JSON Schema is refused as %s", (format) => {
  expect(() => schemaDefinition({ format, compatibility: "NONE", definition: "user_events.json" })).toThrow(
    /^environments\/schemas\/user_events\.json: its file (must be|is no) /,
  );
});
