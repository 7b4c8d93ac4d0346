import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket/index.js";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging/index.js";
import { S3BucketObjectLockConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration/index.js";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls/index.js";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy/index.js";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block/index.js";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration/index.js";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning/index.js";
import { Construct } from "constructs";
import { accessLogPrefix } from "./access-logs.ts";
import type { BucketReference } from "./bucket-access.ts";
import { lifecycleRules, type ObjectLifecycle } from "./bucket-lifecycle.ts";
import type { PlatformContext } from "./context.ts";
import { stateful } from "./lifecycle.ts";
import { physicalName } from "./names.ts";
import { type Conditions, deny, policyDocument, type Statement } from "./policy.ts";
import { safeguards } from "./protection.ts";

export interface PrivateBucketProps {
  readonly context: PlatformContext;
  /** The last part of the bucket's name. */
  readonly name: string;
  /** The customer managed key of everything in the bucket; S3's own keys where S3 delivers to nothing else. */
  readonly keyArn: string | undefined;
  /** Another name by which uploads may ask for the key. */
  readonly keyAliasArn?: string;
  /** Where S3 records every request to the bucket. Only that place itself has none: its records would be recorded, too. */
  readonly logs: BucketReference | undefined;
  readonly lifecycle: ObjectLifecycle;
  /** Days for which no version of an object can be deleted, and by whom it can all the same: see S3 Object Lock. Only a new bucket can have it. */
  readonly lock?: ObjectLock | undefined;
  /** Further statements of the bucket's policy: what services of AWS may do with it in their own name. */
  readonly admit?: (bucketArn: string) => readonly Statement[];
}

interface ObjectLock {
  readonly mode: "GOVERNANCE" | "COMPLIANCE";
  readonly days: number;
}

/**
 * A versioned bucket that nobody outside the account reaches: encrypted with one key and no other, TLS 1.2 or newer,
 * no ACLs, no public access. It survives `destroy` as the environment's protection says.
 */
export class PrivateBucket extends Construct {
  readonly reference: BucketReference;
  /** Who delivers to the bucket in a name of their own waits for it. */
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    const bucket = createBucket(this, props);
    this.reference = { name: bucket.bucket, arn: bucket.arn };
    closeToPublic(this, bucket);
    encrypt(this, bucket, props.keyArn);
    this.policy = decideRequests(this, bucket, props);
    if (props.logs) recordRequests(this, bucket, props.logs);
    const versioning = keepVersions(this, bucket);
    age(this, bucket, props.lifecycle, versioning);
    if (props.lock) lockObjects(this, bucket, props.lock, versioning);
  }
}

function createBucket(scope: Construct, { context, name, lock }: PrivateBucketProps): S3Bucket {
  return new S3Bucket(scope, "bucket", {
    bucket: physicalName("bucket", context, name),
    forceDestroy: safeguards(context.protection).emptyBuckets,
    ...(lock && { objectLockEnabled: true }),
    lifecycle: stateful(context),
  });
}

function closeToPublic(scope: Construct, bucket: S3Bucket): void {
  new S3BucketPublicAccessBlock(scope, "public-access", {
    bucket: bucket.bucket,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  new S3BucketOwnershipControls(scope, "ownership", {
    bucket: bucket.bucket,
    rule: { objectOwnership: "BucketOwnerEnforced" },
  });
}

function algorithm(keyArn: string | undefined): string {
  return keyArn === undefined ? "AES256" : "aws:kms";
}

function encrypt(scope: Construct, bucket: S3Bucket, keyArn: string | undefined): void {
  new S3BucketServerSideEncryptionConfigurationA(scope, "encryption", {
    bucket: bucket.bucket,
    rule: [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: algorithm(keyArn), kmsMasterKeyId: keyArn },
        // One call to KMS for many objects instead of one each.
        bucketKeyEnabled: keyArn !== undefined,
        // A key that the client brings along is lost with the client.
        blockedEncryptionTypes: ["SSE-C"],
      },
    ],
  });
}

function decideRequests(scope: Construct, bucket: S3Bucket, props: PrivateBucketProps): S3BucketPolicy {
  const everything = [bucket.arn, `${bucket.arn}/*`];
  const principals = "*";
  const plainText = { Bool: { "aws:SecureTransport": "false" } };
  const oldTls = { NumericLessThan: { "s3:TlsVersion": "1.2" } };
  return new S3BucketPolicy(scope, "policy", {
    bucket: bucket.bucket,
    policy: policyDocument(
      deny(["s3:*"], everything, { sid: "PlainText", principals, conditions: plainText }),
      deny(["s3:*"], everything, { sid: "OldTls", principals, conditions: oldTls }),
      ...otherEncryption(`${bucket.arn}/*`, props),
      ...(props.admit?.(bucket.arn) ?? []),
    ),
  });
}

const asked = "s3:x-amz-server-side-encryption";
const askedKey = "s3:x-amz-server-side-encryption-aws-kms-key-id";

/**
 * An upload that names no encryption gets the bucket's own; one that names another is denied, and so is one that names KMS
 * without a key, which S3 would take as its own. A negated operator matches what is absent (IAM user guide, "IAM JSON policy
 * elements: Condition operators"), hence the Null beside it.
 */
function otherEncryption(objects: string, { keyArn, keyAliasArn }: PrivateBucketProps): Statement[] {
  const refuse = (sid: string, conditions: Conditions) =>
    deny(["s3:PutObject"], [objects], { sid, principals: "*", conditions });
  const otherAlgorithm = refuse("OtherAlgorithm", {
    Null: { [asked]: "false" },
    StringNotEquals: { [asked]: algorithm(keyArn) },
  });
  if (keyArn === undefined) return [otherAlgorithm];
  const key = keyAliasArn === undefined ? keyArn : [keyArn, keyAliasArn];
  return [
    otherAlgorithm,
    refuse("OtherKey", { Null: { [askedKey]: "false" }, StringNotEquals: { [askedKey]: key } }),
    refuse("UnnamedKey", { Null: { [asked]: "false", [askedKey]: "true" } }),
  ];
}

/** One prefix for all buckets: S3 sorts the records by account, region, bucket and day of the request itself. */
function recordRequests(scope: Construct, bucket: S3Bucket, logs: BucketReference): void {
  new S3BucketLoggingA(scope, "access-log", {
    bucket: bucket.bucket,
    targetBucket: logs.name,
    targetPrefix: accessLogPrefix,
    targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: "EventTime" } },
  });
}

function keepVersions(scope: Construct, bucket: S3Bucket): S3BucketVersioningA {
  return new S3BucketVersioningA(scope, "versioning", {
    bucket: bucket.bucket,
    versioningConfiguration: { status: "Enabled" },
  });
}

function lockObjects(
  scope: Construct,
  bucket: S3Bucket,
  { mode, days }: ObjectLock,
  versioning: S3BucketVersioningA,
): void {
  new S3BucketObjectLockConfigurationA(scope, "lock", {
    bucket: bucket.bucket,
    rule: { defaultRetention: { mode, days } },
    dependsOn: [versioning],
  });
}

function age(scope: Construct, bucket: S3Bucket, lifecycle: ObjectLifecycle, versioning: S3BucketVersioningA): void {
  new S3BucketLifecycleConfiguration(scope, "lifecycle", {
    bucket: bucket.bucket,
    rule: lifecycleRules(lifecycle),
    // S3's default since September 2024; said here because S3 changed it once, and the provider then shows a difference.
    transitionDefaultMinimumObjectSize: "all_storage_classes_128K",
    // Rules for noncurrent versions are refused while the bucket keeps none.
    dependsOn: [versioning],
  });
}
