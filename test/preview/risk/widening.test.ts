import { expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  isEverywhere,
  letsThrough,
  type NetworkRule,
  networkRules,
} from "../../../scripts/preview/risk/widening/network-rules.ts";
import { widenings } from "../../../scripts/preview/risk/widening/policies.ts";
import { shownActions } from "../../../scripts/preview/risk/widening/policy-attributes.ts";
import { covers, policyStatements } from "../../../scripts/preview/risk/widening/policy-document.ts";

const statements = (...Statement: object[]) =>
  policyStatements(JSON.stringify({ Version: "2012-10-17", Statement })) ?? [];
const kinds = (before: object[], after: object[]) =>
  widenings(statements(...before), statements(...after)).map(({ kind }) => kind);
const read = {
  Effect: "Allow",
  Principal: { AWS: ["arn:aws:iam::000000000030:role/a"] },
  Action: ["s3:GetObject", "s3:ListBucket"],
  Resource: ["arn:aws:s3:::lake", "arn:aws:s3:::lake/raw/*"],
  Condition: { StringEquals: { "aws:PrincipalTag/team": ["a", "b"] }, StringNotEquals: { "aws:SourceVpc": ["x"] } },
};
const deny = {
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: "*",
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};

test.each([
  ["an action", { Action: [...read.Action, "s3:PutObject"] }, "action"],
  ["a wildcard in the place of actions", { Action: "s3:*" }, "action"],
  ["a resource", { Resource: [...read.Resource, "arn:aws:s3:::other/*"] }, "resource"],
  ["a wider resource", { Resource: "arn:aws:s3:::lake*" }, "resource"],
  [
    "a principal",
    { Principal: { AWS: ["arn:aws:iam::000000000030:role/a", "arn:aws:iam::000000000030:role/b"] } },
    "principal",
  ],
  ["everyone", { Principal: "*" }, "principal"],
  ["no condition", { Condition: {} }, "condition"],
  ["one condition less", { Condition: { StringEquals: read.Condition.StringEquals } }, "condition"],
  [
    "a value more in a condition",
    { Condition: { ...read.Condition, StringEquals: { "aws:PrincipalTag/team": ["a", "b", "c"] } } },
    "condition",
  ],
  [
    "a value less among those kept out",
    { Condition: { ...read.Condition, StringNotEquals: { "aws:SourceVpc": [] } } },
    "condition",
  ],
  ["all but what is named", { Action: undefined, NotAction: ["s3:DeleteObject"] }, "inverted"],
])("a statement with %s widens, and back again narrows", (_, change, kind) => {
  expect(new Set(kinds([read], [{ ...read, ...change }]))).toEqual(new Set([kind]));
  if (kind !== "inverted") expect(kinds([{ ...read, ...change }], [read])).toEqual([]);
});

test.each([
  ["is gone", []],
  [
    "has another condition more",
    [{ ...deny, Condition: { ...deny.Condition, StringEquals: { "aws:PrincipalAccount": "1" } } }],
  ],
  ["names fewer actions", [{ ...deny, Action: "s3:PutObject" }]],
  ["names fewer resources", [{ ...deny, Resource: "arn:aws:s3:::lake" }]],
])("a denial that %s widens", (_, after) => {
  expect(kinds([deny], after)).toEqual(["deny"]);
});

test("statements that are split, joined, ordered or written in another way widen nothing", () => {
  const [one, two] = read.Action.map((Action) => ({ ...read, Action, Sid: Action }));
  expect(kinds([read], [two ?? {}, one ?? {}])).toEqual([]);
  expect(kinds([one ?? {}, two ?? {}], [read])).toEqual([]);
  expect(kinds([read], [{ ...read, Action: ["S3:getobject", "s3:ListBucket"], Sid: "x" }])).toEqual([]);
  expect(kinds([deny], [{ ...deny, Sid: "Renamed", Resource: ["*"] }])).toEqual([]);
});

test("a policy widens itself never, and taking a statement's part away never either", () => {
  const words = fc.uniqueArray(fc.constantFrom("s3:GetObject", "s3:Put*", "kms:Decrypt", "*", "s3:List?ucket"), {
    minLength: 1,
  });
  const names = fc.uniqueArray(fc.constantFrom("arn:a", "arn:b/*", "arn:c?", "*"), { minLength: 1 });
  const statement = fc.record({ Effect: fc.constantFrom("Allow", "Deny"), Action: words, Resource: names });
  fc.assert(
    fc.property(fc.array(statement, { maxLength: 4 }), statement, (policy, extra) => {
      const allowing = { ...extra, Effect: "Allow" };
      expect(kinds(policy, policy)).toEqual([]);
      expect(kinds([...policy, allowing], policy)).toEqual([]);
      expect(kinds(policy, [...policy, { ...extra, Effect: "Deny" }])).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test.each(["", "{", "[]", "7", '{"Version":"2012-10-17"}'])(
  "what is no policy is not read as an empty one: %j",
  (text) => {
    expect(policyStatements(text)).toBeUndefined();
  },
);

test("a pattern covers by its stars and question marks, and takes nothing else for a sign", () => {
  expect([
    covers("s3:Get*", "s3:GetObject"),
    covers("s3:Get?", "s3:GetAb"),
    covers("a.c", "abc"),
    covers("s3:*", "S3:X", true),
    covers("s3:Get?", "s3:Get*"),
    covers("s3:Get*", "s3:Get?"),
  ]).toEqual([true, false, false, true, false, true]);
});

test("actions are repeated only as words of IAM, and of no service that nobody knows", () => {
  expect(shownActions(["s3:GetObject", "kms:Decrypt", "hunter2:Swordfish"])).toBe(
    "s3:GetObject, kms:Decrypt and 1 more",
  );
  expect(shownActions(["quiet-otter", "s3:lowercase words"])).toBe("2 actions");
});

const rule = (wishes: Partial<NetworkRule>): NetworkRule => ({
  direction: "ingress",
  protocol: "tcp",
  from: 443,
  to: 443,
  source: "10.0.0.0/16",
  ...wishes,
});

test.each([
  ["addresses", { source: "10.0.0.0/8" }],
  ["ports", { from: 0 }],
  ["protocols", { protocol: "-1", from: 0, to: 65_535 }],
])("a rule with more %s lets through what one with fewer does, and not the other way round", (_, wider) => {
  expect(letsThrough(rule(wider), rule({}))).toBe(true);
  expect(letsThrough(rule({}), rule(wider))).toBe(false);
});

test("a group is no range, version 4 no version 6, and a way out no way in", () => {
  for (const other of [{ source: "sg-1" }, { source: "fd00::/8" }, { direction: "egress" }, { protocol: "udp" }])
    expect(letsThrough(rule(other), rule({}))).toBe(false);
});

test("rules are read where each type keeps them", () => {
  const block = {
    from_port: 9098,
    to_port: 9098,
    protocol: "tcp",
    cidr_blocks: ["10.0.0.0/8"],
    ipv6_cidr_blocks: ["::/0"],
    self: true,
    security_groups: [],
  };
  const read = networkRules.aws_security_group?.({ ingress: [block], egress: [] }) ?? [];
  expect(read.map(({ direction, from, source }) => [direction, from, source])).toEqual([
    ["ingress", 9098, "10.0.0.0/8"],
    ["ingress", 9098, "::/0"],
    ["ingress", 9098, "self"],
  ]);
});

test("all public addresses of IPv6 are everywhere; a provider's or a customer's are not", () => {
  expect(["2000::/3", "8000::/1", "2600:1f14::/36", "2001:db8::/32"].map(isEverywhere)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test("half the internet and more is everywhere; a network, a group and a mistake are not", () => {
  expect(["0.0.0.0/0", "::/0", "128.0.0.0/1", "10.0.0.0/8", "sg-1", "0.0.0.0"].map(isEverywhere)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});
