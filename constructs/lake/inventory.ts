import { S3BucketInventory } from "@cdktf/provider-aws/lib/s3-bucket-inventory/index.js";
import type { Construct } from "constructs";
import { inventoryPrefix } from "../support/access-logs.ts";
import type { BucketReference } from "../support/bucket-access.ts";
import type { LakeConfig } from "./config.ts";

/**
 * Has S3 list what a bucket holds, every version of it, as Parquet in the log bucket. Encrypted like everything there with
 * S3's own keys: the lists name objects and hold none.
 */
export function listContents(
  scope: Construct,
  bucket: BucketReference,
  logs: BucketReference,
  frequency: LakeConfig["inventory"],
): void {
  new S3BucketInventory(scope, "inventory", {
    bucket: bucket.name,
    name: "contents",
    includedObjectVersions: "All",
    schedule: { frequency },
    optionalFields: [
      "BucketKeyStatus",
      "EncryptionStatus",
      "IsMultipartUploaded",
      "LastModifiedDate",
      "Size",
      "StorageClass",
    ],
    destination: {
      bucket: { bucketArn: logs.arn, prefix: inventoryPrefix, format: "Parquet", encryption: { sseS3: {} } },
    },
  });
}
