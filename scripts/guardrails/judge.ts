import type { Protection } from "../../constructs/support/protection.ts";
import { type Finding, risks } from "../preview/document.ts";
import type { Policy, Severity, Sighting, StackView } from "./policy.ts";
import { policies } from "./registry.ts";

/** What the policies find in a stack, the worst first. */
export function judge(view: StackView): Finding[] {
  const found = policies.flatMap((policy) =>
    sightings(policy, view).map((sighting) => finding(policy, sighting, view)),
  );
  return found.toSorted((one, other) => risks.indexOf(other.risk) - risks.indexOf(one.risk));
}

function sightings(policy: Policy, view: StackView): readonly Sighting[] {
  if ("survey" in policy) return policy.survey(view);
  return view.changes.flatMap((change) =>
    policy
      .look(change, view)
      .map((seen) => ({ address: change.address, ...(typeof seen === "string" ? { what: seen } : seen) })),
  );
}

function finding(policy: Policy, { address, what, severity }: Sighting, { context }: StackView): Finding {
  const { id, risk, unlockable, why, remedy } = policy;
  const own = severity ?? severityOf(policy, context.environment.protection);
  const unlocked = own === "block" && unlockable === true && (context.unlock?.covers(address) ?? false);
  return {
    id,
    risk,
    // A deliberate, expiring permission; it takes the place of a waiver and is printed with every preview.
    severity: unlocked ? "warn" : own,
    stack: context.stack,
    address,
    what: sentence(unlocked ? `${what}; PLINTH_UNLOCK permits it` : what),
    why: sentence(why),
    remedy: sentence(remedy),
  };
}

function severityOf({ severity }: Policy, protection: Protection): Severity {
  return typeof severity === "string" ? severity : severity[protection];
}

function sentence(text: string): string {
  const [first = ""] = text;
  return `${/^[a-z]+ /.test(text) ? first.toUpperCase() : first}${text.slice(1)}.`;
}
