import { expect, test } from "@jest/globals";
import { recordOf } from "../../../constructs/support/record.ts";

test("every key gets its own value, in the keys' order", () => {
  expect(Object.entries(recordOf(["b", "a"], (key) => key.toUpperCase()))).toEqual([
    ["b", "B"],
    ["a", "A"],
  ]);
});
