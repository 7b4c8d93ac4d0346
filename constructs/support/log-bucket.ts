import { Construct } from "constructs";
import { accessLogPrefix, inventoryPrefix } from "./access-logs.ts";
import type { BucketReference } from "./bucket-access.ts";
import type { PlatformContext } from "./context.ts";
import { joined } from "./names.ts";
import { allow, deny, type Statement } from "./policy.ts";
import { PrivateBucket } from "./private-bucket.ts";

export interface LogBucketProps {
  readonly context: PlatformContext;
  /** The last part of the bucket's name. */
  readonly name: string;
  /** Days that a record stays. */
  readonly days: number;
}

/** Days that a record deleted by mistake can be fetched back. */
const restorableDays = 30;

/**
 * Where S3 delivers the records of requests to the environment's other buckets, and the lists of what they hold. Encrypted
 * with S3's own keys: S3 delivers no access logs to a bucket whose default is a KMS key (Amazon S3 user guide, "Enabling
 * Amazon S3 server access logging"). No person or role can write a record, only S3.
 */
export class LogBucket extends Construct {
  readonly bucket: BucketReference;

  constructor(scope: Construct, id: string, { context, name, days }: LogBucketProps) {
    super(scope, id);
    this.bucket = new PrivateBucket(this, "bucket", {
      context,
      name,
      keyArn: undefined,
      logs: undefined,
      lifecycle: { expireAfterDays: days, noncurrentDays: restorableDays, abortUploadsAfterDays: 7 },
      admit: (bucketArn) => delivery(context, bucketArn),
    }).reference;
  }
}

/** Sources: Amazon S3 user guide, "Permissions for log delivery" and "Grant permissions for S3 Inventory and S3 analytics". */
function delivery(context: PlatformContext, bucketArn: string): Statement[] {
  const sources = {
    StringEquals: { "aws:SourceAccount": context.accountId },
    ArnLike: { "aws:SourceArn": `arn:aws:s3:::${joined("bucket", context, ["*"])}` },
  };
  const ofBucketOwner = { "s3:x-amz-acl": "bucket-owner-full-control" };
  return [
    deny(["s3:PutObject"], [`${bucketArn}/*`], {
      sid: "WrittenByServices",
      principals: "*",
      conditions: { Bool: { "aws:PrincipalIsAWSService": "false" } },
    }),
    allow(["s3:PutObject"], [`${bucketArn}/${accessLogPrefix}*`], {
      sid: "AccessLogs",
      principals: { service: "logging.s3.amazonaws.com" },
      conditions: sources,
    }),
    allow(["s3:PutObject"], [`${bucketArn}/${inventoryPrefix}/*`], {
      sid: "Inventories",
      principals: { service: "s3.amazonaws.com" },
      conditions: { ...sources, StringEquals: { ...sources.StringEquals, ...ofBucketOwner } },
    }),
  ];
}
