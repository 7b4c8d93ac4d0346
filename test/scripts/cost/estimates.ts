import type { Environment } from "../../../environments/environment.ts";
import { prod } from "../../../environments/prod.ts";
import { estimateCost } from "../../../scripts/cost/estimate.ts";
import { type PriceFile, readPrices } from "../../../scripts/cost/prices.ts";
import { type StackResources, stackResources } from "../../../scripts/cost/stack-resources.ts";
import { readUsage } from "../../../scripts/cost/usage.ts";
import type { Cost } from "../../../scripts/preview/document.ts";

export interface Wishes {
  readonly environment?: Environment;
  readonly usage?: object;
  readonly prices?: PriceFile;
  readonly today?: string;
}

/** Type and name → values: what a stack holds at one time. */
export type Standing = Readonly<Record<string, object>>;

/** An estimate of one stack, from what a plan of Terraform would say. */
export function estimated(before: Standing, after: Standing, wishes: Wishes = {}): Cost {
  const plan = { format_version: "1.2", prior_state: { values: valuesOf(before) }, planned_values: valuesOf(after) };
  return estimateOf([stackResources({ stack: "prod-data", plan: JSON.stringify(plan) })], wishes);
}

/** Dollars a month, by line of the bill: what a resource costs when it is new. */
export function costOf(standing: Standing, wishes: Wishes = {}): Record<string, number> {
  const { drivers } = estimated({}, standing, wishes);
  return Object.fromEntries(drivers.map(({ what, after }) => [what, after]));
}

/** What of it is in no sum. */
export function unpricedOf(standing: Standing, wishes: Wishes = {}): string[] {
  return estimated({}, standing, wishes).unpriced;
}

export function estimateOf(stacks: readonly StackResources[], wishes: Wishes = {}): Cost {
  return estimateCost(stacks, {
    environment: wishes.environment ?? prod,
    usage: readUsage("prod", { prod: { monthlyStepUsd: 100, ...wishes.usage } }),
    prices: wishes.prices ?? readPrices(),
    today: wishes.today ?? "2026-11-21",
  });
}

function valuesOf(standing: Standing) {
  const resources = Object.entries(standing).map(([address, values]) => {
    const [type] = address.split(".");
    return { address, mode: "managed", type, values };
  });
  return { root_module: { resources } };
}
