import { expect, test } from "@jest/globals";
import { brokenPromises, withoutUnknowns } from "../../../rehearsal/plugin/outcome.ts";
import { UNKNOWN } from "../../../rehearsal/value.ts";

test("a changed, added or dropped value breaks the plan's promise", () => {
  expect(brokenPromises({ a: 1, b: null, c: [1, 2] }, { a: 2, b: "x", c: [1] })).toEqual([
    "a was planned as 1 and is 2",
    'b was planned as null and is "x"',
    "c was planned with 2 elements and has 1",
  ]);
});

test("an unknown left after apply is found wherever it is", () => {
  expect(brokenPromises({ a: UNKNOWN, b: UNKNOWN, c: "c" }, { a: { x: [UNKNOWN] }, b: UNKNOWN, c: UNKNOWN })).toEqual([
    "a.x[0] is still unknown after apply",
    "b is still unknown after apply",
    "c is still unknown after apply",
  ]);
});

test("an unknown may become anything, and a number keeps its value in another form", () => {
  expect(brokenPromises({ a: UNKNOWN, n: 5, m: "0.1", big: 5n }, { a: ["x"], n: "5", m: "0.1", big: 5 })).toEqual([]);
});

test("an incomplete object is recorded with null for what is missing", () => {
  expect(withoutUnknowns({ a: [UNKNOWN, 1], b: { c: UNKNOWN } })).toEqual({ a: [null, 1], b: { c: null } });
});
