import { expect, test } from "@jest/globals";
import { callerSettings } from "../../environments/callers.ts";
import { loadEnvironment } from "../../environments/catalog.ts";
import { synthesized } from "../../scripts/goldens.ts";

test("a stack is the same text for both callers: which of them is at work, Terraform is told when it runs", async () => {
  for (const [stack, json] of synthesized(await loadEnvironment("prod"))) {
    const { variable, provider } = Object(json);
    // In no plan file: what the plan caller has planned is what the deploy caller applies.
    expect({ stack, variable }).toMatchObject({ variable: { caller: { ephemeral: true, default: "deploy" } } });
    const callers = JSON.stringify(provider).match(/[\w$]*plinth-prod-(plan|deploy)|PLINTH_(PLAN|DEPLOY)/g) ?? [];
    const [plan, deploy] = [/plan$/i, /deploy$/i].map((name) => callers.filter((caller) => name.test(caller)).length);
    expect(plan).toBeGreaterThan(0);
    expect(deploy).toBe(plan);
    expect(JSON.stringify(provider).split("var.caller").length - 1).toBe(plan);
  }
  expect([callerSettings("plan"), callerSettings("deploy")]).toEqual([
    { TF_VAR_caller: "plan" },
    { TF_VAR_caller: "deploy" },
  ]);
});
