import { expect, test } from "@jest/globals";
import { isGraviton } from "../../../constructs/workers/instance-types.ts";

test.each([
  ["m7g.large", true],
  ["c7gn.16xlarge", true],
  ["r8gd.xlarge", true],
  ["t4g.small", true],
  ["m7i.large", false],
  ["m7a.large", false],
  ["g6.xlarge", false],
  ["g5g.xlarge", true],
])("%s is Graviton: %s", (type, expected) => {
  expect(isGraviton(type)).toBe(expected);
});
