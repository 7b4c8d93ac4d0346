import { ConfigurationError } from "../../../constructs/support/errors.ts";
import { terraform } from "../../../rehearsal/terraform.ts";
import { markOf, type StateMark } from "../../bundle/state-mark.ts";
import type { StackPlace } from "../../stack-places.ts";
import { isValues, type Values } from "../plan/values.ts";

/** A stack as its state has it now. */
export interface Standing {
  /** Null for a stack that nobody has deployed. */
  readonly state: StateMark | null;
  /** Output → value. */
  readonly outputs: Values;
}

export interface Reading {
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

/**
 * Initializes a stack and reads its state, without a lock: the role that plans cannot write one.
 * @throws ConfigurationError when Terraform cannot
 */
export async function standingOf(place: StackPlace, { signal, report }: Reading): Promise<Standing> {
  report(`${place.stack}: init`);
  const run = { ...place, signal };
  const init = await terraform(["init", "-input=false", "-no-color"], run);
  if (init.code !== 0) throw new ConfigurationError([(init.stderr || init.stdout).trim()]);
  const state = await markOf(place, signal);
  if (state === null) return { state, outputs: {} };
  const { code, stdout, stderr } = await terraform(["output", "-json", "-no-color"], run);
  if (code !== 0) throw new ConfigurationError([stderr.trim()]);
  const outputs = Object.entries(Object(JSON.parse(stdout)));
  return {
    state,
    outputs: Object.fromEntries(outputs.map(([name, output]) => [name, isValues(output) ? output.value : undefined])),
  };
}
