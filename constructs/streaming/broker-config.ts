import { z } from "zod";
import { whole } from "../support/fields.ts";
import { rule } from "../support/rule.ts";
import { expressPartitions, standardPartitions } from "./broker-sizes.ts";
import { storageBreaches } from "./rules.ts";

const gibibytes = whole(1, 16384, "GiB of EBS storage per broker, Amazon MSK quota");

/** All brokers together; the same number in every zone. */
const count = whole(2, 60, "brokers of a cluster with KRaft, Amazon MSK quota");

/** Brokers with disks of their own, whose storage, copies and configuration are ours to choose. */
const standardBrokers = z
  .strictObject({
    kind: z.literal("standard"),
    size: z.enum(sizesOf(standardPartitions)),
    count,
    /** EBS storage per broker. It starts at `initial`, grows by itself up to `max` and never shrinks; a change of `initial` means nothing to a cluster that exists. */
    storageGib: z.strictObject({ initial: gibibytes, max: gibibytes }).readonly(),
    /** TIERED lets topics keep what is older than their `localRetentionHours` in cheaper storage. A cluster cannot go back to LOCAL (Amazon MSK developer guide, "Tiered storage"). */
    storageMode: z.enum(["LOCAL", "TIERED"]).default("LOCAL"),
  })
  .check(rule(storageBreaches))
  .readonly();

/** Brokers whose storage MSK runs: paid by what lies in it, with three copies in three zones. */
const expressBrokers = z
  .strictObject({ kind: z.literal("express"), size: z.enum(sizesOf(expressPartitions)), count })
  .readonly();

/** A cluster stays of the kind it was made as: MSK converts neither into the other (Amazon MSK developer guide, "Amazon MSK broker types"). */
export const brokersConfig = z.discriminatedUnion("kind", [standardBrokers, expressBrokers], {
  error: ({ code }) => (code === "invalid_union" ? "it must be standard or express. Write one of them" : undefined),
});

export type BrokersConfig = z.output<typeof brokersConfig>;

function sizesOf<T extends object>(partitions: T): [keyof T & string, ...(keyof T & string)[]] {
  return Object.keys(partitions) as [keyof T & string];
}
