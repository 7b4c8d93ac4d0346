import { z } from "zod";
import { differences } from "../preview/plan/difference.ts";
import type { Plan, ResourceChange } from "../preview/plan/plan.ts";
import { isValues, type Path } from "../preview/plan/values.ts";
import { sha256 } from "./envelope.ts";

const change = z.strictObject({
  actions: z.string(),
  /** Why Terraform replaces or deletes it, in its own word. */
  reason: z.string().optional(),
  previousAddress: z.string().optional(),
  /** Attributes that change, as JSON pointers → a digest of what they were and will be; null where that is known only when applied. */
  attributes: z.record(z.string(), z.string().nullable()),
});

/** What a plan does, without values: address → change. Two plans that do the same have the same. */
export const changeSet = z.record(z.string(), change);
export type ChangeSet = z.output<typeof changeSet>;
export type ReviewedChange = ChangeSet[string];

/**
 * What a plan does to resources; data sources, which are only read, left out.
 * @param source of a plan of a simulated cloud, only what the configuration itself says holds in another cloud
 */
export function changeSetOf(plan: Plan, source: "own cloud" | "simulated cloud" = "own cloud"): ChangeSet {
  const literal = source === "simulated cloud" ? literals(plan) : undefined;
  const entries = plan.resource_changes.filter(acts).map((resource) => {
    const { address, previous_address, deposed, action_reason, change } = resource;
    const known = literal === undefined ? () => true : knownOf(literal.get(withoutIndex(address)));
    const entry: ReviewedChange = {
      actions: [...change.actions, ...(isValues(change.importing) ? ["import"] : [])].join(" "),
      ...(action_reason !== undefined && { reason: action_reason }),
      ...(previous_address !== undefined && { previousAddress: previous_address }),
      attributes: attributesOf(resource, known),
    };
    return [deposed === undefined ? address : `${address} (deposed ${deposed})`, entry] as const;
  });
  return Object.fromEntries(entries);
}

/** Whether an apply of the plan would change a resource or an output. */
export function changesAnything({ resource_changes, output_changes }: Plan): boolean {
  return resource_changes.some(acts) || Object.values(output_changes).some(({ actions }) => actions.join() !== "no-op");
}

function acts({ mode, address, previous_address, change }: ResourceChange): boolean {
  if (mode === "data") return false;
  const moved = previous_address !== undefined && previous_address !== address;
  return change.actions.join() !== "no-op" || moved || isValues(change.importing);
}

function attributesOf({ change }: ResourceChange, known: (path: Path) => boolean): ReviewedChange["attributes"] {
  // What is deleted is gone whatever its attributes are.
  if (change.actions.join() === "delete") return {};
  const { before, after, after_unknown: unknown } = change;
  const found = differences({ before: before ?? undefined, after: after ?? undefined, unknown, opens: () => true });
  return Object.fromEntries(
    found.flatMap(({ path, before, after, unknown }) => {
      if (!known(path)) return [];
      return [[pointer(path), unknown ? null : digest([before ?? null, after ?? null])] as const];
    }),
  );
}

/** https://www.rfc-editor.org/rfc/rfc6901 */
function pointer(path: Path): string {
  return path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** Half of it tells values apart well enough. */
function digest(value: unknown): string {
  return sha256(canonical(value)).slice(0, 32);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, item) =>
    isValues(item) ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : item,
  );
}

function knownOf(names: ReadonlySet<string> | undefined): (path: Path) => boolean {
  return ([name]) => names?.has(String(name)) ?? false;
}

/** Attributes and blocks that the configuration writes out, without reading anything that a cloud or another stack says. */
function literals({ configuration }: Plan): ReadonlyMap<string, ReadonlySet<string>> {
  const resources = configuration?.root_module.resources ?? [];
  return new Map(
    resources.map(({ address, expressions }) => {
      const names = Object.entries(expressions).filter(([, expression]) => !reads(expression));
      return [address, new Set(names.map(([name]) => name))];
    }),
  );
}

function reads(expression: unknown): boolean {
  if (Array.isArray(expression)) return expression.some(reads);
  if (!isValues(expression)) return false;
  if (Object.hasOwn(expression, "constant_value")) return false;
  return Object.hasOwn(expression, "references") || Object.values(expression).some(reads);
}

function withoutIndex(address: string): string {
  return address.replace(/\[[^\]]*\]$/, "");
}
