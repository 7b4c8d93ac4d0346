import type { Environment } from "../../environments/environment.ts";
import { synthesized } from "../../scripts/goldens.ts";
import { type Decided, decisions } from "./decisions.ts";
import { type Stack, stackOf } from "./references.ts";

// The engine's own switch: traces of where each token was made are half of a synthesis, and nobody reads them here.
process.env.CDKTN_DISABLE_CREATION_STACK = "1";

export function stacksOf(environment: Environment): Map<string, Stack> {
  return new Map([...synthesized(environment)].map(([name, json]) => [name, stackOf(json)]));
}

/** What the plans of an environment's stacks would say, by stack, were each planned before any is applied. */
export function planned(before: ReadonlyMap<string, Stack>, after: Environment): Map<string, Decided> {
  const nothing: Stack = { resources: new Map(), data: new Map(), output: undefined };
  return new Map([...stacksOf(after)].map(([name, stack]) => [name, decisions(before.get(name) ?? nothing, stack)]));
}
