import { ConfigurationError } from "../../../constructs/support/errors.ts";
import type { Action } from "../document.ts";
import { type Difference, differences } from "./difference.ts";
import type { ResourceChange } from "./plan.ts";
import { isValues, type Path, type Values } from "./values.ts";

/** A change as the plan has it, values included: it stays in memory, and what may be seen of it goes through redaction.ts. */
export interface PlannedChange {
  readonly address: string;
  readonly previousAddress?: string;
  readonly type: string;
  /** A data source, which is only read. */
  readonly data: boolean;
  /** Path of the construct within its stack; empty where nothing says it. */
  readonly construct: string;
  readonly action: Action;
  /** Imported in the same plan, whatever else happens to it. */
  readonly imported: boolean;
  /** The provider may replace it though the plan does not say so. */
  readonly mayReplace: boolean;
  /** Why Terraform replaces or deletes it, in its own word. */
  readonly reason: string | undefined;
  readonly before: Values | undefined;
  readonly after: Values | undefined;
  /** `after_unknown` of the plan. */
  readonly unknown: unknown;
  readonly sensitive: { readonly before: unknown; readonly after: unknown };
  /** Attributes whose change makes the provider replace it. */
  readonly replacePaths: readonly Path[];
  readonly differences: readonly Difference[];
  /** Attributes that the configuration sets; undefined where the plan does not say. */
  readonly configured: ReadonlySet<string> | undefined;
  /** As the synthesized stack writes it, references and all: what it says of a value that is known only when applied. */
  readonly declared?: Values | undefined;
}

interface Surroundings {
  readonly construct: string;
  readonly mayReplace: boolean;
  readonly configured: ReadonlySet<string> | undefined;
  readonly declared?: Values | undefined;
  /** Whether an attribute that is added or removed as a whole is taken apart. */
  readonly opens: (path: Path) => boolean;
}

const simpleActions: Readonly<Record<string, Action>> = {
  create: "create",
  update: "update",
  delete: "delete",
  read: "read",
  forget: "forget",
  "delete create": "replace",
  "create delete": "replace",
  // The old object leaves the state and stays: https://developer.hashicorp.com/terraform/internals/json-format#change-representation
  "create forget": "replace",
};

/** What a plan does to a resource; nothing where it does nothing. */
export function plannedChange(planned: ResourceChange, around: Surroundings): PlannedChange | undefined {
  const { address, previous_address, type, mode, deposed, change } = planned;
  const action = actionOf(planned);
  if (action === undefined) return undefined;
  const before = change.before ?? undefined;
  const after = change.after ?? undefined;
  return {
    address: deposed === undefined ? address : `${address} (deposed ${deposed})`,
    ...(previous_address !== undefined && previous_address !== address && { previousAddress: previous_address }),
    type,
    data: mode === "data",
    construct: around.construct,
    action,
    imported: isValues(change.importing),
    mayReplace: around.mayReplace && action === "update",
    reason: planned.action_reason,
    before,
    after,
    unknown: change.after_unknown,
    sensitive: { before: change.before_sensitive, after: change.after_sensitive },
    replacePaths: change.replace_paths ?? [],
    differences: differences({ before, after, unknown: change.after_unknown, opens: around.opens }),
    configured: around.configured,
    declared: around.declared,
  };
}

function actionOf({ address, previous_address, change }: ResourceChange): Action | undefined {
  const actions = change.actions.join(" ");
  if (actions === "no-op") {
    if (isValues(change.importing)) return "import";
    return previous_address !== undefined && previous_address !== address ? "move" : undefined;
  }
  const action = simpleActions[actions];
  if (action !== undefined) return action;
  throw new ConfigurationError([
    `${address}: the plan's actions are ${JSON.stringify(change.actions)}; they must be ones that this version of plinth knows. Plan with an older Terraform, or update plinth.`,
  ]);
}

/** Whether the old object is gone after the change, or may be. */
export function ends({ action, mayReplace }: Pick<PlannedChange, "action" | "mayReplace">): boolean {
  return action === "delete" || action === "replace" || mayReplace;
}

/** The differences at a dotted path, whatever index, and below it. */
export function changesAt({ differences }: Pick<PlannedChange, "differences">, path: string): Difference[] {
  return differences.filter(({ name }) => name === path || isBelow(name, path) || isBelow(path, name));
}

function isBelow(name: string, path: string): boolean {
  return name.length > path.length && name[path.length] === "." && name.startsWith(path);
}

/** Whether the value at a dotted path is known only when applied. */
export function isUnknown({ unknown }: Pick<PlannedChange, "unknown">, path: string): boolean {
  return path
    .split(".")
    .reduce<unknown[]>((found, name) => found.flatMap((mark) => markAt(mark, name)), [unknown])
    .some((mark) => mark === true);
}

function markAt(mark: unknown, name: string): unknown[] {
  if (mark === true) return [true];
  if (Array.isArray(mark)) return mark.flatMap((element) => markAt(element, name));
  if (!isValues(mark) || !Object.hasOwn(mark, name)) return [];
  const found = mark[name];
  return Array.isArray(found) ? found.flat() : [found];
}
