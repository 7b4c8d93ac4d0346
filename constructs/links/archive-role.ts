import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { Construct } from "constructs";
import { arn } from "../support/arn.ts";
import { type BucketReference, keyOf } from "../support/bucket-access.ts";
import type { PlatformContext } from "../support/context.ts";
import { physicalName } from "../support/names.ts";
import { allow, policyDocument, type Statement } from "../support/policy.ts";
import { within } from "../support/topic-access.ts";
import { archiveFolder, failureFolder } from "./archive-layout.ts";
import { linkPart } from "./link-part.ts";
import { topicArn } from "./topic-arn.ts";

export interface ArchiveRoleProps {
  readonly context: PlatformContext;
  readonly topic: string;
  readonly streamName: string;
  readonly topicArns: Readonly<Record<string, string>>;
  readonly cluster: { readonly clusterArn: string };
  readonly bucket: BucketReference;
  readonly keyArn: string;
  readonly logStreamArn: string;
}

/** What a delivery stream works under: it reads its topic and writes below its two folders, and nothing else. */
export class ArchiveRole extends Construct {
  readonly role: IamRole;
  /** Who starts with these rights waits for them. */
  readonly rights: IamRolePolicy;

  constructor(scope: Construct, id: string, props: ArchiveRoleProps) {
    super(scope, id);
    const { context, topic } = props;
    this.role = new IamRole(this, "role", {
      name: physicalName("role", context, linkPart("archive", topic)),
      description: `Amazon Data Firehose copies the topic ${topic} to the lake`,
      assumeRolePolicy: policyDocument(allow(["sts:AssumeRole"], [], trust(props))),
    });
    this.rights = new IamRolePolicy(this, "rights", {
      role: this.role.name,
      name: "copy-topic",
      policy: policyDocument(...reading(props), ...writing(props)),
    });
  }
}

/** Source: Amazon Data Firehose developer guide, "Cross-service confused deputy prevention". */
function trust({ context, streamName }: ArchiveRoleProps) {
  return {
    principals: { service: "firehose.amazonaws.com" },
    conditions: {
      StringEquals: { "aws:SourceAccount": context.accountId },
      ArnLike: { "aws:SourceArn": arn(context, "firehose", `deliverystream/${streamName}`) },
    },
  };
}

/**
 * Source: Amazon Data Firehose developer guide, "Grant Firehose access to an Amazon S3 destination", part on Amazon MSK.
 * AWS names no consumer group of Firehose there, only DescribeGroup on all of them: it can see groups, and join none.
 */
function reading({ context, topic, topicArns, cluster: { clusterArn } }: ArchiveRoleProps): Statement[] {
  return [
    // Of all MSK's actions here, this one has no resource to be bound to (service authorization reference).
    allow(["kafka:GetBootstrapBrokers"], ["*"], {
      conditions: { StringEquals: { "aws:RequestedRegion": context.region } },
    }),
    allow(["kafka-cluster:Connect", "kafka:DescribeCluster", "kafka:DescribeClusterV2"], [clusterArn]),
    allow(
      ["kafka-cluster:DescribeTopic", "kafka-cluster:DescribeTopicDynamicConfiguration", "kafka-cluster:ReadData"],
      [topicArn(topicArns, topic)],
    ),
    allow(["kafka-cluster:DescribeGroup"], [within(clusterArn, "group", "*")]),
  ];
}

function writing({ topic, bucket, keyArn, logStreamArn }: ArchiveRoleProps): Statement[] {
  const objects = [archiveFolder(topic), failureFolder(topic)].map((folder) => `${bucket.arn}/${folder}*`);
  return [
    allow(["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"], [bucket.arn]),
    allow(["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"], objects),
    allow(["kms:Decrypt", "kms:GenerateDataKey"], [keyArn], { conditions: keyOf(bucket) }),
    allow(["logs:PutLogEvents"], [logStreamArn]),
  ];
}
