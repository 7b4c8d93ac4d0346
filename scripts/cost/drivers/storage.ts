import { type Charging, undeclared, unknownSize } from "../charge.ts";
import { exact } from "../fraction.ts";

/** What a bucket keeps, by class. Lifecycle rules move data between classes with time; the declaration says where it lies. */
export const chargeBucket: Charging = (resource, { usage }) => {
  const { values, address } = resource;
  if (typeof values.bucket !== "string") return [unknownSize(resource, "its name")];
  const bucket = declaredFor(values.bucket, Object.keys(usage.buckets), "-");
  if (bucket === undefined) return [undeclared(address, "buckets.<zone>.<class>")];
  return Object.entries(usage.buckets[bucket] ?? {}).map(([storageClass, gib]) => ({
    driver: `Bucket ${bucket}`,
    label: `GiB ${storageClass}`,
    item: `s3.${storageClass}`,
    quantity: exact(gib ?? 0),
    declared: `buckets.${bucket}.${storageClass}`,
  }));
};

/** The declared name that a physical name is or ends in: the longest. */
export function declaredFor(name: string, declared: readonly string[], separator: string): string | undefined {
  const ends = declared.filter((end) => name === end || name.endsWith(separator + end));
  return ends.toSorted((a, b) => b.length - a.length)[0];
}
