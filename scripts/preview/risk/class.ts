import { type Finding, type Risk, risks } from "../document.ts";
import { ends, type PlannedChange } from "../plan/planned-change.ts";
import { isAccess, isKey } from "./access-types.ts";
import { endingOf } from "./holdings.ts";

/** The worst of several; R0 of none. */
export function worst(found: readonly Risk[]): Risk {
  return found.reduce<Risk>((most, risk) => (risks.indexOf(risk) > risks.indexOf(most) ? risk : most), "R0");
}

/** The class of a change: what the action alone means, or what a policy found of it, whichever is worse. */
export function classOf(change: PlannedChange, findings: readonly Finding[]): Risk {
  return worst([ofAction(change), ...findings.map(({ risk }) => risk)]);
}

function ofAction(change: PlannedChange): Risk {
  if (change.data) return "R0";
  if (ends(change)) return endingOf(change.type).kind === "stateless" ? "R4" : "R5";
  switch (change.action) {
    case "create":
      return "R1";
    case "forget":
      return "R2";
    case "update":
      return touchesAccess(change) ? "R3" : "R2";
    default:
      return "R0";
  }
}

function touchesAccess({ type, differences }: PlannedChange): boolean {
  return differences.some(
    ({ path, before, unknown }) => isAccess(type, path) || (isKey(path) && (before !== undefined || unknown)),
  );
}
