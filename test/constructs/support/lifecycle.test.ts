import { expect, test } from "@jest/globals";
import { stateful } from "../../../constructs/support/lifecycle.ts";

test("what holds state cannot be destroyed where protection is standard or locked", () => {
  expect(stateful({ protection: "standard" })).toEqual({ preventDestroy: true });
  expect(stateful({ protection: "locked" }, { ignoreChanges: ["size"] })).toEqual({
    preventDestroy: true,
    ignoreChanges: ["size"],
  });
});

test("an ephemeral environment adds nothing to a lifecycle", () => {
  expect(stateful({ protection: "ephemeral" })).toBeUndefined();
  expect(stateful({ protection: "ephemeral" }, { ignoreChanges: ["size"] })).toEqual({ ignoreChanges: ["size"] });
});
