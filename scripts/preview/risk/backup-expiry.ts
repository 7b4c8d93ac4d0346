import { changesAt, isUnknown, type PlannedChange } from "../plan/planned-change.ts";
import { at, first, isValues, numberOf, type Values } from "../plan/values.ts";

/** How long recovery points of a rule last, where they are made and where they are copied to: vault → days. */
interface BackupRule {
  readonly name: string;
  readonly vault: string;
  readonly days: number;
  readonly copies: ReadonlyMap<string, number>;
}

/** Rules of a backup plan by whose end, or by whose number of days, recovery points are kept for a shorter time. */
export function backupExpiry(change: PlannedChange): string[] {
  if (change.action !== "update" && change.action !== "replace") return [];
  if (changesAt(change, "rule").length === 0) return [];
  if (
    ["rule.lifecycle.delete_after", "rule.copy_action.lifecycle.delete_after"].some((path) => isUnknown(change, path))
  )
    return ["How long recovery points are kept is known only when applied"];
  const [before, after] = [rules(change.before), rules(change.after)];
  const known = new Set(before.map(({ name }) => name));
  const lost = before.filter((old) => {
    const same = after.find(({ name }) => name === old.name);
    // One that is called otherwise from now on, and keeps what it makes in the same place.
    const renamed = after.filter(({ name, vault }) => !known.has(name) && vault === old.vault);
    return !(same === undefined ? renamed : [same]).some((now) => keeps(now, old));
  });
  return lost.length > 0 ? ["Recovery points of a rule are no longer made, or are kept for a shorter time"] : [];
}

function keeps(now: BackupRule, old: BackupRule): boolean {
  return now.days >= old.days && [...old.copies].every(([vault, days]) => (now.copies.get(vault) ?? 0) >= days);
}

function rules(values: PlannedChange["after"]): BackupRule[] {
  return at(values, "rule")
    .filter(isValues)
    .map((rule) => ({
      name: String(rule.rule_name),
      vault: String(rule.target_vault_name),
      days: daysOf(rule),
      copies: new Map(
        at(rule, "copy_action")
          .filter(isValues)
          .map((copy) => [String(copy.destination_vault_arn), daysOf(copy)]),
      ),
    }));
}

/** Without a lifecycle, and with none that ends, they are kept for ever (AWS Backup API, "Lifecycle"). */
function daysOf(values: Values): number {
  return numberOf(first(values, "lifecycle.delete_after")) || Number.POSITIVE_INFINITY;
}
