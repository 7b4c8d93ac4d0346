import { allow, type Conditions, type Statement } from "./policy.ts";

/** A bucket as other constructs and stacks know it: a type, not an interface, so that it can be handed over between stacks. */
export type BucketReference = { readonly name: string; readonly arn: string };

/** All of a bucket's objects, or those whose keys start with a prefix. */
interface EncryptedObjects {
  readonly bucket: Pick<BucketReference, "arn">;
  /** The customer managed key that the bucket's objects are encrypted with. */
  readonly keyArn: string;
  /** A folder, such as "raw/orders/". */
  readonly prefix?: string | undefined;
}

/** What a reader of objects needs, with the use of their key. */
export function readObjects(objects: EncryptedObjects): Statement[] {
  return [
    ...list(objects, ["s3:ListBucket"]),
    allow(["s3:GetObject"], [pattern(objects)]),
    allow(["kms:Decrypt"], [objects.keyArn], { conditions: keyOf(objects.bucket) }),
  ];
}

/** What a writer needs. It reads too: a multipart upload and a staged publish both read what they wrote. */
export function writeObjects(objects: EncryptedObjects): Statement[] {
  // Begun uploads cannot be listed by folder (service authorization reference): only who has the whole bucket may.
  const listed = objects.prefix === undefined ? ["s3:ListBucketMultipartUploads"] : [];
  return [
    ...list(objects, ["s3:ListBucket", ...listed]),
    allow(
      ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
      [pattern(objects)],
    ),
    allow(["kms:Decrypt", "kms:GenerateDataKey"], [objects.keyArn], { conditions: keyOf(objects.bucket) }),
  ];
}

/** Of a prefix, only its own listings: with another prefix, or none, S3 would tell the names of everything else. */
function list({ bucket, prefix }: EncryptedObjects, actions: readonly string[]): Statement[] {
  const location = "s3:GetBucketLocation";
  if (prefix === undefined) return [allow([location, ...actions], [bucket.arn])];
  const conditions = { StringLike: { "s3:prefix": `${prefix}*` } };
  return [allow([location], [bucket.arn]), allow(actions, [bucket.arn], { conditions })];
}

function pattern({ bucket, prefix = "" }: EncryptedObjects): string {
  if (/[*?$]|^\/|[^/]$/.test(prefix))
    throw new Error(`The prefix "${prefix}" must be a folder such as "raw/orders/", without *, ? and $.`);
  return `${bucket.arn}/${prefix}*`;
}

/**
 * Binds the use of a key to one bucket. Buckets share a key; S3 tells it for which bucket it asks, or for which object where an upload left the bucket key out
 * (Amazon S3 user guide, "Reducing the cost of SSE-KMS with Amazon S3 Bucket Keys").
 */
export function keyOf(bucket: Pick<BucketReference, "arn">): Conditions {
  return { StringLike: { "kms:EncryptionContext:aws:s3:arn": [bucket.arn, `${bucket.arn}/*`] } };
}
