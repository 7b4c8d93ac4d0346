import type { TerraformEvent } from "../../terraform-events.ts";

/** As the simulated provider says it: rehearsal/cloud/replacement.ts. */
const summary = "This change may replace the object";

/** Addresses that a rehearsed plan changes in place though the real provider may replace them. */
export function replacementDoubts(events: readonly TerraformEvent[]): ReadonlySet<string> {
  return new Set(
    events.flatMap(({ diagnostic }) =>
      diagnostic?.summary === summary && diagnostic.address !== undefined ? [diagnostic.address] : [],
    ),
  );
}
