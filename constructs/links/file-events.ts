import { S3BucketNotification } from "@cdktf/provider-aws/lib/s3-bucket-notification/index.js";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic/index.js";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy/index.js";
import { Construct } from "constructs";
import { datasetFolder, ingestPartition } from "../../jobs/lake-layout.ts";
import type { BucketReference } from "../support/bucket-access.ts";
import type { PlatformContext } from "../support/context.ts";
import { physicalName } from "../support/names.ts";
import { allow, deny, policyDocument } from "../support/policy.ts";
import type { ZoneName } from "../support/zones.ts";

export interface FileEventsProps {
  readonly context: PlatformContext;
  readonly zone: ZoneName;
  readonly bucket: BucketReference;
  /** The bucket's key, which the topic is encrypted with too: an event names a file. */
  readonly keyArn: string;
  /** Datasets of which S3 tells, no two the same. */
  readonly datasets: readonly string[];
  /** Who may listen, by ARN. */
  readonly listenerArn: string;
}

/**
 * The one topic that S3 tells of a zone's new files, for a bucket has one place for the events of a key and any number of
 * pipes listen to a topic. Files of the days' folders alone: what a run is still staging concerns nobody.
 */
export class FileEvents extends Construct {
  readonly topicArn: string;
  /** Who listens waits until it may. */
  readonly policy: SnsTopicPolicy;

  constructor(scope: Construct, id: string, props: FileEventsProps) {
    super(scope, id);
    const { context, zone, bucket, keyArn, datasets } = props;
    const topic = new SnsTopic(this, "topic", {
      name: physicalName("alertTopic", context, zone, "files"),
      kmsMasterKeyId: keyArn,
    });
    this.topicArn = topic.arn;
    this.policy = new SnsTopicPolicy(this, "policy", { arn: topic.arn, policy: topicPolicy(props, topic.arn) });
    new S3BucketNotification(this, "notification", {
      bucket: bucket.name,
      topic: datasets.map((dataset) => ({
        id: dataset,
        topicArn: topic.arn,
        events: ["s3:ObjectCreated:*"],
        filterPrefix: datasetFolder(dataset) + ingestPartition,
      })),
      // S3 sends a test event before it agrees to a topic.
      dependsOn: [this.policy],
    });
  }
}

/** Sources: Amazon S3 user guide, "Granting permissions to publish event notification messages to a destination"; Snowflake documentation, "Automating Snowpipe for Amazon S3", option 2. */
function topicPolicy({ context, bucket, listenerArn }: FileEventsProps, topicArn: string): string {
  const plainText = { Bool: { "aws:SecureTransport": "false" } };
  return policyDocument(
    deny(["sns:Publish"], [topicArn], { sid: "PlainText", principals: "*", conditions: plainText }),
    allow(["sns:Publish"], [topicArn], {
      sid: "NewFiles",
      principals: { service: "s3.amazonaws.com" },
      conditions: {
        StringEquals: { "aws:SourceAccount": context.accountId },
        ArnEquals: { "aws:SourceArn": bucket.arn },
      },
    }),
    allow(["sns:Subscribe"], [topicArn], { sid: "Snowflake", principals: { aws: listenerArn } }),
  );
}
