import { expect, test } from "@jest/globals";
import { awsProvider, type Provider, temporaryCloud } from "./sample.ts";

const service = { Principal: { Service: "cloudtrail.amazonaws.com" } };

function lockable(aws: Provider, status?: string) {
  const bucket = "audit-logs";
  aws.create("aws_s3_bucket", { bucket, object_lock_enabled: true });
  const versioning =
    status && aws.create("aws_s3_bucket_versioning", { bucket, versioning_configuration: [{ status }] });
  return { bucket, versioning: versioning || {} };
}

test("a trail is refused until its bucket's policy lets it write", () => {
  const aws = awsProvider(temporaryCloud());
  const { bucket } = lockable(aws);
  const trail = () => aws.create("aws_cloudtrail", { name: "audit", s3_bucket_name: bucket });
  expect(trail).toThrow(/InsufficientS3BucketPolicyException/);
  aws.create("aws_s3_bucket_policy", { bucket, policy: JSON.stringify({ Statement: [service] }) });
  expect(trail().name).toBe("audit");
});

test("a trail is refused a key that it may not use", () => {
  const aws = awsProvider(temporaryCloud());
  const { bucket } = lockable(aws);
  aws.create("aws_s3_bucket_policy", { bucket, policy: JSON.stringify({ Statement: [service] }) });
  const trail = (policy: string) => {
    const { arn } = aws.create("aws_kms_key", { policy });
    return aws.create("aws_cloudtrail", { name: "audit", s3_bucket_name: bucket, kms_key_id: arn ?? null });
  };
  expect(() => trail("{}")).toThrow(/InsufficientEncryptionPolicyException/);
  expect(trail(JSON.stringify({ Statement: [service] })).name).toBe("audit");
});

test("objects are locked only where versions are kept, and then versions are kept for good", () => {
  const rule = [{ default_retention: [{ mode: "COMPLIANCE", days: 1 }] }];
  const lock = (aws: Provider, bucket: string) =>
    aws.create("aws_s3_bucket_object_lock_configuration", { bucket, rule });
  const bare = awsProvider(temporaryCloud());
  expect(() => lock(bare, lockable(bare).bucket)).toThrow(/InvalidBucketState/);
  const aws = awsProvider(temporaryCloud());
  const { bucket, versioning } = lockable(aws, "Enabled");
  expect(lock(aws, bucket).bucket).toBe(bucket);
  const suspended = { versioning_configuration: [{ status: "Suspended" }] };
  expect(() => aws.update("aws_s3_bucket_versioning", versioning, suspended)).toThrow(/InvalidBucketState/);
});

test("a budget of nothing is refused", () => {
  const budget = { name: "monthly", budget_type: "COST", time_unit: "MONTHLY", limit_unit: "USD" };
  const aws = awsProvider(temporaryCloud());
  expect(() => aws.create("aws_budgets_budget", { ...budget, limit_amount: "0" })).toThrow(/it must be more than 0/);
  expect(aws.create("aws_budgets_budget", { ...budget, limit_amount: "10" }).name).toBe("monthly");
});

test("a subscription by e-mail waits for somebody to confirm it, one by https does not", () => {
  const aws = awsProvider(temporaryCloud());
  const { arn: topic_arn = null } = aws.create("aws_sns_topic", { name: "alerts" });
  const subscribe = (protocol: string, endpoint: string) =>
    aws.create("aws_sns_topic_subscription", { topic_arn, protocol, endpoint }).pending_confirmation;
  expect([subscribe("email", "a@example.com"), subscribe("https", "https://example.com")]).toEqual([true, false]);
});
