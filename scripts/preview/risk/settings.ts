import { changesAt, isUnknown, type PlannedChange } from "../plan/planned-change.ts";
import { at, first, numberOf, type Values } from "../plan/values.ts";
import { unversioned } from "./kubernetes-object.ts";
import { losesOfColumn } from "./named-columns.ts";
import { namedProtections } from "./protection-names.ts";
import { type ProtectionSetting, protectionSettings } from "./protection-settings.ts";

/** Settings that their service has on where nothing is said; sources: the types' pages of hashicorp/aws. */
const onByDefault = new Set([
  "aws_cloudtrail.enable_logging",
  "aws_cloudtrail.include_global_service_events",
  "aws_msk_cluster.encryption_info.encryption_in_transit.in_cluster",
  "aws_db_instance.delete_automated_backups",
  "aws_rds_cluster.delete_automated_backups",
]);

const byType = Map.groupBy(protectionSettings, ({ type }) => unversioned(type));

/** The settings of a change that are looser after it than before. */
export function loosened(change: PlannedChange): ProtectionSetting[] {
  if (change.action !== "update" && change.action !== "replace") return [];
  const listed = byType.get(unversioned(change.type)) ?? [];
  return [...listed, ...namedProtections(change, listed)].filter((setting) => isLooser(change, setting));
}

function isLooser(change: PlannedChange, setting: ProtectionSetting): boolean {
  const { path, looser, endless, inherits, order, beside } = setting;
  if (changesAt(change, path).length === 0) return false;
  if (beside !== undefined && at(change.after, beside).length > 0) return false;
  const before = valuesOf(change.before, setting);
  const after = valuesOf(change.after, setting);
  const isDefault = onByDefault.has(`${change.type}.${path}`);
  // What is known only when applied may be anything, and a protection that may be gone counts as gone.
  if (isUnknown(change, path) && after.length === 0)
    return looser !== "true" && before.some((value) => !(endless && numberOf(value) === 0) && protects(value, setting));
  switch (looser) {
    case "true":
      return ons(after, isDefault) > ons(before, isDefault);
    case "false":
      return (
        isOn(before, isDefault) && (!isOn(after, isDefault) || offs(change.after, path) > offs(change.before, path))
      );
    case "unset":
      return after.length < before.length;
    case "taken":
      return path.startsWith("column.") ? losesOfColumn(change, path) : isTaken(before, after);
    case "emptied":
      return before.length > 0 && after.length === 0;
    case "different":
      return order === undefined ? isDifferent(before, after) : isLower(before, after, order);
    case "shorter":
      return inherits ? isShorter(inherited(before), inherited(after), {}) : isShorter(before, after, setting);
  }
}

function valuesOf(values: PlannedChange["after"], { path, units }: ProtectionSetting): unknown[] {
  const found = at(values, path);
  if (units === undefined) return found;
  const factors = Object.entries(units);
  return found.map((block) =>
    factors.reduce((sum, [unit, factor]) => sum + factor * (numberOf(first(block, unit)) ?? 0), 0),
  );
}

/** Whether a value is one that can be lost. */
function protects(value: unknown, { looser, order }: ProtectionSetting): boolean {
  return looser === "false" ? isOn([value], false) : order === undefined || value !== order[0];
}

/** Of several blocks that have a switch, how many have it on. Of one that is on by itself, only what is written turns it off. */
function ons(values: readonly unknown[], isDefault: boolean): number {
  return values.length === 0 ? Number(isDefault) : values.filter(isTrue).length;
}

function isOn(values: readonly unknown[], isDefault: boolean): boolean {
  return ons(values, isDefault) > 0;
}

/** Some providers keep a boolean as a text. */
function isTrue(value: unknown): boolean {
  return /^(true|active|enabled)$/i.test(String(value));
}

/** How many of the blocks at a path have the switch off, or do not say. */
function offs(values: Values | undefined, path: string): number {
  const names = path.split(".");
  const [blocks, name] = [names.slice(0, -1).join("."), names.at(-1) ?? ""];
  const all = blocks === "" ? [values] : at(values, blocks);
  return all.filter((block) => !at(block, name).some(isTrue)).length;
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

function isDifferent(before: readonly unknown[], after: readonly unknown[]): boolean {
  return before.length > 0 && (after.length < before.length || after.some((value) => !before.includes(value)));
}

/** Strictest with strictest. Of two values that the order does not tell apart, nobody knows which is looser. */
function isLower(before: readonly unknown[], after: readonly unknown[], order: readonly string[]): boolean {
  const [old = [], now = []] = [before, after].map((values) =>
    values
      .map((value) => ({ value, rank: order.indexOf(String(value)) }))
      .toSorted((one, other) => other.rank - one.rank),
  );
  return old.some(({ value, rank }, index) => {
    const next = now[index] ?? { value: order[0], rank: 0 };
    if (value === next.value || rank === 0 || next.rank === order.length - 1) return false;
    return rank < 0 || next.rank < rank;
  });
}

/** Whether any of several numbers, least with least, is lower than it was. */
function isShorter(
  before: readonly unknown[],
  after: readonly unknown[],
  { endless, fallback }: Pick<ProtectionSetting, "endless" | "fallback">,
): boolean {
  const [old, now] = [before, after].map((values) => {
    const numbers = (values.length === 0 && fallback !== undefined ? [fallback] : values)
      .map((value) => numberOf(value) ?? 0)
      .map((number) => (endless && number === 0 ? Number.POSITIVE_INFINITY : number));
    return numbers.toSorted((a, b) => a - b);
  });
  if (old === undefined || now === undefined) return false;
  // One that is no longer set falls back to the service's default, which is not known here.
  if (now.length === 0) return old.length > 0 && !endless;
  // A first limit, where there was no end.
  if (old.length === 0) return endless === true && now.some(Number.isFinite);
  return now.some((value, index) => value < (old[index] ?? (endless ? Number.POSITIVE_INFINITY : value)));
}
