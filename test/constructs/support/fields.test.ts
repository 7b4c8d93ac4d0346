import { expect, test } from "@jest/globals";
import type { z } from "zod";
import {
  cidr,
  cpuQuantity,
  description,
  kebabName,
  listOf,
  memoryQuantity,
  recordOf,
  snowflakeName,
  topicName,
  whole,
} from "../../../constructs/support/fields.ts";

function messages(schema: z.ZodType, value: unknown): string[] {
  return [...new Set((schema.safeParse(value).error?.issues ?? []).map(({ message }) => message))];
}

test.each([0, 11, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1e300, -0.1, "5", null, true, [5], {}, 5n])(
  "%p is no whole number from 1 to 10, and one sentence says so",
  (value) => {
    expect(messages(whole(1, 10, "apples"), value)).toEqual([
      "it must be a whole number from 1 to 10 (apples). Choose a value in that range",
    ]);
  },
);

test.each([1, 10])("the limit %i itself is allowed", (value) => {
  expect(whole(1, 10, "apples").parse(value)).toBe(value);
});

test.each([
  "",
  "10.0.0.0",
  "10.0.0.1/16",
  "10.0.0.0/33",
  "256.0.0.0/8",
  "::/0",
  "10.0.0.0/-1",
  "10.0.0.0/16 ",
  "010.0.0.0/8x",
])("%j is no network", (value) => {
  expect(messages(cidr, value)).toEqual([
    'it must be an IPv4 network in CIDR notation, starting at its own first address. Write it like "10.20.0.0/16"',
  ]);
});

test.each([
  ["kebab", kebabName, ["", "A", "a_b", "-a", "a-", "a--b", "ä", "a b", "a\n"], ["a", "a-1", "event-collector"]],
  ["topic", topicName, ["", "A", "a-b", "a.b", "_a", "1a", "a".repeat(241)], ["a", "a_1", "a".repeat(240)]],
  [
    "Snowflake",
    snowflakeName,
    ["", "a", "A-B", "1A", "Ä", "A__B", "TABLE", "PUBLIC", "ACCOUNTADMIN", "A".repeat(256)],
    ["A", "A_1", "TABLES", "A".repeat(255)],
  ],
  ["memory", memoryQuantity, ["", "1", "1G", "0Gi", "1.5Gi", "-1Gi"], ["1Mi", "16Gi"]],
  ["cpu", cpuQuantity, ["", "0", "0.0", "1.5.5", "500 m", "-1"], ["1", "500m", "0.5"]],
  [
    "description",
    description("why"),
    ["", "a\nb", "a – b", "日本", "a".repeat(1001)],
    ["a", "Süß, isn't it?", "a".repeat(1000)],
  ],
] as const)("the %s alphabet refuses what its service would, and takes the rest", (_, schema, bad, good) => {
  for (const value of bad) expect([value, messages(schema, value).length]).toEqual([value, 1]);
  for (const value of good) expect(messages(schema, value)).toEqual([]);
});

test("an entry under a bad name is judged all the same", () => {
  const record = recordOf(kebabName, whole(1, 2, "pears"));
  expect(
    record.safeParse({ "Bad!": 9, constructor: 1 }).error?.issues.map(({ path, message }) => [path, message]),
  ).toEqual([
    [["Bad!"], "it must be a whole number from 1 to 2 (pears). Choose a value in that range"],
    [["Bad!"], 'it must be lower-case words joined by hyphens. Write it like "event-collector"'],
  ]);
  expect(record.parse({ constructor: 1 })).toEqual({ constructor: 1 });
});

test("a list names nothing twice", () => {
  const issues = listOf(kebabName).safeParse(["a", "b", "a", "a"]).error?.issues ?? [];
  expect(issues.map(({ path }) => path)).toEqual([[2], [3]]);
});
