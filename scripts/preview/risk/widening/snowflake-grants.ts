import { changesAt, type PlannedChange } from "../../plan/planned-change.ts";
import { at, first } from "../../plan/values.ts";
import { addedPrivileges, givings } from "./grants.ts";

/** The provider takes a role by its name, or by its fully qualified one, which stands in quotes. */
export function bareName(name: unknown): unknown {
  return typeof name === "string" ? name.replace(/^"([^"]*)"$/, "$1") : name;
}

/** What its receiver had before: nothing where a replacement gives the right to somebody else. */
export function hadBefore(change: PlannedChange): PlannedChange["before"] {
  const moves =
    change.action === "replace" &&
    givings.some(({ type, to }) => type === change.type && changesAt(change, to).length > 0);
  return moves ? undefined : change.before;
}

/** What is granted, beside privileges. */
const granted = ["role_name", "database_role_name", "application_role_name", "on"];

/** Whether a grant whose receiver stays gives him more than before: another role, more privileges, or the same on more. */
export function givesMore(change: PlannedChange): boolean {
  if (!change.type.startsWith("snowflake_grant_")) return false;
  if (addedPrivileges(change).length > 0) return true;
  if (change.action !== "replace") return false;
  return (
    granted.some((path) => changesAt(change, path).length > 0) || !reach(change.after).startsWith(reach(change.before))
  );
}

/** As a text that begins like that of whatever holds it: `all TABLES A.S.` of a schema, `all TABLES A.S.T.` of a table in it. */
function reach(values: PlannedChange["after"]): string {
  const objects = "on_schema_object";
  const place = (all: string) => first(values, `${all}.in_schema`) ?? first(values, `${all}.in_database`);
  const name = first(values, `${objects}.object_name`);
  if (name !== undefined) return bare(`all ${first(values, `${objects}.object_type`)}S ${name}.`);
  const kind = ["all", "future"].find((kind) => place(`${objects}.${kind}`) !== undefined);
  if (kind !== undefined) {
    const all = `${objects}.${kind}`;
    return bare(`${kind} ${first(values, `${all}.object_type_plural`)} ${place(all)}.`);
  }
  return JSON.stringify(
    ["on_account", "on_account_object", "on_schema", "on_database", objects].map((path) => at(values, path)),
  );
}

function bare(text: string): string {
  return text.replaceAll('"', "");
}
