import { rm } from "node:fs/promises";
import { join } from "node:path";
import { ConfigurationError } from "../../constructs/support/errors.ts";
import { terraform } from "../../rehearsal/terraform.ts";
import { makePlanFile } from "../bundle/plan-file.ts";
import { markOf } from "../bundle/state-mark.ts";
import type { AttributeChange } from "../preview/document.ts";
import { type Plan, readPlan } from "../preview/plan/plan.ts";
import { type PlannedChange, plannedChange } from "../preview/plan/planned-change.ts";
import { opens, shownDifferences } from "../preview/shown/redaction.ts";
import { eventsOf, problemsOf } from "../rehearsed-stack.ts";
import type { StackPlace } from "../stack-places.ts";
import type { Expectations } from "./expectations.ts";

/** A resource that is not as Terraform left it. */
export interface DriftedResource {
  readonly address: string;
  readonly type: string;
  readonly what: "changed" | "deleted";
  /** Empty for what is deleted. Values only where they may be seen. */
  readonly attributes: readonly AttributeChange[];
}

export interface StackDrift {
  readonly stack: string;
  /** False for a stack that nobody has deployed: there is nothing to compare. */
  readonly deployed: boolean;
  readonly drifted: readonly DriftedResource[];
  /** Addresses at which everything that changed is expected to. */
  readonly expected: readonly string[];
}

interface Looking {
  readonly expectations: Expectations;
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

const planFile = "drift.tfplan";

/** Compares a stack's state with what its cloud holds, and changes neither. */
export async function stackDrift(place: StackPlace, looking: Looking): Promise<StackDrift> {
  const { stack } = place;
  const { expectations, signal, report } = looking;
  const run = { ...place, signal };
  report(`${stack}: init`);
  const init = await terraform(["init", "-input=false", "-no-color"], run);
  if (init.code !== 0) throw new ConfigurationError([`${stack}: ${(init.stderr || init.stdout).trim()}`]);
  if ((await markOf(place, signal)) === null) return { stack, deployed: false, drifted: [], expected: [] };
  report(`${stack}: refresh`);
  try {
    makePlanFile(join(place.cwd, planFile));
    // Without a lock: the role that plans cannot write one, and nothing is changed.
    const args = ["plan", "-refresh-only", "-lock=false", "-input=false", "-json", `-out=${planFile}`];
    const plan = await terraform(args, run);
    const problems = problemsOf(plan, eventsOf(plan));
    if (problems.length > 0) throw new ConfigurationError(problems.map((problem) => `${stack}: ${problem}`));
    const shown = await terraform(["show", "-json", planFile], run);
    if (shown.code !== 0) throw new ConfigurationError([`${stack}: ${shown.stderr.trim()}`]);
    expectations.meet(stack, addressesIn(shown.stdout));
    return { stack, deployed: true, ...judged(stack, readPlan(shown.stdout, stack), expectations) };
  } finally {
    await rm(join(place.cwd, planFile), { force: true });
  }
}

export function judged(
  stack: string,
  { resource_drift }: Plan,
  expectations: Expectations,
): Pick<StackDrift, "drifted" | "expected"> {
  const drifted: DriftedResource[] = [];
  const expected: string[] = [];
  for (const resource of resource_drift) {
    const { type, mode } = resource;
    const around = { construct: "", mayReplace: false, configured: undefined };
    const change = plannedChange(resource, { ...around, opens: (path) => opens(type, path) });
    if (change === undefined || mode === "data") continue;
    const unexpected = change.differences.filter(({ name }) => !expectations.covers(stack, change.address, name));
    if (change.action === "delete") drifted.push(deleted(change));
    else if (unexpected.length > 0) drifted.push(changed({ ...change, differences: unexpected }));
    else if (change.differences.length > 0) expected.push(change.address);
  }
  return { drifted: drifted.sort(deletedFirst), expected };
}

function deleted({ address, type }: PlannedChange): DriftedResource {
  return { address, type, what: "deleted", attributes: [] };
}

function changed(change: PlannedChange): DriftedResource {
  const { address, type } = change;
  return { address, type, what: "changed", attributes: shownDifferences(change) };
}

function deletedFirst(one: DriftedResource, other: DriftedResource): number {
  if (one.what !== other.what) return one.what === "deleted" ? -1 : 1;
  return one.address < other.address ? -1 : 1;
}

/** Addresses of all that the state holds, whether it drifted or not. */
function addressesIn(plan: string): string[] {
  const { prior_state: state, planned_values: planned } = Object(JSON.parse(plan));
  const resources = [state?.values, planned].flatMap((values) => Object(Object(values).root_module).resources ?? []);
  return [...new Set(resources.map((resource) => String(Object(resource).address)))];
}
