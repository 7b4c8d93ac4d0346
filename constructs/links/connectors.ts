import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { Construct } from "constructs";
import type { NetworkReference } from "../network/network.ts";
import type { Severity } from "../observability/config.ts";
import type { BucketReference } from "../support/bucket-access.ts";
import type { PlatformContext } from "../support/context.ts";
import { physicalName } from "../support/names.ts";
import type { ConnectorConfig } from "./config.ts";
import { Connector } from "./connector.ts";
import { ConnectorNetwork } from "./connector-network.ts";
import { ConnectorRuntime } from "./connector-runtime.ts";
import type { SnowflakeTarget } from "./connector-settings.ts";

export interface ConnectorsProps {
  readonly context: PlatformContext;
  readonly config: ConnectorConfig;
  /** Tables by the topic that fills them. */
  readonly tables: Readonly<Record<string, string>>;
  /** ARNs by topic, dead-letter topics included, references to the topics. */
  readonly topicArns: Readonly<Record<string, string>>;
  readonly cluster: KafkaReference;
  readonly replicationFactor: number;
  readonly network: NetworkReference;
  /** Security groups in front of private ways to AWS services; none where there are no such ways. */
  readonly endpointGroupIds: readonly string[];
  readonly artifacts: BucketReference;
  readonly snowflake: SnowflakeTarget;
  readonly secret: SecretReference;
  readonly logKeyArn: string;
  readonly alertTopicArns: Readonly<Record<Severity, string>>;
}

export interface KafkaReference {
  readonly clusterArn: string;
  readonly clusterName: string;
  readonly bootstrapBrokers: string;
  readonly securityGroupId: string;
}

export interface SecretReference {
  /** Physical name. */
  readonly name: string;
  readonly arn: string;
  /** The customer managed key of the secret. */
  readonly keyArn: string;
}

/**
 * Loads topics into Snowflake as they come, each by a connector of its own. Kafka Connect gives a connector one dead-letter
 * topic, one consumer group and one role: with one for all, a letter would not tell its topic, every connector's rights
 * would be everyone's, and a new topic would restart the others. The price is a worker's unit for each topic.
 */
export class Connectors extends Construct {
  constructor(scope: Construct, id: string, props: ConnectorsProps) {
    super(scope, id);
    const { context, config, tables, artifacts } = props;
    const logGroup = new CloudwatchLogGroup(this, "log", {
      name: physicalName("logGroup", context, "links", "connectors"),
      retentionInDays: config.logDays,
      kmsKeyId: props.logKeyArn,
    });
    const { groupId, ways } = new ConnectorNetwork(this, "network", props);
    const runtime = new ConnectorRuntime(this, "runtime", { context, artifact: config, artifacts });
    for (const [topic, table] of Object.entries(tables))
      new Connector(this, topic, { ...props, topic, table, logGroup, groupId, runtime, ways });
  }
}
