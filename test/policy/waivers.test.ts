import { expect, test } from "@jest/globals";
import { judge, readWaivers } from "./waivers.ts";

const failure = { check: "CKV_AWS_1", address: "prod-foundation/aws_s3_bucket.audit_logs_1" };
const reason = "there is a reason for it";

test.each([
  ["of another check", { check: "CKV_AWS_2", address: "**" }],
  ["of another stack", { check: "CKV_AWS_1", address: "state-*/aws_s3_bucket.*" }],
  ["of another resource", { check: "CKV_AWS_1", address: "prod-foundation/aws_s3_bucket.artifacts_*" }],
])("a waiver %s excuses nothing, and is itself too many", (_, waiver) => {
  const waivers = [{ ...waiver, reason }];
  expect(judge([failure], waivers)).toEqual({ unwaived: [failure], unused: waivers });
});

test("a waiver excuses every failure that its pattern covers", () => {
  const waivers = [{ check: "CKV_AWS_1", address: "*/aws_s3_bucket.audit_*", reason }];
  const other = { ...failure, address: "dr-foundation/aws_s3_bucket.audit_logs_1" };
  expect(judge([failure, other], waivers)).toEqual({ unwaived: [], unused: [] });
});

test("no two waivers say the same", () => {
  const places = readWaivers().map(({ check, address }) => `${check} ${address}`);
  expect(places.length).toBeGreaterThan(0);
  expect(new Set(places).size).toBe(places.length);
});
