import type { Breach } from "../support/rule.ts";
import { each } from "../support/soundness.ts";

/** Who administers what the functional roles come to own. */
const top = "SYSADMIN";

interface Declared {
  readonly roles: Readonly<Record<string, { readonly heldBy: readonly string[] }>>;
}

/** Whatever a role owns, SYSADMIN administers: each chain of holders ends there, and none leaves the declared roles or runs in a circle. */
export function* hierarchyBreaches({ roles }: Declared): Iterable<Breach> {
  yield* each(roles, function* ({ heldBy }, name) {
    const at = ["roles", name, "heldBy"];
    yield* each(heldBy, function* (holder, index) {
      if (holder === top || Object.hasOwn(roles, holder)) return;
      yield {
        path: [...at, index],
        rule: `it must be ${top} or a role of this environment (${Object.keys(roles).join(", ")})`,
        remedy: "Name one of them or declare the role",
      };
    });
    if (!heldBy.every((holder) => holder === top || Object.hasOwn(roles, holder))) return;
    const loop = heldBy.find((holder) => reaches(roles, holder, name, new Set()));
    if (loop !== undefined) {
      yield { path: at, rule: `the role must not hold itself, and through ${loop} it does`, remedy: `Remove ${loop}` };
    } else if (!reaches(roles, name, top, new Set())) {
      yield {
        path: at,
        rule: `a chain of holders must reach ${top}, which administers what the role owns`,
        remedy: `Add ${top}, or a role that it holds`,
      };
    }
  });
}

/** Whether `to` holds `from`, directly or through others. */
function reaches(roles: Declared["roles"], from: string, to: string, seen: Set<string>): boolean {
  if (from === to) return true;
  if (seen.has(from) || !Object.hasOwn(roles, from)) return false;
  seen.add(from);
  return (roles[from]?.heldBy ?? []).some((holder) => reaches(roles, holder, to, seen));
}
