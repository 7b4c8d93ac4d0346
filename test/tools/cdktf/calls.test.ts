import { expect, test } from "@jest/globals";
import { stackNames } from "../../../environments/layers.ts";
import { callsOf } from "../../../tools/cdktf/calls.ts";

const real = { name: "prod", cloud: "real" } as const;
const simulated = { name: "local", cloud: "simulated" } as const;
const alone = "--ignore-missing-stack-dependencies";

test("a deploy to real accounts goes wave by wave, and what waits for nothing new goes side by side", () => {
  expect(callsOf("deploy", real, stackNames("prod"))).toEqual([
    ["deploy", "prod-foundation", alone],
    ["deploy", "prod-data", "prod-workers", alone, "--skip-synth"],
    ["deploy", "prod-jobs", alone, "--skip-synth"],
  ]);
});

test("stacks that are not asked for are not deployed, and the first call synthesizes", () => {
  expect(callsOf("deploy", real, ["prod-jobs", "prod-workers"])).toEqual([
    ["deploy", "prod-workers", alone],
    ["deploy", "prod-jobs", alone, "--skip-synth"],
  ]);
});

test("a simulated deploy and any destroy is one call, a diff one for each stack, a list none", () => {
  expect(callsOf("deploy", simulated, ["local-foundation", "local-data"])).toEqual([
    ["deploy", "local-foundation", "local-data"],
  ]);
  expect(callsOf("destroy", real, ["prod-data", "prod-jobs"])).toEqual([["destroy", "prod-data", "prod-jobs"]]);
  expect(callsOf("diff", real, ["prod-data", "prod-jobs"])).toEqual([
    ["diff", "prod-data"],
    ["diff", "prod-jobs", "--skip-synth"],
  ]);
  expect(callsOf("list", real, stackNames("prod"))).toEqual([["list"]]);
});
