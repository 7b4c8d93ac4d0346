import { expect, test } from "@jest/globals";
import { policies } from "../../scripts/guardrails/registry.ts";
import { analyzed, changeOf, stackContext } from "../preview/analyzed.ts";
import { cases } from "./cases.ts";

const { environment } = stackContext();
const monitored = { ...environment, monitored: ["MONITORED_WH"] };
// A stack that stands: in a new one, all is new.
const standing = changeOf("aws_vpc.standing", ["no-op"], { before: { id: "vpc-1" }, after: { id: "vpc-1" } });
const idsOf = (change: object) => analyzed([standing, change], { environment: monitored }).findings.map(({ id }) => id);

test.each(cases)("$id finds what it is for", ({ id, finds }) => {
  expect(idsOf(finds)).toContain(id);
});

test.each(cases)("$id lets its neighbor pass", ({ id, lets }) => {
  expect(idsOf(lets)).not.toContain(id);
});

test("every policy that looks at changes has a case, and no two have one id", () => {
  const ids = policies.flatMap((policy) => ("look" in policy ? [policy.id] : []));
  expect(cases.map(({ id }) => id).sort()).toEqual([...new Set(ids)].sort());
  expect(new Set(policies.map(({ id }) => id)).size).toBe(policies.length);
});

test.each(["ephemeral", "standard", "locked"] as const)(
  "a lost topic is told in every environment, and blocks where it is protected: %s",
  (protection) => {
    const { findings } = analyzed([changeOf("aws_msk_topic.a", ["delete"], { before: { id: "1" }, after: null })], {
      environment: { ...environment, protection },
    });
    expect(findings.map(({ risk, severity }) => [risk, severity])).toEqual([
      ["R5", protection === "ephemeral" ? "warn" : "block"],
    ]);
  },
);

test("PLINTH_UNLOCK lets through what it covers, still ranked R5 and said, and nothing else", () => {
  const gone = (address: string) => changeOf(address, ["delete"], { before: { id: "1" }, after: null });
  const unlock = {
    environment: "prod",
    covers: (address: string) => address === "aws_s3_bucket.a",
    expires: new Date("2030-01-01"),
    text: "prod:aws_s3_bucket.a:2030-01-01",
  };
  const { findings } = analyzed([gone("aws_s3_bucket.a"), gone("aws_s3_bucket.b")], { unlock });
  expect(findings.map(({ address, risk, severity, what }) => [address, risk, severity, what])).toEqual([
    ["aws_s3_bucket.a", "R5", "warn", "It is deleted and loses objects and their versions; PLINTH_UNLOCK permits it."],
    ["aws_s3_bucket.b", "R5", "block", "It is deleted and loses objects and their versions."],
  ]);
});

test("what was so before is not found again by a change of something else", () => {
  const user = { name: "A", network_policy: "", comment: "a" };
  const change = changeOf("snowflake_service_user.a", ["update"], { before: user, after: { ...user, comment: "b" } });
  expect(idsOf(change)).toEqual([]);
});

test("every finding says what, why and what to do, a sentence each", () => {
  const { findings } = analyzed(cases.map(({ finds }) => finds));
  expect(findings.length).toBeGreaterThan(cases.length);
  for (const { id, what, why, remedy } of findings)
    for (const text of [what, why, remedy])
      expect({ id, text }).toEqual({ id, text: expect.stringMatching(/^[A-Z(\w].*[^.]\.$/) });
});
