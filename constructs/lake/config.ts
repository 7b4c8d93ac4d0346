import { z } from "zod";
import { whole } from "../support/fields.ts";
import { type Breach, rule } from "../support/rule.ts";
import { zoneNames } from "../support/zones.ts";

const days = (what: string) => whole(1, 36_500, what);

const lifecycleConfig = z
  .strictObject({
    /** Days until objects move to Standard-IA. S3 refuses fewer than 30. */
    infrequentAfterDays: whole(30, 36_500, "days, S3 moves nothing to Standard-IA before 30").optional(),
    /** Days until objects move to Glacier Flexible Retrieval. */
    archiveAfterDays: days("days until objects are archived").optional(),
    /** Days until objects move to Glacier Deep Archive. */
    deepArchiveAfterDays: days("days until objects are archived deeply").optional(),
    /** Days until objects are deleted; 2555 days are seven years. Kept for ever when not set. */
    expireAfterDays: days("days until objects are deleted").optional(),
    /** Days that a replaced or deleted object stays restorable. */
    noncurrentDays: days("days that replaced objects stay restorable").default(30),
    /** Replaced versions of an object that stay even after noncurrentDays, the newest first; they stay for ever. S3 keeps 100 at most. */
    keepVersions: whole(
      1,
      100,
      "versions of an object, Amazon S3 API reference, NoncurrentVersionExpiration",
    ).optional(),
    /** Days until an upload that was begun and never finished is thrown away. */
    abortUploadsAfterDays: days("days until unfinished uploads are thrown away").default(7),
  })
  .check(rule(lifecycleBreaches))
  .readonly();

export type LifecycleConfig = z.output<typeof lifecycleConfig>;

export const lakeConfig = z
  .strictObject({
    zones: z.record(z.enum(zoneNames), lifecycleConfig.prefault({})).check(rule(quarantineBreaches)).readonly(),
    /** How often S3 lists what each zone holds; it offers no other interval. */
    inventory: z.enum(["Daily", "Weekly"]).default("Weekly"),
  })
  .readonly();

export type LakeConfig = z.output<typeof lakeConfig>;

type Step = "infrequentAfterDays" | "archiveAfterDays" | "deepArchiveAfterDays" | "expireAfterDays";
const steps: readonly Step[] = ["infrequentAfterDays", "archiveAfterDays", "deepArchiveAfterDays", "expireAfterDays"];

/**
 * Days that S3 keeps an object in a class at least, or bills as if it did (S3 user guide, "Constraints and considerations
 * for transitions"). Objects only ever move to colder storage.
 */
const leastStay: Readonly<Record<string, { readonly days: number; readonly storage: string }>> = {
  infrequentAfterDays: { days: 30, storage: "Standard-IA" },
  archiveAfterDays: { days: 90, storage: "Glacier Flexible Retrieval" },
  deepArchiveAfterDays: { days: 180, storage: "Glacier Deep Archive" },
};

function* lifecycleBreaches(config: Partial<Record<Step, number | undefined>>): Iterable<Breach> {
  const given = steps.filter((step) => config[step] !== undefined);
  for (const [index, step] of given.entries()) {
    const before = given[index - 1];
    if (before === undefined) continue;
    const stay = leastStay[before];
    const least = (config[before] ?? 0) + (stay?.days ?? 1);
    if (stay === undefined || (config[step] ?? 0) >= least) continue;
    yield {
      path: [step],
      also: [[before]],
      rule: `it must come at least ${stay.days} days after ${before} (${config[before]}), for S3 bills that long in ${stay.storage}`,
      remedy: `Use ${least} or more`,
    };
  }
}

/** What failed a check may hold what must not be kept, and nobody looks at it for ever. */
function* quarantineBreaches({ quarantine }: { quarantine: LifecycleConfig }): Iterable<Breach> {
  if (quarantine.expireAfterDays !== undefined) return;
  yield {
    path: ["quarantine", "expireAfterDays"],
    rule: "objects in quarantine must be deleted some day",
    remedy: "Say after how many days, like 90",
  };
}
