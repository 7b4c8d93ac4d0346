import type { PlannedChange } from "../plan/planned-change.ts";
import { at, first } from "../plan/values.ts";

/** What stands at an attribute of each column, by the column's name; an empty list where nothing does. */
function columnsWith(values: PlannedChange["before"], path: string): ReadonlyMap<string, string> {
  const [list = "", own = ""] = path.split(".");
  return new Map(at(values, list).map((column) => [nameOf(column), JSON.stringify(at(column, own))]));
}

/** Whether a column that was protected is so no longer; which place in the list it has means nothing. */
export function losesOfColumn({ type, before, after }: PlannedChange, path: string): boolean {
  const now = columnsWith(after, path);
  // A column that a table no longer declares is dropped, which is found by itself; a view shows it all the same.
  const elsewhere = type === "snowflake_table" ? "dropped" : "[]";
  return [...columnsWith(before, path)].some(
    ([name, value]) => value !== "[]" && (now.get(name) ?? elsewhere) === "[]",
  );
}

/** Whether a column is protected by something else than before. */
export function exchangesOfColumn({ before, after }: PlannedChange, path: string): boolean {
  const now = columnsWith(after, path);
  return [...columnsWith(before, path)].some(
    ([name, value]) => value !== "[]" && ![undefined, "[]", value].includes(now.get(name)),
  );
}

/** Tables and views call it by other names. */
function nameOf(column: unknown): string {
  return String(first(column, "name") ?? first(column, "column_name"));
}
