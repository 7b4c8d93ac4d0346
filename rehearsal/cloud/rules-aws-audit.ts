import type { Change } from "./account.ts";
import { textAt, textsAt } from "./paths.ts";
import { type Rule, refuse, type Surroundings } from "./rule.ts";

/** What the services that keep records refuse, by type. */
export const AUDIT_RULES: Readonly<Record<string, readonly Rule[]>> = {
  aws_budgets_budget: [amountGiven],
  aws_cloudtrail: [mayWrite, mayEncrypt],
  aws_s3_bucket_object_lock_configuration: [lockKeepsVersions],
};

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html: CloudTrail tries to write before it agrees. */
function mayWrite(change: Change, near: Surroundings): void {
  const bucket = textAt(change.asked ?? {}, "s3_bucket_name");
  if (bucket === undefined || admitsTrails(near.find("aws_s3_bucket_policy", bucket)?.policy)) return;
  refuse(
    change,
    "InsufficientS3BucketPolicyException",
    `the policy of ${bucket} does not let cloudtrail.amazonaws.com write. Allow it, and create the policy first.`,
  );
}

function mayEncrypt(change: Change, near: Surroundings): void {
  const arn = textAt(change.asked ?? {}, "kms_key_id");
  const key = near.list("aws_kms_key").find(({ values }) => values.arn === arn);
  if (!key || admitsTrails(key.values.policy)) return;
  refuse(
    change,
    "InsufficientEncryptionPolicyException",
    `the policy of ${arn} does not let cloudtrail.amazonaws.com use the key. Allow it.`,
  );
}

function admitsTrails(policy: unknown): boolean {
  return typeof policy === "string" && policy.includes("cloudtrail.amazonaws.com");
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-configure.html */
function lockKeepsVersions(change: Change, near: Surroundings): void {
  const bucket = textAt(change.asked ?? {}, "bucket");
  if (bucket === undefined) return;
  const versions = near.find("aws_s3_bucket_versioning", bucket) ?? {};
  if (textAt(versions, "versioning_configuration.status") === "Enabled") return;
  refuse(
    change,
    "InvalidBucketState",
    `${bucket} keeps no versions, and Object Lock needs them. Enable versioning first.`,
  );
}

/** https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Budget.html */
function amountGiven(change: Change): void {
  const amounts = textsAt(change.asked ?? {}, "limit_amount");
  if (amounts.every((amount) => Number(amount) > 0)) return;
  refuse(change, "InvalidParameterException", `limit_amount is ${amounts.join()}; it must be more than 0.`);
}
