import { isUnknown, type PlannedChange } from "../plan/planned-change.ts";
import { at, first, isValues, numberOf, texts, type Values } from "../plan/values.ts";

/**
 * Rules that begin to delete what has been kept: a first rule of something that stands already, one that is switched on, and
 * one that reaches other objects than before. How many days they keep is compared in settings.ts.
 */
export function newExpiry(change: PlannedChange, created: ReadonlySet<string>): string[] {
  if (change.type === "aws_s3_bucket_lifecycle_configuration") return objectExpiry(change, created);
  if (change.type === "aws_ecr_lifecycle_policy") return imageExpiry(change, created);
  return [];
}

function objectExpiry(change: PlannedChange, created: ReadonlySet<string>): string[] {
  const { action, before, after } = change;
  if (!expires(after)) return [];
  if (action === "create")
    return isNew(after, "bucket", created) ? [] : ["Objects of a bucket that stands already expire from then on"];
  const known = expiring(before).map(reachOf);
  const reach =
    ["rule.filter", "rule.prefix"].some((path) => isUnknown(change, path)) ||
    expiring(after).some((rule) => !known.includes(reachOf(rule)));
  return action === "update" && (reach || enabled(after) > enabled(before))
    ? ["Rules that let objects expire are switched on, or reach other objects"]
    : [];
}

/** Rules in force that delete something. Which place in the list they have means nothing. */
function expiring(values: PlannedChange["after"]): Values[] {
  return at(values, "rule")
    .filter(isValues)
    .filter((rule) => rule.status === "Enabled" && expires({ rule }));
}

function reachOf({ filter, prefix }: Values): string {
  return JSON.stringify([at({ filter }, "filter"), prefix || null]);
}

function expires(values: PlannedChange["after"]): boolean {
  return ["rule.expiration.days", "rule.noncurrent_version_expiration.noncurrent_days"].some((path) =>
    at(values, path).some((days) => (numberOf(days) ?? 0) > 0),
  );
}

function enabled(values: PlannedChange["before"]): number {
  return at(values, "rule.status").filter((status) => status === "Enabled").length;
}

function isNew(values: PlannedChange["after"], path: string, created: ReadonlySet<string>): boolean {
  return texts(first(values, path)).every((name) => created.has(name));
}

function imageExpiry(change: PlannedChange, created: ReadonlySet<string>): string[] {
  const { action, before, after } = change;
  if (action === "create")
    return isNew(after, "repository", created)
      ? []
      : ["Images of a repository that stands already expire from then on"];
  if (action !== "update" && action !== "replace") return [];
  const [old, now] = [before, after].map((values) => counts(first(values, "policy")));
  // The same number of rules with no lower number among them keep at least as much; of all else nobody knows.
  const keeps =
    old !== undefined &&
    now !== undefined &&
    old.length === now.length &&
    now.every((count, index) => count >= (old[index] ?? 0));
  return keeps && !isUnknown(change, "policy") ? [] : ["Images are kept by another rule"];
}

/** `countNumber` of each rule (ECR user guide, "Lifecycle policy properties"). */
function counts(text: unknown): number[] | undefined {
  if (typeof text !== "string") return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    if (!isValues(parsed)) return undefined;
    return at(parsed, "rules.selection.countNumber").map((count) => numberOf(count) ?? 0);
  } catch {
    return undefined;
  }
}
