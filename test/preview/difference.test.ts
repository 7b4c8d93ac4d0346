import { expect, test } from "@jest/globals";
import { differences } from "../../scripts/preview/plan/difference.ts";

function compared(before: unknown, after: unknown, unknown: unknown = {}, open = true): string[] {
  return differences({ before, after, unknown, opens: () => open }).map(
    ({ path, before, after, unknown }) =>
      `${path.join(".")} ${JSON.stringify(before)}→${unknown ? "?" : JSON.stringify(after)}`,
  );
}

test("nothing differs where one writes null, another nothing, an empty text or an empty block", () => {
  expect(compared({ a: null, b: "", c: [], d: {} }, { a: "", c: null, e: [] })).toEqual([]);
});

test("a block that is taken out of a list does not seem to change those after it", () => {
  const [one, two, three] = [{ id: 1 }, { id: 2 }, { id: 3 }];
  expect(compared({ rule: [one, two, three] }, { rule: [two, three] })).toEqual(["rule.0.id 1→undefined"]);
  expect(compared({ rule: [one] }, { rule: [three, one] }, {}, false)).toEqual(['rule.0 undefined→{"id":3}']);
});

test("of two equal blocks, one that is gone is seen", () => {
  expect(compared({ rule: [{ id: 1 }, { id: 1 }] }, { rule: [{ id: 1 }] }, {}, false)).toEqual([
    'rule.1 {"id":1}→undefined',
  ]);
});

test("what is known only when applied differs from what was, also deep inside", () => {
  expect(compared({ a: 1, b: [{ c: 2 }] }, { b: [{}] }, { a: true, b: [{ c: true }] })).toEqual(["a 1→?", "b.0.c 2→?"]);
});

test("a value that becomes a block, and a block that becomes a value, are seen whole", () => {
  expect(compared({ a: "x", b: { c: 1 } }, { a: { c: 1 }, b: "x" })).toEqual(['a "x"→{"c":1}', 'b {"c":1}→"x"']);
});

test("what is made or removed as a whole is taken apart only where something of it is looked at", () => {
  expect(compared(undefined, { a: { b: 1 } }, {}, false)).toEqual(['a undefined→{"b":1}']);
  expect(compared({ a: { b: 1 } }, undefined, {}, true)).toEqual(["a.b 1→undefined"]);
});
