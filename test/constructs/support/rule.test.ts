import { expect, test } from "@jest/globals";
import { z } from "zod";
import { type Breach, breachParams, rule } from "../../../constructs/support/rule.ts";
import { each, ifSound } from "../../../constructs/support/soundness.ts";

const whole = z.number().refine(Number.isInteger, "it must be whole. Round it");

function* ordered(config: { low: number; high: number }): Iterable<Breach> {
  if (config.low <= config.high) return;
  yield { path: ["high"], also: [["low"]], rule: "it must not be below low", remedy: "Raise it" };
}

function* even(config: { list: readonly number[] }): Iterable<Breach> {
  yield* each(config.list, function* (item, index) {
    if (item % 2 !== 0) yield { path: ["list", index], rule: "it must be even", remedy: "Add one" };
  });
}

const shape = z
  .strictObject({ low: whole, high: whole, list: z.array(whole), other: z.string() })
  .check(rule(ordered), rule(even));

const sound = { low: 1, high: 2, list: [2, 4], other: "x" };

function issues(value: unknown): string[] {
  return (shape.safeParse(value).error?.issues ?? []).map((issue) => `${issue.path.join(".")}: ${issue.message}`);
}

test("a rule judges although a key that it does not read is wrong, missing or unknown", () => {
  const breach = "high: it must not be below low. Raise it";
  expect(issues({ ...sound, low: 3, other: 5 })).toContain(breach);
  expect(issues({ ...sound, low: 3, list: [0.5] })).toEqual(["list.0: it must be whole. Round it", breach]);
  expect(issues({ low: 3, high: 2, list: [] })).toContain(breach);
  expect(issues({ ...sound, low: 3, unknown: 1 })).toContain(breach);
});

test.each([
  ["of the wrong type", { low: "9" }],
  ["out of its own limits", { low: 9.5 }],
  ["missing", { low: undefined }],
  ["null", { low: null }],
  ["not a number", { low: Number.NaN }],
])("a rule stays silent where a value it reads is %s", (_, change) => {
  expect(issues({ ...sound, ...change })).toHaveLength(1);
});

test("an entry that is wrong by itself does not hide what is to say of the others", () => {
  expect(issues({ ...sound, list: [1, 0.5, 3] })).toEqual([
    "list.1: it must be whole. Round it",
    "list.0: it must be even. Add one",
    "list.2: it must be even. Add one",
  ]);
});

test("two rules can be broken at once, and one breach does not silence the other", () => {
  expect(issues({ ...sound, low: 3, list: [1] })).toEqual([
    "high: it must not be below low. Raise it",
    "list.0: it must be even. Add one",
  ]);
});

test.each([null, undefined, [], "text", 5, () => 1])("no rule runs on %p, which is no object", (value) => {
  expect(issues(value)).toHaveLength(1);
});

test("a breach deep inside says where its other places stand, and which value it met", () => {
  const outer = z.strictObject({ inner: z.strictObject({ part: shape }) });
  const [issue] = outer.safeParse({ inner: { part: { ...sound, low: 3 } } }).error?.issues ?? [];
  expect(issue?.path).toEqual(["inner", "part", "high"]);
  expect(issue && breachParams(issue)).toEqual({ depth: 1, also: [["low"]], aboutName: false, value: 2 });
});

test("an error of a rule itself is not swallowed", () => {
  const broken = z.object({}).check(
    // biome-ignore lint/correctness/useYield: it fails before it could
    rule(function* (): Iterable<Breach> {
      throw new TypeError("a mistake in the rule");
    }),
  );
  expect(() => broken.safeParse({})).toThrow("a mistake in the rule");
  expect(() =>
    ifSound(() => {
      throw new TypeError("another");
    }),
  ).toThrow("another");
});
