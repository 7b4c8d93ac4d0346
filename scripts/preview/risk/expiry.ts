import { changesAt, isUnknown, type PlannedChange } from "../plan/planned-change.ts";
import { at, first, isValues, numberOf, texts, type Values } from "../plan/values.ts";
import { backupExpiry } from "./backup-expiry.ts";
import { objectExpiry } from "./lifecycle.ts";

/**
 * Rules that begin to delete what has been kept: a first rule of something that stands already, and one that deletes sooner, or
 * other things, than those before it.
 */
export function newExpiry(change: PlannedChange, changes: readonly PlannedChange[]): string[] {
  switch (change.type) {
    case "aws_ecr_lifecycle_policy":
      return imageExpiry(change, changes);
    case "aws_backup_plan":
      return backupExpiry(change);
    default:
      return objectExpiry(change, changes);
  }
}

function imageExpiry(change: PlannedChange, changes: readonly PlannedChange[]): string[] {
  const { action, before, after } = change;
  if (action === "create")
    return isNew(after, changes) ? [] : ["Images of a repository that stands already expire from then on"];
  if ((action !== "update" && action !== "replace") || changesAt(change, "policy").length === 0) return [];
  const [old, now] = [before, after].map((values) => imageRules(first(values, "policy")));
  const keeps = old !== undefined && now !== undefined && keepsImages(old, now);
  return keeps && !isUnknown(change, "policy") ? [] : ["Images are kept by another rule"];
}

function isNew(values: PlannedChange["after"], changes: readonly PlannedChange[]): boolean {
  const made = changes.filter(
    ({ type, action, data }) => type === "aws_ecr_repository" && action === "create" && !data,
  );
  return texts(first(values, "repository")).every((name) => made.some(({ after }) => first(after, "name") === name));
}

interface ImageRule {
  readonly tagStatus: unknown;
  /** Which images, by what count, and what becomes of them. */
  readonly selection: string;
  readonly count: number;
}

/**
 * ECR user guide, "How lifecycle policies work": an image that matches the tags of a rule cannot expire by a later one, and one
 * for `any` images is always the last. So a rule for tagged images keeps them from that one also where it expires none; without
 * such a rule for untagged images, only superseded ones are reached.
 */
function keepsImages(before: readonly ImageRule[], after: readonly ImageRule[]): boolean {
  const covered = after.every(({ selection, count }) =>
    before.some((old) => old.selection === selection && old.count <= count),
  );
  const bared =
    after.some(({ tagStatus }) => tagStatus === "any") &&
    before.some((old) => old.tagStatus === "tagged" && !after.some(({ selection }) => selection === old.selection));
  return covered && !bared;
}

/** ECR user guide, "Lifecycle policy properties". The order of an array means nothing, in the policy and in its lists. */
function imageRules(text: unknown): ImageRule[] | undefined {
  if (typeof text !== "string") return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    if (!isValues(parsed)) return undefined;
    return at(parsed, "rules")
      .filter(isValues)
      .map(({ selection, action }) => {
        const { countNumber, ...rest } = isValues(selection) ? selection : {};
        return {
          tagStatus: rest.tagStatus,
          selection: spelled({ ...rest, action }),
          count: numberOf(countNumber) ?? 0,
        };
      });
  } catch {
    return undefined;
  }
}

function spelled(values: Values): string {
  const entries = Object.entries(values).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.toSorted() : value,
  ]);
  return JSON.stringify(entries.toSorted(([one], [other]) => String(one).localeCompare(String(other))));
}
