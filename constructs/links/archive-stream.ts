import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { CloudwatchLogStream } from "@cdktf/provider-aws/lib/cloudwatch-log-stream/index.js";
import { KinesisFirehoseDeliveryStream } from "@cdktf/provider-aws/lib/kinesis-firehose-delivery-stream/index.js";
import type { MskClusterPolicy } from "@cdktf/provider-aws/lib/msk-cluster-policy/index.js";
import { Construct } from "constructs";
import { Alarm } from "../support/alarm.ts";
import { physicalName } from "../support/names.ts";
import type { ArchiveProps } from "./archive.ts";
import { archiveAlarms } from "./archive-alarms.ts";
import { archiveFileExtension, archivePrefixes } from "./archive-layout.ts";
import { ArchiveRole } from "./archive-role.ts";
import { linkPart } from "./link-part.ts";

export interface ArchiveStreamProps extends Omit<ArchiveProps, "topics"> {
  readonly topic: string;
  readonly logGroup: CloudwatchLogGroup;
  readonly admission: MskClusterPolicy;
}

/**
 * One topic on its way to the lake. Events that were in the topic before the stream are copied too, so that a stream made
 * anew loses nothing; it may write events twice, as every delivery of Firehose may.
 */
export class ArchiveStream extends Construct {
  constructor(scope: Construct, id: string, props: ArchiveStreamProps) {
    super(scope, id);
    const { context, config, topic, alertTopicArns: topicArns } = props;
    const name = physicalName("deliveryStream", context, linkPart("archive", topic));
    const log = new CloudwatchLogStream(this, "log", { name: topic, logGroupName: props.logGroup.name });
    const role = new ArchiveRole(this, "identity", { ...props, streamName: name, logStreamArn: log.arn });
    createStream(this, props, name, role, log);
    for (const definition of archiveAlarms({ topic, streamName: name, staleMinutes: config.staleMinutes }))
      new Alarm(new Construct(this, definition.name), "watch", { context, definition, topicArns });
  }
}

/** When a stream has never read: from the first event that the topic still has. */
const beginning = "1970-01-01T00:00:00Z";

function createStream(
  scope: Construct,
  { config, cluster, bucket, keyArn, topic, logGroup, admission }: ArchiveStreamProps,
  name: string,
  { role, rights }: ArchiveRole,
  log: CloudwatchLogStream,
): void {
  const prefixes = archivePrefixes(topic);
  new KinesisFirehoseDeliveryStream(scope, "stream", {
    name,
    destination: "extended_s3",
    mskSourceConfiguration: {
      mskClusterArn: cluster.clusterArn,
      topicName: topic,
      readFromTimestamp: beginning,
      authenticationConfiguration: { connectivity: "PRIVATE", roleArn: role.arn },
    },
    extendedS3Configuration: {
      roleArn: role.arn,
      bucketArn: bucket.arn,
      prefix: prefixes.events,
      errorOutputPrefix: prefixes.failures,
      fileExtension: archiveFileExtension,
      compressionFormat: "GZIP",
      bufferingSize: config.bufferMib,
      bufferingInterval: config.bufferSeconds,
      kmsKeyArn: keyArn,
      cloudwatchLoggingOptions: { enabled: true, logGroupName: logGroup.name, logStreamName: log.name },
      // Without it Firehose writes one event after the other without a line's end between them.
      processingConfiguration: { enabled: true, processors: [{ type: "AppendDelimiterToRecord" }] },
    },
    // Firehose tries the way and the rights before it agrees to make the stream.
    dependsOn: [rights, admission],
  });
}
