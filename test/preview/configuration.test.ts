import { expect, test } from "@jest/globals";
import { unplanned } from "../../scripts/preview/analysis.ts";
import { type Configuration, readConfiguration, sameConfiguration } from "../../scripts/preview/plan/configuration.ts";
import { constructOf, constructPaths } from "../../scripts/preview/plan/construct-paths.ts";
import { deployedReadings, outputAt, outputReadings } from "../../scripts/preview/plan/output-readers.ts";
import { analyzed, changeOf, found, stackContext } from "./analyzed.ts";

const body = (path: string, rest: object = {}) => ({ "//": { metadata: { path, uniqueId: "x" } }, ...rest });
function configuration(resource: object, data: object = {}): Configuration {
  return readConfiguration(JSON.stringify({ resource, data }), "cdk.tf.json");
}
const kept = { prevent_destroy: true };
const bucket = (lifecycle: object = kept) =>
  configuration({ aws_s3_bucket: { bronze_1: body("prod-data/lake/bronze/bucket", { lifecycle }) } });

test("a text that is no synthesized stack is refused by its place", () => {
  for (const text of ["", "{", "[]", '{"resource":{"aws_s3_bucket":7}}'])
    expect(() => readConfiguration(text, "base/prod-data")).toThrow(/^base\/prod-data: it is no synthesized stack\. /);
});

test("configurations are the same whatever the engine notes in them and in whatever order", () => {
  const one = configuration({ a: { b: body("s/one/x", { c: 1, d: 2 }) } });
  expect(sameConfiguration(one, configuration({ a: { b: { d: 2, c: 1 } } }))).toBe(true);
  expect(sameConfiguration(one, configuration({ a: { b: { d: 2, c: 3 } } }))).toBe(false);
});

test("a construct is named without stack and resource, from the base too, and empty where nothing names it", () => {
  const head = configuration(
    { aws_msk_topic: { orders_1: body("prod-data/topics/orders/topic") } },
    { aws_region: { here_1: body("prod-data/region/here") } },
  );
  const paths = constructPaths([bucket(), head]);
  expect(constructOf(paths, "aws_msk_topic.orders_1")).toBe("topics/orders");
  expect(constructOf(paths, 'aws_msk_topic.orders_1["a"]')).toBe("topics/orders");
  expect(constructOf(paths, "aws_s3_bucket.bronze_1")).toBe("lake/bronze");
  expect(constructOf(paths, "data.aws_region.here_1")).toBe("region");
  expect(constructOf(paths, "aws_s3_bucket.other")).toBe("");
});

test("a stripped prevent_destroy is found though the plan shows nothing", () => {
  expect(found(analyzed([], { base: bucket(), head: bucket({}) }))).toEqual(["prevent-destroy-removed block"]);
  expect(found(analyzed([], { base: bucket(), head: bucket() }))).toEqual([]);
  expect(found(analyzed([], { base: bucket({}), head: bucket() }))).toEqual([]);
});

test("a stripped prevent_destroy is found under the new address of what moved", () => {
  const head = configuration({ aws_s3_bucket: { raw_1: body("prod-data/lake/raw/bucket") } });
  const moved = changeOf(
    "aws_s3_bucket.raw_1",
    ["no-op"],
    { before: {}, after: {} },
    { previous_address: "aws_s3_bucket.bronze_1" },
  );
  const { findings } = analyzed([moved], { base: bucket(), head });
  expect(findings.map(({ id, address }) => [id, address])).toEqual([
    ["prevent-destroy-removed", "aws_s3_bucket.raw_1"],
  ]);
});

test("what is no longer declared is found by its destruction, not by its lifecycle", () => {
  const gone = changeOf("aws_s3_bucket.bronze_1", ["delete"], { before: { id: "1" }, after: null });
  const { stack, findings } = analyzed([gone], { base: bucket(), head: configuration({}) });
  expect(findings.map(({ id }) => id)).toEqual(["stateful-destroyed"]);
  expect([stack.configurationChanged, stack.changes[0]?.construct]).toEqual([true, "lake/bronze"]);
});

test("readings of other stacks' outputs are found in every way the engine writes them", () => {
  const of = (path: string) => ["$", `{data.terraform_remote_state.${path}}`].join("");
  const text = JSON.stringify({
    a: of("foundation.outputs.handover.subnetIds.private.0"),
    b: `x ${of('foundation.outputs.handover["keyArns"]["logs"]')} ${of("data.outputs.other[1]")}`,
    c: of("foundation.outputs.handover.subnetIds.private.0"),
    d: "aws_s3_bucket.a.outputs.handover",
  });
  expect(outputReadings(text)).toEqual([
    { of: "foundation", path: ["handover", "subnetIds", "private", "0"] },
    { of: "foundation", path: ["handover", "keyArns", "logs"] },
    { of: "data", path: ["other", "1"] },
  ]);
});

test("what deployed stacks read is told with who reads it", () => {
  const text = (layer: string) =>
    JSON.stringify({ a: ["$", `{data.terraform_remote_state.${layer}.outputs.handover.a}`].join("") });
  const stacks = [
    { stack: "prod-jobs", base: text("data"), head: text("data") },
    { stack: "prod-workers", base: text("foundation"), head: text("data") },
  ];
  const path = ["handover", "a"];
  expect(deployedReadings(stacks)).toEqual([
    { of: "data", path, by: "prod-jobs", ends: false },
    { of: "foundation", path, by: "prod-workers", ends: true },
  ]);
});

test("a reading ends where the next configuration has it no more, and a stack that is yet to be deployed reads nothing", () => {
  const text = (member: string) =>
    JSON.stringify({ a: ["$", `{data.terraform_remote_state.data.outputs.handover.${member}}`].join("") });
  const reading = { of: "data", path: ["handover", "a"], ends: true };
  const stacks = [
    { stack: "prod-jobs", base: text("a"), head: text("b") },
    { stack: "prod-old", base: text("a") },
    { stack: "prod-new", head: text("a") },
  ];
  expect(deployedReadings(stacks)).toEqual([
    { ...reading, by: "prod-jobs" },
    { ...reading, by: "prod-old" },
  ]);
});

test("a stack that is deployed for the first time, or no longer declared, is a changed configuration", () => {
  const created = changeOf("aws_s3_bucket.bronze_1", ["create"], { before: null, after: {} });
  expect(analyzed([created], { head: bucket() }).stack.configurationChanged).toBe(true);
  expect(unplanned(stackContext({ base: bucket() })).stack.configurationChanged).toBe(true);
  expect(unplanned(stackContext({ base: bucket(), head: bucket() })).stack.configurationChanged).toBe(false);
});

test("of a stack without a plan its status and problems are told, and nothing is found", () => {
  const context = stackContext({ status: "failed", problems: ["It was not planned."] });
  expect(unplanned(context)).toMatchObject({
    stack: { name: "prod-data", status: "failed", problems: ["It was not planned."], changes: [], outputs: [] },
    findings: [],
  });
});

test("an output's members are found by name and by index, and nothing else is", () => {
  const outputs = { handover: { ids: ["a", "b"] } };
  expect(outputAt(outputs, ["handover", "ids", "1"])).toBe("b");
  expect(outputAt(outputs, ["handover", "ids", "2"])).toBeUndefined();
  expect(outputAt(outputs, ["handover", "toString"])).toBeUndefined();
});
