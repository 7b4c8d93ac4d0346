import { type Configuration, readConfiguration } from "./configuration.ts";
import { planValue } from "./plan.ts";
import type { PlannedStack } from "./planned-stack.ts";

/** A stack's texts as what they say. They are megabytes: read once, and let go before the next stack's. */
export interface ReadStack {
  /** The plan's JSON; undefined where there is none. */
  readonly plan: unknown;
  readonly base?: Configuration;
  readonly head?: Configuration;
}

/** @throws ConfigurationError when a text is not what it must be */
export function readStack({
  stack,
  plan,
  base,
  head,
}: Pick<PlannedStack, "stack" | "plan" | "base" | "head">): ReadStack {
  const is = head === undefined ? undefined : readConfiguration(head, stack);
  const was = base === undefined || base === head ? is : readConfiguration(base, stack);
  return {
    plan: plan === undefined ? undefined : planValue(plan, stack),
    ...(base !== undefined && was && { base: was }),
    ...(is && { head: is }),
  };
}
