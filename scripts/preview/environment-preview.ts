import type { Environment } from "../../environments/environment.ts";
import type { Unlock } from "../../environments/unlock.ts";
import type { Waiver } from "../../environments/waivers.ts";
import { estimateCost } from "../cost/estimate.ts";
import type { PriceFile } from "../cost/prices.ts";
import { stackResources } from "../cost/stack-resources.ts";
import { readUsage } from "../cost/usage.ts";
import { costStep } from "../guardrails/cost-step.ts";
import { waived } from "../guardrails/waived.ts";
import { analyzeStack, type StackAnalysis, unplanned } from "./analysis.ts";
import type { Cost, EnvironmentPreview, Finding } from "./document.ts";
import { type DeployedReading, deployedReadings } from "./plan/output-readers.ts";
import { planOf } from "./plan/plan.ts";
import type { PlannedStack } from "./plan/planned-stack.ts";
import { type ReadStack, readStack } from "./plan/read-stack.ts";
import { replacementDoubts } from "./plan/replacement-doubts.ts";
import { environmentContext, type StackContext } from "./stack-context.ts";
import { riskOf, verdictOf } from "./verdict.ts";

interface Around {
  readonly environment: Environment;
  readonly waivers: readonly Waiver[];
  readonly prices: PriceFile;
  readonly unlock?: Unlock | undefined;
  /** As `2026-11-21`. */
  readonly today: string;
}

interface Reading {
  /** Of all stacks. */
  readonly readings: readonly DeployedReading[];
}

/** What a source's plans would do to an environment, what is dangerous about it, and what it costs. */
export function environmentPreview(planned: readonly PlannedStack[], around: Around): EnvironmentPreview {
  const { environment, waivers, unlock, today } = around;
  const { name, protection } = environment;
  const readings = deployedReadings(planned);
  const read = planned.map((stack) => {
    const texts = readStack(stack);
    return { ...analysis(stack, texts, { readings, ...around }), resources: stackResources(stack, texts) };
  });
  const cost = estimateCost(
    read.map(({ resources }) => resources),
    { ...around, usage: readUsage(name) },
  );
  const findings = waived([...read.flatMap(({ findings }) => findings), ...costFindings(cost, around)], waivers, {
    environment: name,
    today,
    stacks: planned.map(({ stack }) => stack),
  });
  const preview = {
    name,
    protection,
    problems: [],
    stacks: read.map(({ stack }) => stack),
    findings,
    cost,
    ...(unlock && { unlocked: unlock.text }),
  };
  return { ...preview, verdict: verdictOf(preview), risk: riskOf(preview) };
}

/** Of an environment that could not even be planned. */
export function failedPreview(name: string, protection: string, problems: readonly string[]): EnvironmentPreview {
  return { name, protection, problems: [...problems], verdict: "failed", risk: "R0", stacks: [], findings: [] };
}

function analysis(own: PlannedStack, { plan, base, head }: ReadStack, around: Around & Reading): StackAnalysis {
  const { stack, layer, status, provisional, problems, events } = own;
  const { environment, unlock, readings } = around;
  const context: StackContext = {
    environment: environmentContext(environment),
    stack,
    layer,
    status,
    provisional,
    problems,
    readings: readings.filter(({ of }) => of === layer),
    doubts: replacementDoubts(events),
    ...(base && { base }),
    ...(head && { head }),
    ...(unlock && { unlock }),
  };
  return plan === undefined ? unplanned(context) : analyzeStack(planOf(plan, stack), context);
}

/** A first deploy costs what it costs: there is no bill yet that it could make grow. */
function costFindings(cost: Cost, { environment: { name } }: Around): Finding[] {
  return cost.before === 0 ? [] : costStep(name, cost, readUsage(name).monthlyStepUsd);
}
