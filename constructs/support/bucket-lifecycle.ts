import type {
  S3BucketLifecycleConfigurationRule,
  S3BucketLifecycleConfigurationRuleTransition,
} from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js";

/** How a bucket's objects age. Days count from an object's creation; what is not set does not happen. */
export interface ObjectLifecycle {
  readonly infrequentAfterDays?: number | undefined;
  readonly archiveAfterDays?: number | undefined;
  readonly deepArchiveAfterDays?: number | undefined;
  readonly expireAfterDays?: number | undefined;
  /** Days that a replaced or deleted object stays restorable. */
  readonly noncurrentDays: number;
  /** Replaced versions that stay even then, the newest first. */
  readonly keepVersions?: number | undefined;
  readonly abortUploadsAfterDays: number;
}

const storageClasses = [
  ["infrequentAfterDays", "STANDARD_IA"],
  ["archiveAfterDays", "GLACIER"],
  ["deepArchiveAfterDays", "DEEP_ARCHIVE"],
] as const;

/** The S3 rules for the whole bucket: one for what is current, one for what is left over. */
export function lifecycleRules(lifecycle: ObjectLifecycle): S3BucketLifecycleConfigurationRule[] {
  return [...currentRules(lifecycle), leftoverRule(lifecycle)];
}

function currentRules(lifecycle: ObjectLifecycle): S3BucketLifecycleConfigurationRule[] {
  const transition = transitions(lifecycle);
  const { expireAfterDays } = lifecycle;
  if (transition.length === 0 && expireAfterDays === undefined) return [];
  const expiration = expireAfterDays === undefined ? [] : [{ days: expireAfterDays }];
  return [{ id: "current", status: "Enabled", filter: [{}], transition, expiration }];
}

function transitions(lifecycle: ObjectLifecycle): S3BucketLifecycleConfigurationRuleTransition[] {
  return storageClasses.flatMap(([step, storageClass]) => {
    const days = lifecycle[step];
    return days === undefined ? [] : [{ days, storageClass }];
  });
}

/** S3 takes an expiry in days and the removal of orphaned delete markers in separate rules only. */
function leftoverRule(lifecycle: ObjectLifecycle): S3BucketLifecycleConfigurationRule {
  const { noncurrentDays, keepVersions } = lifecycle;
  return {
    id: "leftovers",
    status: "Enabled",
    filter: [{}],
    expiration: [{ expiredObjectDeleteMarker: true }],
    noncurrentVersionExpiration: [{ noncurrentDays, newerNoncurrentVersions: keepVersions }],
    abortIncompleteMultipartUpload: [{ daysAfterInitiation: lifecycle.abortUploadsAfterDays }],
  };
}
