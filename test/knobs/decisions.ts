import { adviseReplacement } from "../../rehearsal/cloud/replacement.ts";
import type { Values } from "../../rehearsal/value.ts";
import { isChanged, proposed, reopenedBy, triggersOf } from "./proposal.ts";
import { References, type Stack } from "./references.ts";
import { typeFacts } from "./type-facts.ts";

export type Action = "create" | "update" | "replace" | "delete";

export interface Decided {
  /** By address; without the resources that are left alone. */
  readonly actions: ReadonlyMap<string, Action>;
  /** Whether the stacks that read this one are given something else. */
  readonly handsOverOther: boolean;
}

/** What a plan makes of a stack that stands as `before` says. Decided as the simulated providers decide, from the same facts. */
export function decisions(before: Stack, after: Stack): Decided {
  const fresh = new Map<string, ReadonlySet<string> | "all">();
  const was = new References(before);
  for (;;) {
    const will = new References(after, fresh);
    const actions = new Map<string, Action>();
    let settled = true;
    for (const address of new Set([...before.resources.keys(), ...after.resources.keys()])) {
      const decided = decide(address, was, will);
      if (decided === undefined) continue;
      actions.set(address, decided.action);
      if (renew(fresh, address, decided.renewed)) settled = false;
    }
    if (settled) return { actions, handsOverOther: JSON.stringify(was.output()) !== JSON.stringify(will.output()) };
  }
}

interface Decision {
  readonly action: Action;
  /** The attributes that nobody knows before the plan is applied. */
  readonly renewed: ReadonlySet<string> | "all";
}

function decide(address: string, was: References, will: References): Decision | undefined {
  const [prior, next] = [was.resource(address), will.resource(address)];
  if (next === undefined) return { action: "delete", renewed: new Set() };
  if (prior === undefined) return { action: "create", renewed: "all" };
  const triggered = triggersOf(next).some((trigger) => was.text(trigger) !== will.text(trigger));
  return triggered ? { action: "replace", renewed: "all" } : changeOf(address, prior, next);
}

function changeOf(address: string, prior: Values, next: Values): Decision | undefined {
  const { type, schema, kind } = typeFacts(address);
  const planned = proposed(schema, prior, next);
  if (!isChanged(schema, prior, planned)) return undefined;
  const { replace, findings } = adviseReplacement(type, schema, prior, planned);
  if (findings.length > 0) throw new Error(`${address}: ${findings.map(({ detail }) => detail).join(" ")}`);
  if (replace.length > 0) return { action: "replace", renewed: "all" };
  return { action: "update", renewed: reopenedBy(kind, schema, prior, planned) };
}

/** Notes what will be new; whether that was news. */
function renew(
  fresh: Map<string, ReadonlySet<string> | "all">,
  address: string,
  renewed: Decision["renewed"],
): boolean {
  const known = fresh.get(address);
  if (known === "all" || (renewed !== "all" && [...renewed].every((name) => known?.has(name)))) return false;
  fresh.set(address, renewed);
  return true;
}
