import { expect, test } from "@jest/globals";
import { allow, deny, policyDocument, self } from "../../../constructs/support/policy.ts";
import { unscopedActions } from "../../../constructs/support/unscoped-actions.ts";

const bucket = "arn:aws:s3:::acme-test-bronze";
const [unscoped = ""] = Object.keys(unscopedActions);

test.each(["*", "s3:*", "s3:Get*", "s3:Get?bject", "*:GetObject"])("the action %s is refused", (action) => {
  expect(() => allow([action], [bucket])).toThrow(`${action} stands for several`);
});

test.each(["*", "arn:aws:s3:::*", "arn:aws:iam::111122223333:*"])("the resource %s is refused", (resource) => {
  expect(() => allow(["s3:GetObject"], [bucket, resource])).toThrow("s3:GetObject is allowed on everything");
});

test("an action that AWS cannot scope may be allowed on everything", () => {
  expect(allow([unscoped], ["*"]).Resource).toEqual(["*"]);
});

test("an action that AWS can scope is refused on everything, also beside one that it cannot", () => {
  expect(() => allow([unscoped, "ecr:BatchGetImage"], ["*"])).toThrow("ecr:BatchGetImage is allowed on everything");
});

test("everyone is refused as principal unless a condition names the caller", () => {
  const principals = { aws: "*" };
  const inAccount = { StringEquals: { "kms:CallerAccount": "111122223333" } };
  expect(() => allow(["kms:Decrypt"], [self], { principals })).toThrow("must name its principals");
  expect(() => allow(["kms:Decrypt"], [self], { principals, conditions: inAccount })).toThrow(
    "must name its principals",
  );
  const conditions = { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/later" } };
  expect(allow(["kms:Decrypt"], [self], { principals, conditions }).Principal).toEqual({ AWS: ["*"] });
});

test("a statement without action, or with neither resource nor principal, is refused", () => {
  expect(() => allow([], [bucket])).toThrow("needs an action");
  expect(() => allow(["s3:GetObject"], [])).toThrow("needs a resource or a principal");
});

test("a policy without statements is refused", () => {
  expect(() => policyDocument()).toThrow("without statements");
});

test("a denial may cover everyone and everything", () => {
  expect(deny(["s3:*"], ["*"], { principals: "*" })).toMatchObject({
    Principal: "*",
    Action: ["s3:*"],
    Resource: ["*"],
  });
});

test("statements and resources keep their order, actions are sorted, and what is not said is left out", () => {
  const text = policyDocument(
    allow(["s3:PutObject", "s3:GetObject"], [`${bucket}/b`, `${bucket}/a`], { sid: "Objects" }),
    allow(["s3:ListBucket"], [bucket]),
  );
  expect(JSON.parse(text)).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Objects",
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:PutObject"],
        Resource: [`${bucket}/b`, `${bucket}/a`],
      },
      { Effect: "Allow", Action: ["s3:ListBucket"], Resource: [bucket] },
    ],
  });
});

test("a trust policy names principals by kind and no resource", () => {
  const trust = JSON.parse(
    policyDocument(allow(["sts:AssumeRole"], [], { principals: { service: "ec2.amazonaws.com" } })),
  );
  expect(trust.Statement).toEqual([
    { Effect: "Allow", Principal: { Service: ["ec2.amazonaws.com"] }, Action: ["sts:AssumeRole"] },
  ]);
});

test("every unscoped action has its reason", () => {
  for (const [action, reason] of Object.entries(unscopedActions)) {
    expect(action).toMatch(/^[a-z0-9-]+:[A-Za-z0-9]+$/);
    expect(reason.length).toBeGreaterThan(20);
  }
});
