import { expect, test } from "@jest/globals";
import { changeSetOf } from "../../../scripts/bundle/change-set.ts";
import { apart } from "../../../scripts/bundle/comparison.ts";
import { readPlan } from "../../../scripts/preview/plan/plan.ts";
import { bucket, type PlannedResource, planText, plantedSecret } from "./reviewed.ts";

const setOf = (...resources: readonly PlannedResource[]) => changeSetOf(readPlan(planText(...resources), "test"));
const rehearsed = (...resources: readonly PlannedResource[]) =>
  changeSetOf(readPlan(planText(...resources), "test"), "simulated cloud");

const topic: PlannedResource = {
  address: "aws_msk_topic.orders",
  actions: ["update"],
  before: { name: "orders", partition_count: 6, config: { "retention.ms": "1" } },
  after: { name: "orders", partition_count: 12, config: { "retention.ms": "2" } },
};
const destroyed: PlannedResource = { ...topic, actions: ["delete"], after: undefined };

test.each<[string, PlannedResource[], string]>([
  ["something more", [topic, bucket], "aws_s3_bucket.one would be new, which nobody has reviewed"],
  ["something less", [], "aws_msk_topic.orders would not be changed any more"],
  ["another action", [destroyed], "aws_msk_topic.orders: it would be destroyed; reviewed was that it is changed"],
  [
    "a replacement",
    [{ ...topic, actions: ["delete", "create"] }],
    "aws_msk_topic.orders: it would be replaced; reviewed was that it is changed",
  ],
  [
    "another value",
    [{ ...topic, after: { ...topic.after, partition_count: 24 } }],
    "aws_msk_topic.orders: partition_count would get another value",
  ],
  [
    "the same value from another one",
    [{ ...topic, before: { ...topic.before, partition_count: 9 } }],
    "aws_msk_topic.orders: partition_count would get another value",
  ],
  [
    "another attribute",
    [{ ...topic, after: { ...topic.after, name: "others" } }],
    "aws_msk_topic.orders: name would change, which nobody has reviewed",
  ],
  [
    "an attribute less",
    [{ ...topic, after: { ...topic.after, partition_count: 6 } }],
    "aws_msk_topic.orders: partition_count would not change any more",
  ],
  [
    "what is not known any more",
    [{ ...topic, after: { name: "orders", partition_count: 12 }, unknown: { config: true } }],
    "aws_msk_topic.orders: config was reviewed with a value that is not known any more",
  ],
])("%s is told, without values", (_, now, told) => {
  const differing = apart(setOf(topic), setOf(...now), "same");
  expect(differing).toContain(told);
  expect(differing.join()).not.toContain(plantedSecret);
});

test("the same plan is the same, in whatever order its maps are written", () => {
  const turned = { ...topic, after: { config: { "retention.ms": "2" }, partition_count: 12, name: "orders" } };
  expect(apart(setOf(topic), setOf(turned), "same")).toEqual([]);
});

test("what was unknown may become known, also as a whole block", () => {
  const before = { ...bucket, unknown: { arn: true, rule: true } };
  const now = { ...bucket, after: { ...bucket.after, arn: "arn:aws:s3:::acme-one", rule: [{ days: 3 }] }, unknown: {} };
  expect(apart(setOf(before), setOf(now), "same")).toEqual([]);
});

test("what an earlier run has done is missing in the rest, and nothing else may be there", () => {
  expect(apart(setOf(topic, bucket), setOf(bucket), "rest")).toEqual([]);
  expect(apart(setOf(topic), setOf(bucket), "rest")).toEqual([
    "aws_s3_bucket.one would be new, which nobody has reviewed",
  ]);
});

test("what an earlier run left half made may be made again; what stood before it may not", () => {
  const tainted = { ...bucket, actions: ["delete", "create"], before: bucket.after, reason: "replace_because_tainted" };
  expect(apart(setOf(bucket), setOf(tainted), "rest")).toEqual([]);
  expect(apart(setOf(bucket), setOf(tainted), "same")).toHaveLength(1);
  const stood = { ...topic, actions: ["delete", "create"], reason: "replace_because_tainted" };
  expect(apart(setOf(topic), setOf(stood), "rest")).toHaveLength(1);
});

test("of a rehearsed plan, what the configuration writes out must hold, and what a cloud decides need not", () => {
  const one = { ...bucket, after: { bucket: "acme-one", kms_key: "arn:of:simulated" }, literals: ["bucket"] };
  const real = { ...one, after: { ...one.after, kms_key: "arn:of:real", region: "us-west-2" } };
  expect(apart(rehearsed(one), rehearsed(real), "same")).toEqual([]);
  const renamed = { ...real, after: { ...real.after, bucket: "acme-two" } };
  const another = ["aws_s3_bucket.one: bucket would get another value"];
  expect(apart(rehearsed(one), rehearsed(renamed), "same")).toEqual(another);
  expect(apart(rehearsed(one), rehearsed(real, topic), "same")).toHaveLength(1);
});

test("what the configuration writes out and the rehearsal did not change is changed in no other cloud either", () => {
  const kept = { ...bucket, literals: ["bucket", "force_destroy"], after: { bucket: "acme-one" } };
  const drifted = { ...kept, after: { ...kept.after, force_destroy: true } };
  expect(apart(rehearsed(kept), rehearsed(drifted), "same")).toEqual([
    "aws_s3_bucket.one: force_destroy would change, which nobody has reviewed",
  ]);
});

test("a map's key that may be a secret is not repeated", () => {
  const tagged = { ...topic, after: { ...topic.after, config: { [plantedSecret]: "x" } } };
  const told = apart(setOf(topic), setOf(tagged), "same").join();
  expect(told).toContain("config[…] would change, which nobody has reviewed");
  expect(told).not.toContain(plantedSecret);
});
