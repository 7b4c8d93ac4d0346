import type { PlannedChange } from "../plan/planned-change.ts";
import { first } from "../plan/values.ts";
import { statementsIn } from "./sql-statements.ts";

/** Policies whose body lets everything through from then on; what else a new body does is for a person to read. */
export function openedBody({ type, action, before, after }: PlannedChange): string[] {
  const opens = action === "update" && isOpen(type, after) && !isOpen(type, before);
  return opens
    ? [`body is loosened: ${type === "snowflake_masking_policy" ? "columns" : "rows"} are seen as they are`]
    : [];
}

function isOpen(type: string, values: PlannedChange["after"]): boolean {
  const [only = "", ...more] = statementsIn(String(first(values, "body") ?? ""));
  const bare = only.replace(/^\((.*)\)$/, "$1").trim();
  if (more.length > 0) return false;
  if (type === "snowflake_masking_policy") return bare === String(first(values, "argument.name")).toUpperCase();
  return type === "snowflake_row_access_policy" && /^(TRUE|1 ?= ?1)$/.test(bare);
}
