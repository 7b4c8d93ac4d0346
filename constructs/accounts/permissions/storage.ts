import { allow, type Statement } from "../../support/policy.ts";
import { safeguards } from "../../support/protection.ts";
import { keepsEnvironment, of, type Reach } from "../reach.ts";

const bucketChanges = [
  "CreateBucket",
  "DeleteBucket",
  "DeleteBucketPolicy",
  "PutBucketLogging",
  "PutBucketNotification",
  "PutBucketObjectLockConfiguration",
  "PutBucketOwnershipControls",
  "PutBucketPolicy",
  "PutBucketPublicAccessBlock",
  "PutBucketTagging",
  "PutBucketVersioning",
  "PutEncryptionConfiguration",
  "PutInventoryConfiguration",
  "PutLifecycleConfiguration",
  "TagResource",
  "UntagResource",
];

const keyChanges = [
  "CancelKeyDeletion",
  "DisableKeyRotation",
  "EnableKeyRotation",
  "PutKeyPolicy",
  "ScheduleKeyDeletion",
  "UntagResource",
  "UpdateKeyDescription",
];

/** Buckets: their settings, and what they hold only where a destroy empties them. */
export function bucketPermissions(reach: Reach): Statement[] {
  const { sameAccount: conditions } = reach;
  const bucket = `arn:aws:s3:::${reach.prefix}-*`;
  const emptying = ["DeleteObject", "DeleteObjectVersion"];
  const empties = safeguards(reach.context.protection).emptyBuckets;
  return [
    allow(of("s3", bucketChanges), [bucket], { sid: "Buckets", conditions }),
    ...(empties
      ? [
          allow(of("s3", emptying), [`${bucket}/*`], { sid: "EmptyBuckets", conditions }),
          allow(of("s3", ["ListBucket", "ListBucketVersions"]), [bucket], { sid: "ListBuckets", conditions }),
        ]
      : []),
  ];
}

/** Keys have random ids: ours are told by their tag. Data under them is used through services only. */
export function keyPermissions(reach: Reach): Statement[] {
  const keys = [reach.regional("kms", "key/*")];
  const aliases = [reach.regional("kms", `alias/${reach.prefix}-*`)];
  const through = (...services: string[]) => ({
    "kms:ViaService": services.map((service) => `${service}.${reach.context.region}.amazonaws.com`),
  });
  return [
    allow(["kms:CreateKey"], ["*"], { sid: "CreateKeys", conditions: reach.born }),
    // CreateKey tags before the key has any; a key that is another environment's already cannot be taken over.
    allow(["kms:TagResource"], keys, {
      sid: "TagNewKeys",
      conditions: { ...reach.born, Null: { "aws:ResourceTag/Environment": "true" } },
    }),
    allow(["kms:TagResource"], keys, { sid: "RetagKeys", conditions: keepsEnvironment(reach) }),
    allow(of("kms", keyChanges), keys, { sid: "ChangeKeys", conditions: reach.own }),
    allow(of("kms", ["CreateAlias", "DeleteAlias", "UpdateAlias"]), aliases, { sid: "Aliases" }),
    allow(of("kms", ["CreateAlias", "DeleteAlias", "UpdateAlias"]), keys, { sid: "AliasKeys", conditions: reach.own }),
    allow(["kms:CreateGrant"], keys, {
      sid: "GrantToServices",
      conditions: { ...reach.own, Bool: { "kms:GrantIsForAWSResource": "true" } },
    }),
    // Secrets Manager API reference, CreateSecret: it asks for both in the caller's name. Values stay closed to the caller.
    allow(["kms:Decrypt", "kms:GenerateDataKey"], keys, {
      sid: "CreateSecretsUnderKeys",
      conditions: { StringEquals: { ...reach.own.StringEquals, ...through("secretsmanager") } },
    }),
  ];
}

/** Secrets as shells: nothing here reads or writes a value. */
export function secretPermissions(reach: Reach): Statement[] {
  const actions = [
    "CancelRotateSecret",
    "CreateSecret",
    "DeleteResourcePolicy",
    "DeleteSecret",
    "PutResourcePolicy",
    "RestoreSecret",
    "TagResource",
    "UntagResource",
    "UpdateSecret",
  ];
  return [
    allow(of("secretsmanager", actions), [reach.regional("secretsmanager", `secret:${reach.path}/*`)], {
      sid: "Secrets",
    }),
  ];
}
