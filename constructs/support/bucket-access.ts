import { allow, type Statement } from "./policy.ts";

/** A bucket as other constructs and stacks know it: a type, not an interface, so that it can be handed over between stacks. */
export type BucketReference = { readonly name: string; readonly arn: string };

interface EncryptedBucket {
  readonly bucket: Pick<BucketReference, "arn">;
  /** The customer managed key that the bucket's objects are encrypted with. */
  readonly keyArn: string;
}

/** What a reader of a bucket's objects needs, with the use of its key. */
export function readObjects({ bucket, keyArn }: EncryptedBucket): Statement[] {
  return [
    allow(["s3:ListBucket", "s3:GetBucketLocation"], [bucket.arn]),
    allow(["s3:GetObject"], [`${bucket.arn}/*`]),
    allow(["kms:Decrypt"], [keyArn]),
  ];
}

/** What a writer needs. It reads too: a multipart upload and a staged publish both read what they wrote. */
export function writeObjects({ bucket, keyArn }: EncryptedBucket): Statement[] {
  return [
    allow(["s3:ListBucket", "s3:GetBucketLocation", "s3:ListBucketMultipartUploads"], [bucket.arn]),
    allow(
      ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
      [`${bucket.arn}/*`],
    ),
    allow(["kms:Decrypt", "kms:GenerateDataKey"], [keyArn]),
  ];
}
