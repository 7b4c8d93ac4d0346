import { analyzeStack, type StackAnalysis } from "../../scripts/preview/analysis.ts";
import { type Plan, readPlan } from "../../scripts/preview/plan/plan.ts";
import type { StackContext } from "../../scripts/preview/stack-context.ts";

/** A stack of a locked environment, with nothing around it but what a test says. */
export function stackContext(wishes: Partial<StackContext> = {}): StackContext {
  return {
    environment: {
      name: "prod",
      protection: "locked",
      accountId: "000000000030",
      deployer: "arn:aws:iam::000000000030:role/example-prod-deploy",
      requiredTags: ["Environment", "Platform", "Owner", "CostCenter", "Source"],
      monitored: [],
      toBeMonitored: [],
    },
    stack: "prod-data",
    layer: "data",
    status: "planned",
    provisional: [],
    problems: [],
    readings: [],
    doubts: new Set(),
    ...wishes,
  };
}

/** Plan JSON of these resource changes. */
export function planOf(resourceChanges: readonly object[], rest: object = {}): Plan {
  return readPlan(JSON.stringify({ format_version: "1.2", resource_changes: resourceChanges, ...rest }), "plan.json");
}

/** One resource change as Terraform writes it. */
export function changeOf(address: string, actions: readonly string[], change: object = {}, rest: object = {}): object {
  const [type = ""] = address.split(".");
  return { address, mode: "managed", type, name: "x", provider_name: "x", change: { actions, ...change }, ...rest };
}

export function analyzed(resourceChanges: readonly object[], wishes: Partial<StackContext> = {}): StackAnalysis {
  return analyzeStack(planOf(resourceChanges), stackContext(wishes));
}

/** What is found, as `id severity`. */
export function found({ findings }: StackAnalysis): string[] {
  return findings.map(({ id, severity }) => `${id} ${severity}`).sort();
}
