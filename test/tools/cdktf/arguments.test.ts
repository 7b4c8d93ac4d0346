import { expect, test } from "@jest/globals";
import { readCall } from "../../../tools/cdktf/arguments.ts";

test("a value of a flag is not taken for a target", () => {
  expect(readCall(["deploy", "--parallelism", "3", "prod", "--outputs-file", "o.json", "-o", "dir"])).toEqual({
    verb: "deploy",
    targets: ["prod"],
    flags: ["--parallelism", "3", "--outputs-file", "o.json", "-o", "dir"],
  });
});

test("flags with an equals sign and flags without a value keep their form", () => {
  expect(readCall(["diff", "--var=a=b", "dev", "--refresh-only"])).toEqual({
    verb: "diff",
    targets: ["dev"],
    flags: ["--var=a=b", "--refresh-only"],
  });
});

test("no words at all are a call without a verb", () => {
  expect(readCall([])).toEqual({ verb: undefined, targets: [], flags: [] });
});
