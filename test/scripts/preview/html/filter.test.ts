import { expect, test } from "@jest/globals";
import { difference } from "../../../../scripts/preview/html/page/difference.ts";
import { changesShown, everything, type Filter, findingsShown } from "../../../../scripts/preview/html/page/filter.ts";
import { workingDay } from "../../../preview/scenarios.ts";

const prod = workingDay().environments.find(({ name }) => name === "prod");
if (!prod) throw new Error("There is no prod.");
const shown = (filter: Partial<Filter>) =>
  prod.stacks.flatMap((stack) => changesShown({ ...everything, ...filter }, stack)).map(({ type }) => type);
const found = (filter: Partial<Filter>) => findingsShown({ ...everything, ...filter }, prod).map(({ id }) => id);

test.each([
  ["a part of an address", "QUARANTINE_bucket", ["aws_s3_bucket"]],
  ["where it was", "lake_key_8765", ["aws_kms_key"]],
  ["an attribute", "instance_types", ["aws_eks_node_group"]],
  ["a value", "acme-prod-rejected", ["aws_s3_bucket"]],
  ["all of several words", "topic user 259200000", ["aws_msk_topic"]],
  ["nothing", "topic nowhere", []],
  ["blanks", "   ", prod.stacks.flatMap(({ changes }) => changes.map(({ type }) => type))],
])("a search finds %s", (_, text, types) => {
  expect(shown({ text })).toEqual(types);
});

test("risks and actions narrow together, and what may be replaced is an action of its own", () => {
  expect(shown({ risks: new Set(["R4"]) })).toEqual(["aws_eks_node_group"]);
  expect(shown({ courses: new Set(["may-replace"]) })).toEqual(["aws_eks_node_group"]);
  expect(shown({ risks: new Set(["R5"]), courses: new Set(["delete"]) })).toEqual(["snowflake_table"]);
  expect(shown({ risks: new Set(["R0"]), courses: new Set(["delete"]) })).toEqual([]);
});

test("a finding is shown with the change that it is about", () => {
  expect(found({ courses: new Set(["replace"]) })).toEqual(["stateful-destroy"]);
  expect(found({ construct: { stack: "prod-data", name: "topics" } })).toEqual(["retention-shortened"]);
  expect(found({ risks: new Set(["R2"]) })).toEqual(["cost-step"]);
  expect(found({ text: "long weekend" })).toEqual(["retention-shortened"]);
});

test.each([
  ["acme-prod-a", "acme-prod-bc", ["acme-prod-", "a", "bc", ""]],
  ["same", "same", ["same", "", "", ""]],
  ["", "new", ["", "", "new", ""]],
  ["aXa", "aa", ["a", "X", "", "a"]],
  ["604800000", "259200000", ["", "604800000", "259200000", ""]],
  ["x😀y", "x😁y", ["x", "😀", "😁", "y"]],
])("%j and %j differ in the middle only", (before, after, parts) => {
  const { head, before: removed, after: added, tail } = difference(before, after);
  expect([head, removed, added, tail]).toEqual(parts);
});
