import { changesAt, isUnknown, type PlannedChange } from "../preview/plan/planned-change.ts";
import { at, first, isValues, numberOf } from "../preview/plan/values.ts";
import { newExpiry } from "../preview/risk/expiry.ts";
import { loosened } from "../preview/risk/settings.ts";
import { loosenedParameter } from "../preview/risk/snowflake-parameters.ts";
import { loosenedTopicSettings } from "../preview/risk/topic-settings.ts";
import { shownValue } from "../preview/shown/redaction.ts";
import { guarded, type Policy } from "./policy.ts";

export const dataLoss: readonly Policy[] = [
  {
    id: "retention-shortened",
    risk: "R5",
    severity: guarded,
    unlockable: true,
    why: "What is older than the new limit is deleted soon after the apply",
    remedy: "Keep the longer time; if nobody needs the older data, say so in a waiver",
    look: (change, { changes, plan }) => [
      ...newExpiry(change, changes),
      ...loosened(change)
        .filter(({ retention }) => retention)
        .map(({ path, means }) => `${means} are kept for a shorter time (${path}${fromTo(change, path)})`),
      ...loosenedParameter(change)
        .filter(({ retention }) => retention)
        .map(({ key, means }) => `${means} are kept for a shorter time (${key})`),
      ...loosenedTopicSettings(change, plan)
        .filter(({ kind }) => kind === "retention")
        .map(({ name, fromTo }) => {
          const values = fromTo === undefined ? "" : `: ${fromTo}`;
          return `Records are kept for a shorter time or by another rule (${plainName(name)}${values})`;
        }),
    ],
  },
  {
    id: "partition-count-lowered",
    risk: "R5",
    severity: "block",
    why: "Kafka cannot take a partition away: the topic would have to be deleted and made again, with all its records",
    remedy: "Keep the number; make another topic with fewer partitions and move producers and consumers to it",
    look: (change) => {
      const { before, after } = partitions(change);
      const fewer = before !== undefined && after !== undefined && after < before;
      return fewer ? [`It goes from ${before} partitions to ${after}`] : [];
    },
  },
  {
    id: "partitions-added",
    risk: "R2",
    severity: "note",
    why: "Records of one key go to another partition from then on, so that their order breaks once",
    remedy: "Let consumers that need the order of a key catch up first",
    look: (change) => {
      const { before, after } = partitions(change);
      const more = change.action === "update" && before !== undefined && after !== undefined && after > before;
      return more ? [`It goes from ${before} partitions to ${after}`] : [];
    },
  },
  {
    id: "column-dropped",
    risk: "R5",
    severity: guarded,
    unlockable: true,
    why: "A column that is no longer declared is dropped with all its values; Glue only forgets it, and who reads it fails",
    remedy: "Keep the column declared; stop writing it first, and drop it in a release of its own",
    look: (change) => {
      const { type, action, before, after } = change;
      const path = columnPaths.get(type);
      if (path === undefined || action !== "update" || changesAt(change, path).length === 0) return [];
      const isCatalog = type === "aws_glue_catalog_table";
      // A catalog says how files are read: they keep what it no longer names.
      const dropped = (what: string) => (isCatalog ? { what, severity: "warn" as const } : what);
      if (isUnknown(change, `${path}.name`)) return [dropped("Which columns it keeps is known only when applied")];
      const kept = columns(after, path);
      const gone = [...columns(before, path).keys()].filter((name) => !kept.has(name));
      return gone.map((name) => dropped(`Column ${shownColumn(change, name)} is dropped`));
    },
  },
  {
    id: "column-type-changed",
    risk: "R4",
    severity: "warn",
    why: "Values that do not fit make the change fail, and readers and loads may expect the old type",
    remedy: "Add a column of the new type beside it, fill it, and move readers over",
    look: (change) => {
      if (change.type !== "snowflake_table" || change.action !== "update") return [];
      const old = columns(change.before);
      return [...columns(change.after)].flatMap(([name, type]) => {
        const before = old.get(name);
        return before !== undefined && before !== type ? [`Column ${shownColumn(change, name)} changes its type`] : [];
      });
    },
  },
  {
    id: "clustering-changed",
    risk: "R2",
    severity: "warn",
    why: "Snowflake rewrites the table in the background, for credits, and queries read more until it has",
    remedy: "Change it when there is little load, and watch the credits of automatic clustering",
    look: (change) =>
      change.type === "snowflake_table" && change.action === "update" && changesAt(change, "cluster_by").length > 0
        ? ["It is clustered by other columns"]
        : [],
  },
];

/** Where topics keep their number of partitions. */
const partitionCounts: ReadonlyMap<string, string> = new Map([
  ["aws_msk_topic", "partition_count"],
  // Provider Mongey/kafka.
  ["kafka_topic", "partitions"],
]);

function partitions({ type, before, after }: PlannedChange): { readonly before?: number; readonly after?: number } {
  const path = partitionCounts.get(type);
  if (path === undefined) return {};
  const [old, now] = [before, after].map((values) => numberOf(first(values, path)));
  return { ...(old !== undefined && { before: old }), ...(now !== undefined && { after: now }) };
}

/** Where tables keep their columns. */
const columnPaths: ReadonlyMap<string, string> = new Map([
  ["snowflake_table", "column"],
  ["aws_glue_catalog_table", "storage_descriptor.columns"],
]);

/** Column → type. */
function columns(values: PlannedChange["before"], path = "column"): ReadonlyMap<string, string> {
  const found = at(values, path).filter(isValues);
  return new Map(found.map(({ name, type }) => [String(name), String(type)]));
}

function shownColumn(change: PlannedChange, name: string): string {
  return shownValue(change, ["column", 0, "name"], name) ?? "(not shown)";
}

function fromTo(change: PlannedChange, path: string): string {
  const [difference] = changesAt(change, path);
  if (difference === undefined) return "";
  const before = shownValue(change, difference.path, difference.before);
  const after = shownValue(change, difference.path, difference.after);
  return before === undefined || after === undefined ? "" : `: ${before} → ${after}`;
}

/** A key of settings, where it is a plain word of Kafka's. */
function plainName(name: string): string {
  return /^[a-z_]+(\.[a-z]+)*$/.test(name) ? name : "a setting";
}
