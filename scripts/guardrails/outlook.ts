import { outputAt } from "../preview/plan/output-readers.ts";
import { isUnknown, type PlannedChange } from "../preview/plan/planned-change.ts";
import { endingOf } from "../preview/risk/holdings.ts";
import { unknownAttributes } from "../preview/risk/known-attributes.ts";
import { shownPath } from "../preview/shown/redaction.ts";
import type { Policy, Sighting, StackView } from "./policy.ts";

/** What names an object, by which its provider tells whether it is the same. */
const identities = [
  "name",
  "bucket",
  "cluster_name",
  "registry_name",
  "schema_name",
  "identifier",
  "database",
  "schema",
  "metadata.name",
];

export const outlook: readonly Policy[] = [
  {
    id: "output-still-read",
    risk: "R5",
    severity: "block",
    why: "The next plan of the stack that reads it fails, and until then it works with a value of nothing",
    remedy: "Keep the output; remove its readers, deploy them, and remove it after that",
    survey: removedReadings,
  },
  {
    id: "identity-unknown",
    risk: "R4",
    severity: "warn",
    why: "Whether it stays the same object is known only when applied",
    remedy: "Compute the name from the declaration, not from another resource",
    look: (change) => {
      if (change.action !== "update" || endingOf(change.type).kind === "stateless") return [];
      // What the configuration does not say, the provider reads back.
      const { configured } = change;
      const said = identities.filter((path) => configured?.has(path.split(".")[0] ?? "") ?? true);
      const unknown = said.filter((path) => isUnknown(change, path) && isSetBefore(change, path));
      return unknown.length > 0 ? [`${unknown.join(", ")} is known only when applied`] : [];
    },
  },
  {
    id: "change-not-understood",
    risk: "R3",
    severity: "note",
    why: "Nothing here knows what a change of it does, so it ranks above a plain one",
    remedy: "Read the provider's page of the type; then list the attribute in scripts/preview/risk/ with its source",
    look: (change) => {
      if (change.action !== "update" || change.data) return [];
      const paths = [...new Set(unknownAttributes(change).map((path) => shownPath(path.slice(0, 1))))];
      return paths.length > 0 ? [`Nothing is known of a change of ${paths.slice(0, 5).join(", ")}`] : [];
    },
  },
  {
    id: "change-deferred",
    risk: "R4",
    severity: "warn",
    why: "Terraform cannot plan it before others are applied: what it will do is not in this plan",
    remedy: "Apply what it waits for first, and look at a second plan",
    survey: ({ plan }) =>
      plan.deferred_changes.map(({ resource_change: { address } }) => ({
        address,
        what: "It is deferred to a later plan",
      })),
  },
  {
    id: "check-failed",
    risk: "R2",
    severity: "warn",
    why: "A condition that the configuration states does not hold",
    remedy: "Look at its message where the plan was made",
    survey: ({ plan }) =>
      plan.checks
        .filter(({ status }) => status === "fail" || status === "error")
        .map(({ address }) => ({ address: address.to_display, what: "A check fails" })),
  },
];

function isSetBefore({ before }: PlannedChange, path: string): boolean {
  const value = outputAt(before, path.split("."));
  return typeof value === "string" || outputAt(before, ["metadata", "0", "name"]) !== undefined;
}

function removedReadings({ plan, context }: StackView): Sighting[] {
  const before = outputs(plan, "before");
  const after = outputs(plan, "after");
  const gone = context.readings.filter(({ path }) => {
    const [name = ""] = path;
    // An output that the plan does not speak of stays as it is.
    if (!Object.hasOwn(plan.output_changes, name)) return false;
    return holds(before, path) && !holds(after, path) && !isLater(plan, path);
  });
  const readers = Map.groupBy(gone, ({ path }) => shownPath([...path]));
  return [...readers].map(([address, by]) => ({
    address,
    what: `${[...new Set(by.map(({ by }) => by))].join(", ")} still reads it, and it is gone after the apply`,
    // A deploy of all layers brings the reader's next configuration right after it.
    ...(by.every(({ ends }) => ends) && { severity: "warn" as const }),
  }));
}

/** An output of nothing is as good as none to who reads it. */
function holds(outputs: Record<string, unknown>, path: readonly string[]): boolean {
  return (outputAt(outputs, path) ?? undefined) !== undefined;
}

function outputs(plan: StackView["plan"], side: "before" | "after"): Record<string, unknown> {
  return Object.fromEntries(Object.entries(plan.output_changes).map(([name, change]) => [name, change[side]]));
}

/** Whether a part of an output is known only when applied. */
function isLater(plan: StackView["plan"], path: readonly string[]): boolean {
  const [name = "", ...rest] = path;
  const unknown = plan.output_changes[name]?.after_unknown;
  return rest.reduce<unknown>((mark, step) => (mark === true ? true : outputAt(mark, [step])), unknown) === true;
}
