import type { Construct } from "constructs";
import { Lake } from "../constructs/lake/lake.ts";
import { KafkaAlarms } from "../constructs/streaming/alarms.ts";
import { consumerSettings, producerSettings } from "../constructs/streaming/client-settings.ts";
import { KafkaCluster } from "../constructs/streaming/cluster.ts";
import { Schemas } from "../constructs/streaming/schemas.ts";
import { Topics } from "../constructs/streaming/topics.ts";
import type { WarehouseNames } from "../constructs/warehouse/names.ts";
import { Warehouse } from "../constructs/warehouse/warehouse.ts";
import { schemaDefinition } from "../environments/schema-files.ts";
import { loadFiles } from "./data-files.ts";
import { DataLinks } from "./data-links.ts";
import type { FoundationStack } from "./foundation-stack.ts";
import { Handover } from "./handover.ts";
import { type PlatformSettings, PlatformStack } from "./platform-stack.ts";
import { snowflakeProviders } from "./providers.ts";

/** What holds data: the Kafka cluster and its topics, the lake's zones, the Snowflake warehouse. */
export class DataStack extends PlatformStack {
  readonly handover;
  readonly warehouseNames: WarehouseNames;
  /** Database published by swap → who reads it, and how much of it. */
  readonly publishedAccess: Warehouse["access"];

  constructor(scope: Construct, settings: PlatformSettings, foundation: FoundationStack) {
    super(scope, "data", settings);
    const { context } = this;
    const { environment } = settings;
    const received = foundation.handover.receive(this);
    const { vpcId, vpcCidr, subnetIds, keyArns, roleNames, logBucket, alertTopicArns, egressAddresses } = received;
    const kafka = new KafkaCluster(this, "kafka", {
      context,
      config: environment.streaming,
      network: { vpcId, vpcCidr, subnetIds },
      keyArn: keyArns.streaming,
      logKeyArn: keyArns.logs,
      // Amazon Data Firehose comes from a network of its own.
      multiVpc: environment.links.archive !== undefined,
    });
    new KafkaAlarms(this, "kafka-alarms", {
      context,
      config: environment.streaming,
      clusterName: kafka.clusterName,
      topicArns: alertTopicArns,
    });
    const topics = new Topics(this, "topics", { context, config: environment.streaming, cluster: kafka, roleNames });
    const schemas = new Schemas(this, "schemas", {
      context,
      config: environment.streaming,
      definitionOf: schemaDefinition,
    });
    const lake = new Lake(this, "lake", { context, config: environment.lake, keyArn: keyArns.lake, logs: logBucket });
    const providers = snowflakeProviders(this, { environment, caller: this.caller });
    const warehouse = new Warehouse(this, "warehouse", {
      context: { ...context, sharedAccount: environment.snowflake.shared },
      config: environment.warehouse,
      providers,
      egressAddresses,
    });
    this.warehouseNames = warehouse.names;
    this.publishedAccess = warehouse.access;
    new DataLinks(this, "links", { stack: this, foundation: received, kafka, topics, lake, warehouse });
    loadFiles(this, { lake, keyArn: keyArns.lake, roleNames, warehouse, providers });
    this.handover = new Handover(this, {
      kafka: {
        clusterArn: kafka.clusterArn,
        clusterName: kafka.clusterName,
        bootstrapBrokers: kafka.bootstrapBrokers,
        securityGroupId: kafka.securityGroupId,
        schemaRegistry: schemas.registryName,
        producerSettings: producerSettings(environment.streaming),
        consumerSettings: consumerSettings(),
      },
      buckets: lake.buckets,
    });
  }
}
