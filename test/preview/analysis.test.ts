import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { prod } from "../../environments/prod.ts";
import { adviseReplacement } from "../../rehearsal/cloud/replacement.ts";
import { analyzeStack } from "../../scripts/preview/analysis.ts";
import { previewDocument } from "../../scripts/preview/document.ts";
import type { DeployedReading } from "../../scripts/preview/plan/output-readers.ts";
import { readPlan } from "../../scripts/preview/plan/plan.ts";
import { replacementDoubts } from "../../scripts/preview/plan/replacement-doubts.ts";
import { environmentContext } from "../../scripts/preview/stack-context.ts";
import { readEvent } from "../../scripts/terraform-events.ts";
import { analyzed, changeOf, found, planOf, stackContext } from "./analyzed.ts";

const renamed = changeOf("aws_new_thing.a", ["update"], { before: { name: "a" }, after: { name: "b" } });
const resized = changeOf("aws_msk_topic.a", ["update"], {
  before: { partition_count: 1 },
  after: { partition_count: 2 },
});

test("what may be replaced ranks as what is, by the simulated provider's own warning", () => {
  const name = {
    name: "name",
    type: "string",
    required: false,
    optional: true,
    computed: false,
    sensitive: false,
    writeOnly: false,
  } as const;
  const schema = { attributes: [name], blocks: [] };
  const { findings } = adviseReplacement("aws_new_thing", schema, { name: "a" }, { name: "b" });
  const event = { type: "diagnostic", diagnostic: { ...findings[0], address: "aws_new_thing.a" } };
  const doubts = replacementDoubts(readEvent(JSON.stringify(event)));
  expect([...doubts]).toEqual(["aws_new_thing.a"]);
  const analysis = analyzed([renamed], { doubts });
  expect(analysis.stack.changes[0]).toMatchObject({ action: "update", mayReplace: true, risk: "R5" });
  expect(found(analysis)).toContain("unlisted-destroyed block");
});

test("other warnings, and those of no resource, raise no doubt", () => {
  const events = [
    { summary: "Deprecated attribute", address: "a.b" },
    { summary: "This change may replace the object" },
  ];
  const read = events.flatMap((diagnostic) =>
    readEvent(JSON.stringify({ type: "diagnostic", diagnostic: { severity: "warning", ...diagnostic } })),
  );
  expect([read.length, replacementDoubts(read).size]).toEqual([2, 0]);
});

test("a plan that Terraform could not finish fails the stack, and an incomplete one says so", () => {
  const failed = analyzeStack(planOf([resized], { errored: true }), stackContext());
  expect([failed.stack.status, failed.stack.problems.length]).toEqual(["failed", 1]);
  const partial = analyzeStack(
    planOf([resized], { complete: false }),
    stackContext({ status: "provisional", provisional: ["keyArns"] }),
  );
  expect(partial.stack).toMatchObject({
    status: "provisional",
    provisional: ["keyArns"],
    problems: ["The plan is not complete: once it is applied, another one follows"],
  });
});

test("what drifted outside is not a change of the plan", () => {
  expect(analyzeStack(planOf([], { resource_drift: [resized] }), stackContext()).stack.changes).toEqual([]);
});

test("outputs are told by name and by what becomes of them", () => {
  const change = (...actions: string[]) => ({ actions, before: { secret: 1 }, after: { secret: 2 } });
  const output_changes = {
    a: change("create"),
    b: change("update"),
    c: change("delete"),
    d: change("no-op"),
    e: change("delete", "create"),
  };
  expect(analyzeStack(planOf([], { output_changes }), stackContext()).stack.outputs).toEqual([
    { name: "a", change: "added" },
    { name: "b", change: "changed" },
    { name: "c", change: "removed" },
    { name: "e", change: "changed" },
  ]);
});

test("a removed output counts only where a deployed stack reads it, and not where its value is merely not known yet", () => {
  const handover = (after: object, after_unknown: object = {}) => ({
    output_changes: { handover: { actions: ["update"], before: { a: { b: 1 } }, after, after_unknown } },
  });
  const readings = [{ of: "foundation", path: ["handover", "a", "b"], by: "prod-jobs", ends: false }];
  const ids = (rest: object, wishes: object = { readings }) =>
    found(analyzeStack(planOf([], rest), stackContext(wishes)));
  expect(ids(handover({ a: {} }))).toEqual(["output-still-read block"]);
  expect(ids(handover({ a: { c: 1 } }, { a: { b: true } }))).toEqual([]);
  expect(ids(handover({}, { a: true }))).toEqual([]);
  expect(ids(handover({ a: {} }), { readings: [] })).toEqual([]);
});

test("a removed output whose readers all stop reading it in the same change warns; with one that goes on it blocks", () => {
  const path = ["handover", "a"];
  const ending = { of: "foundation", path, by: "prod-jobs", ends: true };
  const lasting = { of: "foundation", path, by: "prod-data", ends: false };
  const output_changes = { handover: { actions: ["update"], before: { a: 1 }, after: {} } };
  const ids = (...readings: DeployedReading[]) =>
    found(analyzeStack(planOf([], { output_changes }), stackContext({ readings })));
  expect(ids(ending)).toEqual(["output-still-read warn"]);
  expect(ids(ending, lasting)).toEqual(["output-still-read block"]);
});

test("a new stack's rights are all new, and those given to somebody who stands already are told", () => {
  const policy = (role: string) =>
    changeOf("aws_iam_role_policy.a", ["create"], { before: null, after: { role, policy: "{}" } });
  const role = changeOf("aws_iam_role.a", ["create"], { before: null, after: { name: "reader" } });
  const other = changeOf("aws_vpc.a", ["no-op"], { before: {}, after: {} });
  expect(found(analyzed([role, policy("reader")]))).toEqual([]);
  expect(found(analyzed([policy("standing")]))).toEqual([]);
  expect(found(analyzed([other, role, policy("reader")]))).toEqual([]);
  expect(found(analyzed([other, role, policy("standing")]))).toEqual(["access-widened warn"]);
});

test("what the provider computes is not shown as changed, where the plan says what is configured", () => {
  const change = {
    before: { name: "a", arn: "x", policy: "p" },
    after: { name: "b" },
    after_unknown: { arn: true, policy: true },
  };
  const plan = (rest: object) =>
    analyzeStack(planOf([changeOf("aws_new_thing.a", ["update"], change)], rest), stackContext());
  const paths = (rest: object) => plan(rest).stack.changes[0]?.attributes.map(({ path }) => path);
  const resources = [{ address: "aws_new_thing.a", expressions: { name: {}, policy: {} } }];
  expect(paths({ configuration: { root_module: { resources } } })).toEqual(["name", "policy"]);
  expect(paths({})).toEqual(["name", "arn", "policy"]);
});

test("what is told of an environment comes from its declaration", () => {
  const context = environmentContext(prod);
  expect(context).toMatchObject({ name: "prod", protection: "locked", accountId: prod.aws.accountId, monitored: [] });
  expect(context.requiredTags).toContain("Owner");
  const monitored = { ...prod, snowflake: { ...prod.snowflake, attachMonitors: true } };
  expect(context.toBeMonitored).toEqual(environmentContext(monitored).monitored);
  expect(environmentContext(monitored).toBeMonitored).toEqual([]);
  expect(environmentContext(monitored).monitored).toHaveLength(Object.keys(prod.snowflake.monitors).length);
});

test("an analysis fits the document's schema", () => {
  const place = join(import.meta.dirname, "plans", "links-replaced.json");
  const { stack, findings } = analyzeStack(readPlan(readFileSync(place, "utf8"), place), stackContext());
  const environment = {
    name: "prod",
    protection: "locked",
    problems: [],
    verdict: "blocked",
    risk: "R5",
    stacks: [stack],
    findings,
  };
  const document = {
    version: 1,
    source: "real",
    base: { ref: "a", commit: "b" },
    head: { commit: "c", uncommitted: false },
    environments: [environment],
  };
  expect(previewDocument.safeParse(document).success).toBe(true);
});
