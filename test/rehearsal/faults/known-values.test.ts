import { expect, test } from "@jest/globals";
import { agrees, knownValues } from "../../../rehearsal/faults/known-values.ts";

test("what is unknown or sensitive is not known", () => {
  const known = knownValues(
    { name: "a", secret: "s", tags: { owner: "us" } },
    { id: true, tags: { made: true } },
    { secret: true },
  );
  expect(known).toEqual({ name: "a", tags: { owner: "us" } });
});

test("of several elements with an unknown inside nothing is known, since they may be a set; of a single block the rest is", () => {
  expect(knownValues({ rule: [{ port: 1 }, {}] }, { rule: [{}, { port: true }] }, {})).toEqual({});
  expect(knownValues({ metadata: [{ name: "a" }] }, { metadata: [{ uid: true }] }, {})).toEqual({
    metadata: [{ name: "a" }],
  });
});

test("an object that differs in anything known is another one", () => {
  expect(agrees({ name: "a" }, { name: "b" })).toBe(false);
  expect(agrees({ name: null }, { name: "b" })).toBe(false);
  expect(agrees({ subnets: ["a", "b"] }, { subnets: ["a", "c"] })).toBe(false);
  expect(agrees({ metadata: [{ name: "a" }] }, { metadata: [{ name: "b", uid: "1" }] })).toBe(false);
});

test("sets agree in any order, numbers in any form, and what is not known agrees with everything", () => {
  expect(agrees({ subnets: ["a", "b"] }, { subnets: ["b", "a"], id: "made-up" })).toBe(true);
  expect(agrees({ size: 1 }, { size: "1" })).toBe(true);
  expect(agrees({ name: null }, {})).toBe(true);
});
