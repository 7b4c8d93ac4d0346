import { changesAt, isUnknown, type PlannedChange } from "../plan/planned-change.ts";
import { at, numberOf, type Values } from "../plan/values.ts";
import { unversioned } from "./kubernetes-object.ts";
import { losesOfColumn } from "./named-columns.ts";
import { type ProtectionSetting, protectionSettings } from "./protection-settings.ts";

/** Settings that their service has on where nothing is said; sources: the types' pages of hashicorp/aws. */
const onByDefault = new Set([
  "aws_cloudtrail.enable_logging",
  "aws_cloudtrail.include_global_service_events",
  "aws_msk_cluster.encryption_info.encryption_in_transit.in_cluster",
]);

const byType = Map.groupBy(protectionSettings, ({ type }) => unversioned(type));

/** The settings of a change that are looser after it than before. */
export function loosened(change: PlannedChange): ProtectionSetting[] {
  if (change.action !== "update" && change.action !== "replace") return [];
  return (byType.get(unversioned(change.type)) ?? []).filter((setting) => isLooser(change, setting));
}

function isLooser(change: PlannedChange, setting: ProtectionSetting): boolean {
  const { path, looser, endless, inherits, beside } = setting;
  if (changesAt(change, path).length === 0) return false;
  const before = at(change.before, path);
  const after = at(change.after, path);
  // What is known only when applied may be anything, and a protection that may be gone counts as gone.
  if (beside !== undefined && at(change.after, beside).length > 0) return false;
  if (isUnknown(change, path) && after.length === 0)
    return looser === "other than Retain"
      ? before.includes("Retain")
      : before.some((value) => !(endless && numberOf(value) === 0)) && looser !== "true";
  switch (looser) {
    case "true":
      return after.filter(isTrue).length > before.filter(isTrue).length;
    case "false":
      return (
        wasOn(change, path, before) && (!after.some(isTrue) || offs(change.after, path) > offs(change.before, path))
      );
    case "unset":
      return after.length < before.length;
    case "taken":
      return path.startsWith("column.") ? losesOfColumn(change, path) : isTaken(before, after);
    case "emptied":
      return before.length > 0 && after.length === 0;
    case "other than Retain":
      return before.includes("Retain") && after.some((value) => value !== "Retain");
    case "different":
      return before.length > 0 && (after.length < before.length || after.some((value) => !before.includes(value)));
    case "shorter":
      return inherits
        ? isShorter(inherited(before), inherited(after), false)
        : isShorter(before, after, endless ?? false);
  }
}

/** Some providers keep a boolean as a text. */
function isTrue(value: unknown): boolean {
  return String(value) === "true";
}

/** How many of the blocks at a path have the switch off, or do not say. */
function offs(values: Values | undefined, path: string): number {
  const names = path.split(".");
  const [blocks, name] = [names.slice(0, -1).join("."), names.at(-1) ?? ""];
  const all = blocks === "" ? [values] : at(values, blocks);
  return all.filter((block) => !at(block, name).some(isTrue)).length;
}

/** Of one that is on by itself, only what is written turns it off. */
function wasOn({ type, after }: PlannedChange, path: string, before: readonly unknown[]): boolean {
  if (before.length > 0 || !onByDefault.has(`${type}.${path}`)) return before.map(String).includes("true");
  return at(after, path).map(String).includes("false");
}

/** Whether something of a list is gone, whatever came instead. */
function isTaken(before: readonly unknown[], after: readonly unknown[]): boolean {
  const left = new Set(after.map((value) => JSON.stringify(value)));
  return before.some((value) => !left.has(JSON.stringify(value)));
}

/** What is inherited is not known here: longer than nothing, and maybe shorter than any day. */
function inherited(days: readonly unknown[]): number[] {
  const own = days.map(numberOf).filter((number) => number !== undefined && number >= 0);
  return own.length > 0 ? own.map(Number) : [0.5];
}

/** Whether any of several numbers, least with least, is lower than it was. */
function isShorter(before: readonly unknown[], after: readonly unknown[], endless: boolean): boolean {
  const [old, now] = [before, after].map((values) => {
    const numbers = values
      .map((value) => numberOf(value) ?? 0)
      .map((number) => (endless && number === 0 ? Number.POSITIVE_INFINITY : number));
    return numbers.toSorted((a, b) => a - b);
  });
  if (old === undefined || now === undefined) return false;
  // One that is no longer set falls back to the service's default, which is not known here.
  if (now.length === 0) return old.length > 0 && !endless;
  // A first limit, where there was no end.
  if (old.length === 0) return endless && now.some(Number.isFinite);
  return now.some((value, index) => value < (old[index] ?? (endless ? Number.POSITIVE_INFINITY : value)));
}
