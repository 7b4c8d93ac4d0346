import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { MskCluster } from "@cdktf/provider-aws/lib/msk-cluster/index.js";
import { Construct } from "constructs";
import type { NetworkReference } from "../network/network.ts";
import type { PlatformContext } from "../support/context.ts";
import { stateful } from "../support/lifecycle.ts";
import { physicalName } from "../support/names.ts";
import { SecurityGroup } from "../support/security-group.ts";
import type { BrokersConfig } from "./broker-config.ts";
import type { StreamingConfig } from "./config.ts";
import { createConfiguration } from "./configuration.ts";
import { StorageScaling } from "./storage-scaling.ts";

export interface KafkaClusterProps {
  readonly context: PlatformContext;
  readonly config: StreamingConfig;
  readonly network: NetworkReference;
  /** Encrypts the brokers' disks. */
  readonly keyArn: string;
  /** Encrypts the brokers' logs. */
  readonly logKeyArn: string;
  /** Services of AWS read from networks of their own (Amazon Data Firehose does), by a private connection and known by IAM. */
  readonly multiVpc?: boolean;
}

/**
 * An Amazon MSK cluster on KRaft whose brokers talk TLS only and know their clients by IAM only. Its storage is encrypted
 * and grows by itself, Standard brokers' disks up to the declared maximum; its logs go to CloudWatch, its metrics to CloudWatch and to Prometheus' exporters.
 */
export class KafkaCluster extends Construct {
  readonly clusterArn: string;
  readonly clusterName: string;
  /** `host:port` pairs for clients that sign in with IAM. */
  readonly bootstrapBrokers: string;
  /** Of the brokers; clients reach them once `KafkaClientAccess` lets their group in. */
  readonly securityGroupId: string;

  constructor(scope: Construct, id: string, props: KafkaClusterProps) {
    super(scope, id);
    const { context, network, config } = props;
    const group = new SecurityGroup(this, "brokers", {
      context,
      vpcId: network.vpcId,
      name: "kafka",
      description: "Kafka brokers",
    });
    const cluster = createCluster(this, props, group);
    if (config.brokers.kind === "standard") {
      new StorageScaling(this, "storage", { clusterArn: cluster.arn, maxGib: config.brokers.storageGib.max });
    }
    this.clusterArn = cluster.arn;
    this.clusterName = cluster.clusterName;
    this.bootstrapBrokers = cluster.bootstrapBrokersSaslIam;
    this.securityGroupId = group.groupId;
  }
}

function createCluster(scope: Construct, props: KafkaClusterProps, group: SecurityGroup): MskCluster {
  const { context, config, network } = props;
  const configuration = createConfiguration(scope, context, config);
  return new MskCluster(scope, "cluster", {
    clusterName: physicalName("kafkaCluster", context),
    kafkaVersion: config.kafkaVersion,
    numberOfBrokerNodes: config.brokers.count,
    brokerNodeGroupInfo: {
      instanceType: config.brokers.size,
      clientSubnets: [...network.subnetIds.private],
      securityGroups: [group.groupId],
      connectivityInfo: { publicAccess: { type: "DISABLED" }, ...privateConnections(props) },
      ...disks(config.brokers),
    },
    ...storageOf(config.brokers),
    configurationInfo: { arn: configuration.arn, revision: configuration.latestRevision },
    clientAuthentication: { sasl: { iam: true }, unauthenticated: false },
    encryptionInfo: {
      encryptionAtRestKmsKeyArn: props.keyArn,
      encryptionInTransit: { clientBroker: "TLS", inCluster: true },
    },
    // Per-broker metrics are the least that shows one bad broker among good ones.
    enhancedMonitoring: "PER_BROKER",
    openMonitoring: {
      prometheus: { jmxExporter: { enabledInBroker: true }, nodeExporter: { enabledInBroker: true } },
    },
    loggingInfo: { brokerLogs: { cloudwatchLogs: { enabled: true, logGroup: createLogGroup(scope, props).name } } },
    lifecycle: stateful(context, config.brokers.kind === "standard" ? { ignoreChanges: [grownVolumes] } : undefined),
  });
}

/**
 * MSK refuses this in a creation, so the provider leaves it out there and sends it as an update once the cluster is active;
 * afterwards it can be turned on and off in place (terraform-provider-aws, internal/service/kafka/cluster.go).
 */
function privateConnections({ multiVpc = false }: KafkaClusterProps) {
  return multiVpc ? { vpcConnectivity: { clientAuthentication: { sasl: { iam: true } } } } : {};
}

/** MSK refuses disks for Express brokers. */
function disks(brokers: BrokersConfig) {
  if (brokers.kind === "express") return {};
  return { storageInfo: { ebsStorageInfo: { volumeSize: brokers.storageGib.initial } } };
}

/** Express brokers move partitions among themselves, which is on unless it is paused. */
function storageOf(brokers: BrokersConfig) {
  return brokers.kind === "express" ? { rebalancing: { status: "ACTIVE" } } : { storageMode: brokers.storageMode };
}

/** Storage scaling enlarges the disks; without this the next apply would ask MSK to shrink them, which it refuses. */
const grownVolumes = "broker_node_group_info[0].storage_info[0].ebs_storage_info[0].volume_size";

function createLogGroup(scope: Construct, { context, config, logKeyArn }: KafkaClusterProps): CloudwatchLogGroup {
  return new CloudwatchLogGroup(scope, "broker-logs", {
    name: physicalName("logGroup", context, "kafka", "brokers"),
    retentionInDays: config.brokerLogDays,
    kmsKeyId: logKeyArn,
  });
}
