import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { MskconnectConnector } from "@cdktf/provider-aws/lib/mskconnect-connector/index.js";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { Alarm } from "../support/alarm.ts";
import { physicalName } from "../support/names.ts";
import type { ConnectorConfig } from "./config.ts";
import { connectorAlarms } from "./connector-alarms.ts";
import { ConnectorRole } from "./connector-role.ts";
import type { ConnectorRuntime } from "./connector-runtime.ts";
import { connectorSettings } from "./connector-settings.ts";
import type { ConnectorsProps } from "./connectors.ts";
import { linkPart } from "./link-part.ts";

export interface ConnectorProps extends Omit<ConnectorsProps, "tables"> {
  readonly topic: string;
  readonly table: string;
  readonly logGroup: CloudwatchLogGroup;
  /** Security group of the workers. */
  readonly groupId: string;
  readonly runtime: ConnectorRuntime;
  /** What must be open before workers start. */
  readonly ways: readonly ITerraformDependable[];
}

/** Kafka Connect on MSK Connect (Amazon MSK developer guide, "Understand MSK Connect"). */
const kafkaConnectVersion = "3.7.x";

/** One topic on its way to its table, in the consumer group `connect-<name of the connector>`. */
export class Connector extends Construct {
  constructor(scope: Construct, id: string, props: ConnectorProps) {
    super(scope, id);
    const { context, config, topic, cluster, secret, alertTopicArns: topicArns } = props;
    const connectorName = physicalName("connector", context, linkPart("load", topic));
    const role = new ConnectorRole(this, "identity", {
      context,
      topic,
      topicArns: props.topicArns,
      connectorName,
      cluster,
      secretArn: secret.arn,
      secretKeyArn: secret.keyArn,
    });
    createConnector(this, props, connectorName, role);
    const watched = { topic, connectorName, clusterName: cluster.clusterName, lagMinutes: config.lagMinutes };
    for (const definition of connectorAlarms(watched))
      new Alarm(new Construct(this, definition.name), "watch", { context, definition, topicArns });
  }
}

function createConnector(scope: Construct, props: ConnectorProps, name: string, { role, rights }: ConnectorRole): void {
  const { config, cluster, network, runtime, ways } = props;
  const { units, max } = config.workers;
  new MskconnectConnector(scope, "connector", {
    name,
    kafkaconnectVersion: kafkaConnectVersion,
    serviceExecutionRoleArn: role.arn,
    connectorConfiguration: connectorSettings({ ...props, secretName: props.secret.name, tasks: units * max }),
    capacity: { autoscaling: capacity(config) },
    kafkaCluster: {
      apacheKafkaCluster: {
        bootstrapServers: cluster.bootstrapBrokers,
        vpc: { securityGroups: [props.groupId], subnets: [...network.subnetIds.private] },
      },
    },
    kafkaClusterClientAuthentication: { authenticationType: "IAM" },
    kafkaClusterEncryptionInTransit: { encryptionType: "TLS" },
    plugin: [{ customPlugin: { arn: runtime.plugin.arn, revision: runtime.plugin.latestRevision } }],
    workerConfiguration: { arn: runtime.workers.arn, revision: runtime.workers.latestRevision },
    logDelivery: { workerLogDelivery: { cloudwatchLogs: { enabled: true, logGroup: props.logGroup.name } } },
    dependsOn: [rights, ...ways],
  });
}

/** Percent of the processors in use below which a worker goes and above which one comes: those that AWS's console proposes. */
const calm = 20;
const busy = 80;

function capacity({ workers }: ConnectorConfig) {
  return {
    mcuCount: workers.units,
    minWorkerCount: workers.min,
    maxWorkerCount: workers.max,
    scaleInPolicy: { cpuUtilizationPercentage: calm },
    scaleOutPolicy: { cpuUtilizationPercentage: busy },
  };
}
