import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias/index.js";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key/index.js";
import { Construct } from "constructs";
import { arn } from "../support/arn.ts";
import type { BucketReference } from "../support/bucket-access.ts";
import type { PlatformContext } from "../support/context.ts";
import { stateful } from "../support/lifecycle.ts";
import { LogBucket } from "../support/log-bucket.ts";
import { physicalName } from "../support/names.ts";
import { allow, policyDocument, self } from "../support/policy.ts";
import { PrivateBucket } from "../support/private-bucket.ts";
import { safeguards } from "../support/protection.ts";

/** Days that a replaced state can be fetched back. */
const restorableDays = 365;
/** Days that the record of who read or wrote a state is kept. */
const accessLogDays = 365;

const administration = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:DescribeKey",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
];

/** Where every stack of the account and region keeps its state: a versioned bucket with a key of its own, never destroyed. */
export class StateBucket extends Construct {
  readonly bucket: BucketReference;
  readonly keyArn: string;

  constructor(scope: Construct, id: string, context: PlatformContext) {
    super(scope, id);
    const alias = physicalName("keyAlias", context);
    this.keyArn = createKey(this, context, alias).arn;
    const place = `${context.accountId}-${context.region}`;
    const { bucket: logs } = new LogBucket(this, "logs", { context, name: `logs-${place}`, days: accessLogDays });
    this.bucket = new PrivateBucket(this, "bucket", {
      context,
      name: place,
      keyArn: this.keyArn,
      logs,
      // Terraform names the key by its alias, and S3 compares the name as it was sent.
      keyAliasArn: arn(context, "kms", `alias/${alias}`),
      lifecycle: { noncurrentDays: restorableDays, abortUploadsAfterDays: 7 },
    }).reference;
  }
}

function createKey(scope: Construct, context: PlatformContext, alias: string): KmsKey {
  const key = new KmsKey(scope, "key", {
    description: `Encrypts the Terraform state of ${context.platform}`,
    policy: keyPolicy(context),
    enableKeyRotation: true,
    deletionWindowInDays: safeguards(context.protection).keyDeletionDays,
    lifecycle: stateful(context),
  });
  new KmsAlias(scope, "alias", { name: `alias/${alias}`, targetKeyId: key.keyId });
  return key;
}

/** The account's IAM policies decide who administers and who uses the key; its use goes through S3 only. */
function keyPolicy(context: PlatformContext): string {
  const principals = { aws: arn(context, "iam", "root", "global") };
  const throughS3 = { StringEquals: { "kms:ViaService": `s3.${context.region}.amazonaws.com` } };
  const use = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"];
  return policyDocument(
    allow(administration, [self], { sid: "Administration", principals }),
    allow(use, [self], { sid: "UseThroughS3", principals, conditions: throughS3 }),
  );
}
