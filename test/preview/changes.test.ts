import { expect, test } from "@jest/globals";
import { policies } from "../../scripts/guardrails/registry.ts";
import { dataChanges, platformChanges } from "./changes/halves.ts";
import { patched, withPatch } from "./merge-patch.ts";

// What is said of the changes themselves; test/full plans them with Terraform.
const changes = [...dataChanges, ...platformChanges];

/** What no change of an environment as it stands raises; test/preview/plans and test/guardrails have plans that do. */
const elsewhere = [
  "unlisted-destroyed",
  "change-deferred",
  "change-not-understood",
  "statement-destroys",
  "statement-disturbs",
  "warehouse-never-suspends",
];

test("there are enough changes of both kinds, and each has a name of its own", () => {
  expect(changes.length).toBeGreaterThanOrEqual(60);
  expect(changes.filter(({ harmless }) => harmless).length).toBeGreaterThanOrEqual(15);
  expect(new Set(changes.map(({ name }) => name)).size).toBe(changes.length);
});

test("every policy is broken by a change", () => {
  const broken = new Set(changes.flatMap(({ findings }) => findings.map((finding) => finding.split(" ")[0])));
  const policyIds = policies.map(({ id }) => id);
  expect([...policyIds, "cost-step"].filter((id) => !broken.has(id)).sort()).toEqual(elsewhere.toSorted());
  expect([...broken].filter((id) => ![...policyIds, "cost-step"].includes(id ?? ""))).toEqual([]);
});

test("no change that is called harmless has a finding that blocks", () => {
  const harmless = changes.filter(({ harmless }) => harmless);
  expect(harmless.filter(({ findings }) => findings.some((finding) => finding.includes(" block ")))).toEqual([]);
});

test("a merge patch removes with null, replaces lists whole, and leaves the rest", () => {
  expect(patched({ a: 1, b: { c: [1], d: 2 } }, { b: { c: [2], d: null }, e: { f: null, g: 3 } })).toEqual({
    a: 1,
    b: { c: [2] },
    e: { g: 3 },
  });
});

test("a stack's patch finds a resource without the ending of its name, and adds what it does not find", () => {
  const stack = JSON.stringify({
    resource: { aws_s3_bucket: { lake_gold_bucket_47F4BA39: { bucket: "a", tags: {} } } },
  });
  const patch = { resource: { aws_s3_bucket: { lake_gold_bucket: { tags: null }, other: { bucket: "b" } } } };
  expect(JSON.parse(withPatch(stack, patch))).toEqual({
    resource: { aws_s3_bucket: { lake_gold_bucket_47F4BA39: { bucket: "a" }, other: { bucket: "b" } } },
  });
});
