import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { MskClusterPolicy } from "@cdktf/provider-aws/lib/msk-cluster-policy/index.js";
import { Construct } from "constructs";
import type { Severity } from "../observability/config.ts";
import type { BucketReference } from "../support/bucket-access.ts";
import type { PlatformContext } from "../support/context.ts";
import { physicalName } from "../support/names.ts";
import { allow, policyDocument } from "../support/policy.ts";
import { ArchiveStream } from "./archive-stream.ts";
import type { ArchiveConfig } from "./config.ts";

export interface ArchiveProps {
  readonly context: PlatformContext;
  readonly config: ArchiveConfig;
  /** Names of the topics to copy. */
  readonly topics: readonly string[];
  /** ARNs by topic, references to the topics. */
  readonly topicArns: Readonly<Record<string, string>>;
  readonly cluster: { readonly clusterArn: string };
  readonly bucket: BucketReference;
  /** The customer managed key of the bucket. */
  readonly keyArn: string;
  readonly logKeyArn: string;
  readonly alertTopicArns: Readonly<Record<Severity, string>>;
}

/** Copies topics to the lake as they come: archive, replay, and the input of whatever reads files. */
export class Archive extends Construct {
  constructor(scope: Construct, id: string, props: ArchiveProps) {
    super(scope, id);
    const { context, config, topics, cluster } = props;
    const logGroup = new CloudwatchLogGroup(this, "log", {
      name: physicalName("logGroup", context, "links", "archive"),
      retentionInDays: config.logDays,
      kmsKeyId: props.logKeyArn,
    });
    const admission = admitFirehose(this, cluster.clusterArn);
    for (const topic of topics) new ArchiveStream(this, topic, { ...props, topic, logGroup, admission });
  }
}

/**
 * Lets Firehose open its private way to the brokers; what it may read there, each stream's role says. Source: Amazon Data
 * Firehose developer guide, "Grant Firehose access to your private Amazon MSK cluster".
 */
function admitFirehose(scope: Construct, clusterArn: string): MskClusterPolicy {
  return new MskClusterPolicy(scope, "admission", {
    clusterArn,
    policy: policyDocument(
      allow(["kafka:CreateVpcConnection"], [clusterArn], { principals: { service: "firehose.amazonaws.com" } }),
    ),
  });
}
