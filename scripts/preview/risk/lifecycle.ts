import { changesAt, isUnknown, type PlannedChange } from "../plan/planned-change.ts";
import { at, first, isValues, numberOf, texts, type Values } from "../plan/values.ts";

/** Where each type keeps rules by which objects are deleted; the bucket's own are the older spelling of the other's. */
const places: ReadonlyMap<string, string> = new Map([
  ["aws_s3_bucket_lifecycle_configuration", "rule"],
  ["aws_s3_bucket", "lifecycle_rule"],
]);

/** Of what is known only when applied, what would let more be deleted; of a filter that is not known, all objects are assumed. */
const deciding = ["expiration.days", "expiration.date", "noncurrent_version_expiration.noncurrent_days"];

/** Which objects a rule reaches: those that have all of it. */
interface Scope {
  readonly prefix: string;
  readonly tags: ReadonlyMap<string, unknown>;
  readonly above: number;
  readonly below: number;
}

/** What one rule in force deletes. */
interface Deletion extends Scope {
  readonly of: "objects" | "old versions of objects";
  /** In days, or, where a rule names a day, the day itself: the two are not compared with one another. */
  readonly unit: "days" | "date";
  readonly when: number;
  /** So many newer versions are kept whatever their age. */
  readonly kept: number;
}

/**
 * What a change lets expire that no rule before it let expire as soon. Each rule counts by what it deletes: the number of days of
 * another one, for other objects, keeps nothing (S3 user guide, "Lifecycle configuration elements").
 */
export function objectExpiry(change: PlannedChange, changes: readonly PlannedChange[]): string[] {
  const place = places.get(change.type);
  const { action, before, after } = change;
  if (place === undefined || after === undefined || action === "delete" || changesAt(change, place).length === 0)
    return [];
  const bucket = first(after, "bucket");
  const stands = before !== undefined && first(before, "bucket") === bucket;
  if (!stands && (change.type === "aws_s3_bucket" || isNew(bucket, changes))) return [];
  if (isLater(change, place)) return ["Which objects expire, and when, is known only when applied"];
  const old = stands ? deletions(before, place) : [];
  const sooner = deletions(after, place).filter((now) => !old.some((known) => covers(known, now)));
  const said = stands ? "expire sooner, or others than before" : "of a bucket that stands already expire from then on";
  return [...new Set(sooner.map(({ of }) => `${of} ${said}`))];
}

/** Whether what would be deleted is known only when applied. */
function isLater({ unknown, after }: PlannedChange, place: string): boolean {
  const marks = isValues(unknown) ? unknown[place] : unknown;
  if (!Array.isArray(marks)) return marks === true;
  const rules = at(after, place);
  return marks.some((mark, index) =>
    deciding.some((path) => isUnknown({ unknown: mark }, path) && !isReadBack(rules[index], path)),
  );
}

/** Beside a date, or in a rule for markers only, nobody can set the days: the provider reads back what stands there. */
function isReadBack(rule: unknown, path: string): boolean {
  const { date, expired_object_delete_marker: markers } = Object(first(rule, "expiration"));
  return path === "expiration.days" && (markers === true || typeof date === "string");
}

function isNew(bucket: unknown, changes: readonly PlannedChange[]): boolean {
  const made = changes.filter(({ type, action, data }) => type === "aws_s3_bucket" && action === "create" && !data);
  return texts(bucket).every((name) => made.some(({ after }) => first(after, "bucket") === name));
}

function deletions(values: Values, place: string): Deletion[] {
  return at(values, place)
    .filter(isValues)
    .filter((rule) => rule.status !== "Disabled" && rule.enabled !== false)
    .flatMap((rule) => {
      const scope = scopeOf(rule);
      const number = (path: string) => numberOf(first(rule, path)) ?? 0;
      const days = number("expiration.days");
      const date = Date.parse(String(first(rule, "expiration.date")));
      const since =
        number("noncurrent_version_expiration.noncurrent_days") || number("noncurrent_version_expiration.days");
      const kept = number("noncurrent_version_expiration.newer_noncurrent_versions");
      const objects = { ...scope, of: "objects", kept: 0 } as const;
      return [
        ...(days > 0 ? [{ ...objects, unit: "days", when: days } as const] : []),
        ...(Number.isNaN(date) ? [] : [{ ...objects, unit: "date", when: date } as const]),
        ...(since > 0 || kept > 0
          ? [{ ...scope, of: "old versions of objects", unit: "days", when: since, kept } as const]
          : []),
      ];
    });
}

/** The same filter may be written in several places. */
function scopeOf(rule: Values): Scope {
  const prefixes = ["filter.prefix", "filter.and.prefix", "prefix"].flatMap((path) => texts(first(rule, path)));
  const maps = ["filter.and.tags", "tags"].flatMap((path) => at(rule, path).filter(isValues).flatMap(Object.entries));
  const pairs = at(rule, "filter.tag")
    .filter(isValues)
    .map(({ key, value }): [string, unknown] => [String(key), value]);
  // 0 stands for no limit.
  const sizes = (name: string) =>
    [`filter.${name}`, `filter.and.${name}`].flatMap((path) => numberOf(first(rule, path)) || []);
  return {
    prefix: prefixes[0] ?? "",
    tags: new Map([...maps, ...pairs]),
    above: Math.max(0, ...sizes("object_size_greater_than")),
    below: Math.min(Number.POSITIVE_INFINITY, ...sizes("object_size_less_than")),
  };
}

/** Whether a rule already deletes, as soon, all that another one deletes. */
function covers(known: Deletion, other: Deletion): boolean {
  return (
    known.of === other.of &&
    known.unit === other.unit &&
    known.when <= other.when &&
    known.kept <= other.kept &&
    other.prefix.startsWith(known.prefix) &&
    [...known.tags].every(([key, value]) => other.tags.get(key) === value) &&
    known.above <= other.above &&
    known.below >= other.below
  );
}
