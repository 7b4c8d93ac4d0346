import { expect, test } from "@jest/globals";
import { readConfiguration } from "../../scripts/preview/plan/configuration.ts";
import { analyzed, changeOf, found } from "../preview/analyzed.ts";

const anybody = { Effect: "Allow", Principal: "*", Action: ["s3:GetObject"], Resource: "arn:aws:s3:::lake/raw/*" };
const standing = changeOf("aws_vpc.standing", ["no-op"], { before: { id: "vpc-1" }, after: { id: "vpc-1" } });
const filledIn = (name: string) => `\${${name}}`;
const text = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });

function policyChanged(after: object, before: object = { ...anybody, Effect: "Deny" }): string[] {
  const [was, is] = [before, after].map((statement) => ({ bucket: "lake", policy: text(statement) }));
  return found(analyzed([changeOf("aws_s3_bucket_policy.a", ["update"], { before: was, after: is })]));
}

const bound = (operator: string, key: string, value: string | string[]) => ({
  ...anybody,
  Condition: { [operator]: { [key]: value } },
});

test.each([
  ["StringLike", "aws:SourceAccount", "????????????"],
  ["ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:*"],
  ["ArnLike", "aws:SourceArn", "arn:aws:s3:*:*:lake*"],
  ["ArnLike", "aws:PrincipalArn", ["arn:aws:iam::000000000030:role/*", "arn:aws:iam::*:role/reader"]],
  ["ForAllValues:StringLike", "aws:PrincipalOrgPaths", "o-example/*"],
  ["StringEquals", "aws:PrincipalArn", `arn:aws:iam::${filledIn("aws:PrincipalAccount")}:role/reader`],
  ["StringEquals", "aws:PrincipalTag/team", "data"],
])("a condition that every caller can meet bounds nobody: %s %s %j", (operator, key, value) => {
  expect(policyChanged(bound(operator, key, value))).toContain("public-exposure block");
});

test.each([
  ["StringEquals", "AWS:SourceOwner", "000000000030"],
  ["ArnLike", "aws:SourceArn", ["arn:aws:sns:*:000000000030:*", "arn:aws:s3:*:*:lake"]],
  ["ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-example/*"],
  ["StringEquals", "aws:PrincipalAccount", filledIn("aws:ResourceAccount")],
])("one that fixes who calls does, though the rest is a pattern: %s %s %j", (operator, key, value) => {
  expect(policyChanged(bound(operator, key, value))).not.toContain("public-exposure block");
});

test("a caller whose name is known only when applied is one caller", () => {
  const role = filledIn("aws_iam_role.reader.arn");
  const policy = text(bound("ArnLike", "aws:PrincipalArn", `${role}*`));
  const head = readConfiguration(
    JSON.stringify({ resource: { aws_s3_bucket_policy: { a: { bucket: "lake", policy } } } }),
    "prod-data",
  );
  const change = changeOf("aws_s3_bucket_policy.a", ["create"], {
    before: null,
    after: { bucket: "lake" },
    after_unknown: { policy: true },
  });
  expect(found(analyzed([change], { head }))).toEqual([]);
});

test("what stood before is not found again under another name or narrower, and what is added to it is", () => {
  const renamed = { Sid: "Other", ...anybody };
  expect(policyChanged({ ...renamed, Resource: "arn:aws:s3:::lake/raw/a/*" }, anybody)).toEqual([
    "access-narrowed note",
  ]);
  for (const more of [{ Resource: "arn:aws:s3:::lake/*" }, { Action: ["s3:GetObject", "s3:PutObject"] }])
    expect(policyChanged({ ...renamed, ...more }, anybody)).toContain("public-exposure block");
  const own = bound("StringEquals", "aws:PrincipalAccount", "000000000030");
  expect(policyChanged(anybody, own)).toContain("public-exposure block");
});

test("a switch that keeps everybody out and may be off is off; of a bucket that is new, none was on", () => {
  const address = "aws_s3_bucket_public_access_block.a";
  const later = { after: { bucket: "lake" }, after_unknown: { block_public_policy: true } };
  const before = { bucket: "lake", block_public_policy: true };
  expect(found(analyzed([changeOf(address, ["update"], { before, ...later })]))).toEqual(["public-exposure block"]);
  expect(found(analyzed([changeOf(address, ["create"], { before: null, ...later })]))).toEqual([]);
  const elsewhere = { before: { internal: true }, after: {}, after_unknown: { internal: true } };
  expect(found(analyzed([changeOf("aws_lb.a", ["update"], elsewhere)]))).not.toContain("public-exposure block");
});

test.each([
  ["aws_cloudwatch_event_permission", { condition: [{ key: "aws:PrincipalOrgID", value: "o-example" }] }],
  ["aws_lambda_permission", { function_name: "a", source_account: "000000000030" }],
])("%s for everybody is open unless it says of which account", (type, within) => {
  const open = (after: object) =>
    found(analyzed([changeOf(`${type}.a`, ["create"], { before: null, after: { principal: "*", ...after } })]));
  expect(open({})).toContain("public-exposure block");
  expect(open({ source_arn: "arn:aws:s3:::*", condition: [{ key: "aws:PrincipalOrgID", value: "o-*" }] })).toContain(
    "public-exposure block",
  );
  expect(open(within)).not.toContain("public-exposure block");
});

test("a new role that another account may enter is told where something stands already", () => {
  const role = (AWS: string) => {
    const trust = text({ Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole" });
    return changeOf("aws_iam_role.a", ["create"], { before: null, after: { name: "a", assume_role_policy: trust } });
  };
  expect(found(analyzed([role("arn:aws:iam::999999999999:root"), standing]))).toContain("access-widened warn");
  expect(found(analyzed([role("999999999999")]))).not.toContain("access-widened warn");
  expect(found(analyzed([role("arn:aws:iam::000000000030:role/b"), standing]))).not.toContain("access-widened warn");
});
