import { expect, test } from "@jest/globals";
import { alphabets, type NameKind, nameProblem, physicalName } from "../../../constructs/support/names.ts";

const owner = { platform: "plinth", name: "prod" };
/** As long as configuration allows both to be. */
const longest = { platform: "p".repeat(20), name: "n".repeat(10) };

test("a name that is too long fails with both lengths and is never cut", () => {
  expect(() => physicalName("bucket", owner, "x".repeat(52))).toThrow(
    `the name of an S3 bucket has at most 63 characters, and plinth-prod-${"x".repeat(52)} has 64`,
  );
  expect(physicalName("bucket", owner, "x".repeat(51))).toHaveLength(63);
});

test.each([
  ["bucket", "Upper"],
  ["bucket", "under_score"],
  ["role", "a b"],
  ["kafkaCluster", "a_b"],
  ["secret", "a b"],
  ["snowflake", "é"],
] as const)("the name of a %s refuses %j", (kind, part) => {
  expect(nameProblem(kind, part)).toMatch(/has characters that the name of/);
});

test("the parts of secrets and log groups are joined as paths, of others by hyphens", () => {
  expect(physicalName("secret", owner, "data", "key")).toBe("/plinth/prod/data/key");
  expect(physicalName("logGroup", owner, "brokers")).toBe("/plinth/prod/brokers");
  expect(physicalName("kafkaCluster", owner, "events")).toBe("plinth-prod-events");
});

test("different parts never make one name within a kind", () => {
  expect(physicalName("secret", owner, "a", "b-c")).not.toBe(physicalName("secret", owner, "a-b", "c"));
});

const hyphenated = (Object.keys(alphabets) as NameKind[]).filter((kind) => kind !== "snowflake");

test.each(hyphenated)("the longest platform and environment leave a %s at least 31 characters of its own", (kind) => {
  expect(physicalName(kind, longest, "a".repeat(31))).toContain("a".repeat(31));
});
