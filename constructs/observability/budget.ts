import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget/index.js";
import { Construct } from "constructs";
import type { PlatformContext } from "../support/context.ts";
import { physicalName } from "../support/names.ts";
import type { ObservabilityConfig, Severity } from "./config.ts";

export interface BudgetProps {
  readonly context: PlatformContext;
  readonly config: ObservabilityConfig;
  readonly topicArns: Readonly<Record<Severity, string>>;
}

/**
 * Watches what the account costs in a month. The whole account, not what carries this environment's tags: a tag counts
 * only once someone has activated it for billing, and a budget that counts nothing is worse than two that count the same.
 */
export class Budget extends Construct {
  constructor(scope: Construct, id: string, { context, config, topicArns }: BudgetProps) {
    super(scope, id);
    new BudgetsBudget(this, "monthly", {
      name: physicalName("budget", context, "monthly"),
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: String(config.monthlyBudgetUsd),
      limitUnit: "USD",
      notification: [
        passes("ACTUAL", 80, topicArns.warning),
        passes("FORECASTED", 100, topicArns.warning),
        passes("ACTUAL", 100, topicArns.critical),
      ],
    });
  }
}

function passes(notificationType: "ACTUAL" | "FORECASTED", threshold: number, topicArn: string) {
  return {
    comparisonOperator: "GREATER_THAN",
    notificationType,
    threshold,
    thresholdType: "PERCENTAGE",
    subscriberSnsTopicArns: [topicArn],
  };
}
