import type { BucketReference } from "../support/bucket-access.ts";
import { allow, type Statement } from "../support/policy.ts";

/**
 * What it takes to remove what runs left unfinished in a zone: to see what lies there, and to delete below a dataset's
 * `_staging/`. An object's own age is in the listing, so that nothing is read and no key is needed.
 */
export function cleanObjects({ bucket }: { readonly bucket: Pick<BucketReference, "arn"> }): Statement[] {
  return [
    allow(["s3:GetBucketLocation", "s3:ListBucket"], [bucket.arn]),
    allow(["s3:DeleteObject"], [`${bucket.arn}/*/_staging/*`]),
  ];
}
