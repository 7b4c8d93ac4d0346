import { Cloudtrail } from "@cdktf/provider-aws/lib/cloudtrail/index.js";
import { Construct } from "constructs";
import { auditTrailArn, auditTrailName } from "../support/audit-trail.ts";
import type { BucketReference } from "../support/bucket-access.ts";
import type { PlatformContext } from "../support/context.ts";
import { allow, type Statement } from "../support/policy.ts";
import { PrivateBucket } from "../support/private-bucket.ts";
import { safeguards } from "../support/protection.ts";
import type { ObservabilityConfig } from "./config.ts";

export interface AuditTrailProps {
  readonly context: PlatformContext;
  readonly config: ObservabilityConfig;
  readonly keyArn: string;
  /** Where requests to the trail's own bucket are recorded. */
  readonly logs: BucketReference;
  /** Buckets of which every read and write of an object is recorded, too. */
  readonly watched: readonly BucketReference[];
}

/**
 * The record of who did what in the account, in every region, with a digest that shows whether a file of it was changed or
 * is missing. Its bucket keeps every file for the configured time: how firmly, the environment's protection says.
 */
export class AuditTrail extends Construct {
  constructor(scope: Construct, id: string, props: AuditTrailProps) {
    super(scope, id);
    const { context, keyArn, watched } = props;
    const records = createBucket(this, props);
    new Cloudtrail(this, "trail", {
      name: auditTrailName(context),
      s3BucketName: records.reference.name,
      kmsKeyId: keyArn,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      advancedEventSelector: [management, ...objects(watched)],
      // CloudTrail tries to write before it agrees to a bucket.
      dependsOn: [records.policy],
    });
  }
}

const management = {
  name: "Management events",
  fieldSelector: [{ field: "eventCategory", equalTo: ["Management"] }],
};

function objects(watched: readonly BucketReference[]) {
  if (watched.length === 0) return [];
  return [
    {
      name: "Objects of watched buckets",
      fieldSelector: [
        { field: "eventCategory", equalTo: ["Data"] },
        { field: "resources.type", equalTo: ["AWS::S3::Object"] },
        { field: "resources.ARN", startsWith: watched.map(({ arn }) => `${arn}/`) },
      ],
    },
  ];
}

function createBucket(scope: Construct, { context, config, keyArn, logs }: AuditTrailProps): PrivateBucket {
  const mode = safeguards(context.protection).auditLock;
  return new PrivateBucket(scope, "logs", {
    context,
    name: "audit",
    keyArn,
    logs,
    // What expires is deleted for good a day later, for a lock lasts as long as the expiry takes.
    lifecycle: { expireAfterDays: config.auditDays, noncurrentDays: 1, abortUploadsAfterDays: 7 },
    lock: mode && { mode, days: config.auditDays },
    admit: (bucketArn) => delivery(context, bucketArn),
  });
}

/** Source: AWS CloudTrail user guide, "Amazon S3 bucket policy for CloudTrail". */
function delivery(context: PlatformContext, bucketArn: string): Statement[] {
  const principals = { service: "cloudtrail.amazonaws.com" };
  const ours = { "aws:SourceArn": auditTrailArn(context) };
  return [
    allow(["s3:GetBucketAcl"], [bucketArn], { sid: "TrailCheck", principals, conditions: { StringEquals: ours } }),
    allow(["s3:PutObject"], [`${bucketArn}/AWSLogs/${context.accountId}/*`], {
      sid: "TrailDelivery",
      principals,
      conditions: { StringEquals: { ...ours, "s3:x-amz-acl": "bucket-owner-full-control" } },
    }),
  ];
}
