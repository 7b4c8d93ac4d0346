import { changesAt, isUnknown, type PlannedChange } from "../preview/plan/planned-change.ts";
import { quantityOf } from "../preview/plan/quantity.ts";
import { at, first, isValues } from "../preview/plan/values.ts";
import { type Interruption, interruptions } from "../preview/risk/interruptions.ts";
import { unversioned } from "../preview/risk/kubernetes-object.ts";
import { type Policy, told } from "./policy.ts";

const byType = Map.groupBy(interruptions, ({ type }) => unversioned(type));

/** Interruptions of a change in place; one sentence for those that mean the same. */
export const interruption: readonly Policy[] = [
  {
    id: "running-interrupted",
    risk: "R4",
    severity: told,
    why: "Something that runs stops, restarts or does something else from then on",
    remedy: "Apply in a quiet hour, one change at a time, and watch its alarms",
    look: (change) => {
      if (change.action !== "update") return [];
      const met = (byType.get(unversioned(change.type)) ?? []).filter((entry) => happens(change, entry));
      const paths = Map.groupBy(met, ({ what }) => what);
      return [...paths].map(([what, entries]) => `${entries.map(({ path }) => path).join(", ")}: ${what}`);
    },
  },
];

function happens(change: PlannedChange, { path, when }: Interruption): boolean {
  if (changesAt(change, path).length === 0) return false;
  if (when === "gone") return isGone(change, path);
  if (when === undefined || isUnknown(change, path)) return true;
  const before = first(change.before, path);
  const after = first(change.after, path);
  if (when === "unset") return after === undefined;
  if (when !== "lower") return String(after) === when && String(before) !== when;
  return isLower(before, after);
}

/** Whether a block that stood has no equal any more, in whatever order they are written and with what is empty left out. */
function isGone({ before, after }: PlannedChange, path: string): boolean {
  const [old, now] = [before, after].map((values) => at(values, path).map(written));
  return old?.some((block) => !now?.includes(block)) ?? false;
}

function written(block: unknown): string {
  const names = Object.keys(Object(block)).filter((name) => at(block, name).length > 0);
  return JSON.stringify(names.sort().map((name) => [name, at(block, name)]));
}

/** Of a map of limits, whether any is lower or new. */
function isLower(before: unknown, after: unknown): boolean {
  if (isValues(before) && isValues(after)) {
    return Object.entries(after).some(([name, now]) => !Object.hasOwn(before, name) || isLower(before[name], now));
  }
  const [old, now] = [before, after].map(quantityOf);
  return old !== undefined && (now === undefined || now < old);
}
