import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket/index.js";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging/index.js";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls/index.js";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy/index.js";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block/index.js";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration/index.js";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning/index.js";
import { expect, test } from "@jest/globals";
import { PrivateBucket } from "../../../constructs/support/private-bucket.ts";
import type { Protection } from "../../../constructs/support/protection.ts";
import { contextOf } from "../../support/context.ts";
import { statement, statements } from "../../support/statements.ts";
import { type Built, build, only } from "../../support/synth.ts";

const keyArn = "arn:aws:kms:eu-west-1:111122223333:key/k";

function bucket(protection: Protection = "locked", name = "bronze"): Built {
  const lifecycle = { noncurrentDays: 30, abortUploadsAfterDays: 7 };
  const logs = { name: "acme-test-logs", arn: "arn:aws:s3:::acme-test-logs" };
  return build(
    (stack) => new PrivateBucket(stack, "bronze", { context: contextOf(protection), name, keyArn, logs, lifecycle }),
  );
}

test("a name too long for S3 is refused, not cut", () => {
  expect(() => bucket("locked", "b".repeat(60))).toThrow("at most 63 characters");
});

test("plain-text and old TLS connections are denied, on the bucket and on its objects", () => {
  const { policy } = only(bucket(), S3BucketPolicy);
  expect(statement(policy, "PlainText").Condition).toEqual({ Bool: { "aws:SecureTransport": "false" } });
  expect(statement(policy, "OldTls").Condition).toEqual({ NumericLessThan: { "s3:TlsVersion": "1.2" } });
  for (const sid of ["PlainText", "OldTls"]) {
    expect(statement(policy, sid)).toMatchObject({ Principal: "*", Action: ["s3:*"] });
    expect(statement(policy, sid).Resource).toEqual([
      expect.stringMatching(/^\$\{aws_s3_bucket\.\S+\.arn\}$/),
      expect.stringMatching(/^\$\{aws_s3_bucket\.\S+\.arn\}\/\*$/),
    ]);
  }
});

test("uploads under another key or algorithm are denied, and uploads that name none get the bucket's key", () => {
  const { policy } = only(bucket(), S3BucketPolicy);
  const [asked, askedKey] = ["s3:x-amz-server-side-encryption", "s3:x-amz-server-side-encryption-aws-kms-key-id"];
  // Without Null, a negated operator matches uploads that name nothing, and would deny them.
  expect(statement(policy, "OtherKey").Condition).toEqual({
    Null: { [askedKey]: "false" },
    StringNotEquals: { [askedKey]: keyArn },
  });
  expect(statement(policy, "OtherAlgorithm").Condition).toEqual({
    Null: { [asked]: "false" },
    StringNotEquals: { [asked]: "aws:kms" },
  });
  expect(statement(policy, "UnnamedKey").Condition).toEqual({ Null: { [asked]: "false", [askedKey]: "true" } });
  const [rule] = only(bucket(), S3BucketServerSideEncryptionConfigurationA).rule;
  expect(rule).toEqual({
    apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms", kms_master_key_id: keyArn },
    bucket_key_enabled: true,
    blocked_encryption_types: ["SSE-C"],
  });
});

test("every request is recorded in the log bucket, under the day of the request", () => {
  expect(only(bucket(), S3BucketLoggingA)).toMatchObject({
    target_bucket: "acme-test-logs",
    target_prefix: "access/",
    target_object_key_format: { partitioned_prefix: { partition_date_source: "EventTime" } },
  });
});

test("the bucket's policy allows nothing", () => {
  const effects = statements(only(bucket(), S3BucketPolicy).policy).map(({ Effect }) => Effect);
  expect(new Set(effects)).toEqual(new Set(["Deny"]));
});

test("nothing makes the bucket public", () => {
  expect(only(bucket(), S3BucketPublicAccessBlock)).toMatchObject({
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  });
  expect(only(bucket(), S3BucketOwnershipControls).rule.object_ownership).toBe("BucketOwnerEnforced");
});

test("versions are kept before any rule about them exists", () => {
  expect(only(bucket(), S3BucketVersioningA).versioning_configuration.status).toBe("Enabled");
  const lifecycle = only(bucket(), S3BucketLifecycleConfiguration);
  expect(lifecycle.depends_on).toEqual([expect.stringMatching(/^aws_s3_bucket_versioning\./)]);
  expect(lifecycle.transition_default_minimum_object_size).toBe("all_storage_classes_128K");
});

test.each<[Protection, boolean, boolean]>([
  ["ephemeral", true, false],
  ["standard", false, true],
  ["locked", false, true],
])("under %s, destroying empties the bucket: %s; destroying is refused: %s", (protection, emptied, refused) => {
  const { bucket: name, force_destroy, lifecycle } = only(bucket(protection), S3Bucket);
  expect(name).toBe("acme-test-bronze");
  expect(force_destroy).toBe(emptied);
  expect(lifecycle?.prevent_destroy ?? false).toBe(refused);
});
