import type { PlannedChange } from "../../plan/planned-change.ts";
import { isValues, type Values } from "../../plan/values.ts";

/** How many columns a job's contract no longer demands a mask of. */
export function columnsUnprotected({ type, action, before, after }: PlannedChange): number {
  if (!/^kubernetes_config_map(_v1)?$/.test(type) || action !== "update") return 0;
  const kept = protectedColumns(after);
  // What is known only when applied may hold all of them.
  if (kept === undefined) return 0;
  return Object.keys(protectedColumns(before) ?? {}).filter((column) => !Object.hasOwn(kept, column)).length;
}

/** `publish.access.protects` of the contract, as jobs/contract-terms.ts has it; undefined where there is none. */
function protectedColumns(values: Values | undefined): Values | undefined {
  const { data } = Object(values);
  const columns = Object(Object(Object(contractIn(Object(data)["contract.json"])).publish).access).protects;
  return isValues(columns) ? columns : undefined;
}

function contractIn(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}
