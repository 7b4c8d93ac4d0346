import type { Difference } from "../plan/difference.ts";
import { isUnknown, type PlannedChange } from "../plan/planned-change.ts";
import { at, isValues } from "../plan/values.ts";
import { isLabel } from "./access-types.ts";
import { endingOf } from "./holdings.ts";
import type { ProtectionSetting } from "./protection-settings.ts";

type Named = Omit<ProtectionSetting, "type" | "path"> & { readonly name: RegExp };

/**
 * What providers call alike wherever they have it, for types of which no row says it. Only of what holds data, or may: of the
 * rest, a destroy loses nothing.
 */
const names: readonly Named[] = [
  { name: /(^|_)delet(e|ion)_protection(_enabled)?$/, looser: "false", means: "it may be deleted" },
  { name: /^force_(destroy|delete)$/, looser: "true", means: "a destroy takes what is in it along" },
  {
    name: /^(skip_final_(snapshot|backup)|delete_automated_backups)$/,
    looser: "true",
    means: "a destroy keeps no copy",
  },
  { name: /^(skip_destroy|(create_)?final_snapshot)$/, looser: "false", means: "a destroy keeps no copy" },
  {
    name: /^(recovery|deletion)_(window|period)/,
    looser: "shorter",
    means: "what was deleted can be restored for a shorter time",
  },
  { name: /^(?!performance_insights_).*retention/, looser: "shorter", means: "data", retention: true },
];

/** The settings of a change that are called like a protection and that no row of its type names. */
export function namedProtections(change: PlannedChange, listed: readonly ProtectionSetting[]): ProtectionSetting[] {
  const { type, before, after, configured, differences } = change;
  if (endingOf(type).kind === "stateless") return [];
  const leaves = new Set(
    differences.flatMap((each) => [...leavesOf(each.before, each.name), ...leavesOf(each.after, each.name)]),
  );
  return (
    [...leaves]
      .filter((path) => !listed.some((setting) => setting.path === path) && !isLabel(type, path.split(".")))
      // What the configuration does not say, the provider reads back.
      .filter((path) => !isUnknown(change, path) || (configured?.has(path.split(".")[0] ?? "") ?? true))
      .flatMap((path) => {
        const found = named(path);
        if (found === undefined) return [];
        const { name: _, ...setting } = found;
        const isNumber = [before, after].every((values) =>
          at(values, path).every((value) => typeof value === "number"),
        );
        return setting.looser !== "shorter" || isNumber ? [{ ...setting, type, path }] : [];
      })
  );
}

/** Whether a difference is one of them, and of a kind that is compared. */
export function isNamedProtection(type: string, { name, before, after }: Difference): boolean {
  const found = endingOf(type).kind === "stateless" ? undefined : named(name);
  if (found === undefined) return false;
  const kind = found.looser === "shorter" ? "number" : "boolean";
  return [before, after].every((value) => value === undefined || typeof value === kind);
}

function named(path: string): Named | undefined {
  const leaf = path.slice(path.lastIndexOf(".") + 1);
  return names.find(({ name }) => name.test(leaf));
}

function leavesOf(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((element) => leavesOf(element, path));
  if (!isValues(value)) return value === null ? [] : [path];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, `${path}.${name}`));
}
