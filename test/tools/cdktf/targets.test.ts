import { expect, test } from "@jest/globals";
import { targetsOf } from "../../../tools/cdktf/targets.ts";

test("an environment's name means its four stacks in deploy order", () => {
  expect(targetsOf(["prod"])).toEqual([
    { environment: "prod", stacks: ["prod-foundation", "prod-data", "prod-workers", "prod-jobs"] },
  ]);
});

test("stacks named in any order and twice are deployed once and in order", () => {
  expect(targetsOf(["dev-jobs", "dev-data", "dev-jobs"])).toEqual([
    { environment: "dev", stacks: ["dev-data", "dev-jobs"] },
  ]);
});

test("an unknown target is refused with the environments there are and the nearest name", () => {
  expect(() => targetsOf(["prdo"])).toThrow(
    "cdktf: the target is prdo; it must be an environment (local, dev, staging, prod, dr) or one of its stacks. Did you mean prod?",
  );
});

test("a name that is like nothing is refused with what to do", () => {
  expect(() => targetsOf(["warehouse-eu-central"])).toThrow("Name one of them, or add its file to environments/.");
});
