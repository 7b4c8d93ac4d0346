import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../environments/environment.ts";
import { unlock } from "../../environments/unlock.ts";
import { readWaivers } from "../../environments/waivers.ts";
import type { BundledStack } from "../bundle/bundle.ts";
import { Refused } from "../bundle/refused.ts";
import { waived } from "../guardrails/waived.ts";
import { analyzeStack } from "../preview/analysis.ts";
import type { Finding } from "../preview/document.ts";
import { readConfiguration } from "../preview/plan/configuration.ts";
import type { Plan } from "../preview/plan/plan.ts";
import { environmentContext } from "../preview/stack-context.ts";
import type { StackPlace } from "../stack-places.ts";

interface Judging {
  readonly environment: Environment;
  readonly place: StackPlace;
  /** Of the preview that was reviewed. */
  readonly reviewed: readonly Finding[];
}

/**
 * A stack that is planned again shows what nobody could know when it was reviewed: a policy that names what its upstream has
 * made. What the guardrails forbid in it and nobody has seen is not applied.
 * @throws Refused when there is any of that
 */
export function refuseUnseen(plan: Plan, { name, layer }: BundledStack, judging: Judging): void {
  const { environment, place, reviewed } = judging;
  const permission = unlock(environment.name);
  const { findings } = analyzeStack(plan, {
    environment: environmentContext(environment),
    stack: name,
    layer,
    status: "planned",
    provisional: [],
    problems: [],
    readings: [],
    doubts: new Set(),
    head: readConfiguration(readFileSync(join(place.cwd, "cdk.tf.json"), "utf8"), name),
    ...(permission && { unlock: permission }),
  });
  const seen = new Set(reviewed.filter(({ stack }) => stack === name).map(({ id, address }) => `${id} ${address}`));
  const today = new Date().toISOString().slice(0, 10);
  const unseen = waived(findings, readWaivers(), { environment: environment.name, today, stacks: [] }).filter(
    ({ severity, waived, stack, id, address }) =>
      severity === "block" && waived === undefined && stack === name && !seen.has(`${id} ${address}`),
  );
  if (unseen.length === 0) return;
  throw new Refused("blocked", [
    `${name}: planned again, a guardrail forbids what could not be seen when it was reviewed. Nothing of it is applied. Make a new preview, and correct what it says.`,
    ...unseen.map(({ id, address, what, remedy }) => `${name}/${address}: ${id}. ${what} ${remedy}`),
  ]);
}
