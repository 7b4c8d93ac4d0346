import { MskConfiguration } from "@cdktf/provider-aws/lib/msk-configuration/index.js";
import { expect, test } from "@jest/globals";
import { createConfiguration, serverProperties } from "../../../constructs/streaming/configuration.ts";
import type { Protection } from "../../../constructs/support/protection.ts";
import { contextOf } from "../../support/context.ts";
import { build, only } from "../../support/synth.ts";
import { express, streaming } from "./declared.ts";

test.each<[Protection, boolean]>([
  ["ephemeral", true],
  ["standard", true],
  ["locked", false],
])("under %s, clients may delete topics: %s", (protection, deletable) => {
  expect(serverProperties({ protection }, streaming())).toContain(`delete.topic.enable=${deletable}\n`);
});

test("the brokers never lose acknowledged events by themselves and make no topics by accident", () => {
  expect(serverProperties({ protection: "locked" }, streaming())).toBe(
    [
      "allow.everyone.if.no.acl.found=false",
      "auto.create.topics.enable=false",
      "compression.type=snappy",
      "default.replication.factor=3",
      "delete.topic.enable=false",
      "log.retention.hours=168",
      "log.segment.bytes=104857600",
      "min.insync.replicas=2",
      "num.partitions=10",
      "replica.selector.class=org.apache.kafka.common.replica.RackAwareReplicaSelector",
      "unclean.leader.election.enable=false",
      "",
    ].join("\n"),
  );
});

test("Express brokers are told only what they let one choose", () => {
  expect(serverProperties({ protection: "locked" }, streaming({}, { brokers: express }))).toBe(
    [
      "allow.everyone.if.no.acl.found=false",
      "auto.create.topics.enable=false",
      "compression.type=snappy",
      "delete.topic.enable=false",
      "log.retention.ms=604800000",
      "num.partitions=10",
      "replica.selector.class=org.apache.kafka.common.replica.RackAwareReplicaSelector",
      "",
    ].join("\n"),
  );
});

test("another Kafka version is another configuration, made before the cluster leaves the old one", () => {
  const built = (kafkaVersion: "3.8.x.kraft" | "3.9.x.kraft") =>
    build((stack) => createConfiguration(stack, contextOf("locked"), { ...streaming(), kafkaVersion }));
  const before = only(built("3.8.x.kraft"), MskConfiguration);
  const after = only(built("3.9.x.kraft"), MskConfiguration);
  expect([before.name, after.name]).toEqual(["acme-test-3-8-x-kraft", "acme-test-3-9-x-kraft"]);
  expect(after.kafka_versions).toEqual(["3.9.x.kraft"]);
  expect(after.lifecycle?.create_before_destroy).toBe(true);
});
