import type { Construct } from "constructs";
import { Lake } from "../constructs/lake/lake.ts";
import { KafkaCluster } from "../constructs/streaming/cluster.ts";
import { Topics } from "../constructs/streaming/topics.ts";
import type { WarehouseNames } from "../constructs/warehouse/names.ts";
import { Warehouse } from "../constructs/warehouse/warehouse.ts";
import type { FoundationStack } from "./foundation-stack.ts";
import { Handover } from "./handover.ts";
import { type PlatformSettings, PlatformStack } from "./platform-stack.ts";
import { snowflakeProviders } from "./providers.ts";

/** What holds data: the Kafka cluster and its topics, the lake's zones, the Snowflake warehouse. */
export class DataStack extends PlatformStack {
  readonly handover;
  readonly warehouseNames: WarehouseNames;

  constructor(scope: Construct, settings: PlatformSettings, foundation: FoundationStack) {
    super(scope, "data", settings);
    const { context } = this;
    const { environment } = settings;
    const { vpcId, vpcCidr, subnetIds, keyArns, roleNames } = foundation.handover.receive(this);
    const kafka = new KafkaCluster(this, "kafka", {
      context,
      config: environment.streaming,
      network: { vpcId, vpcCidr, subnetIds },
      keyArn: keyArns.streaming,
      logKeyArn: keyArns.logs,
    });
    new Topics(this, "topics", { context, config: environment.streaming, cluster: kafka, roleNames });
    const lake = new Lake(this, "lake", { context, config: environment.lake, keyArn: keyArns.lake });
    const warehouse = new Warehouse(this, "warehouse", {
      context: { ...context, sharedAccount: environment.snowflake.shared },
      config: environment.warehouse,
      providers: snowflakeProviders(this, settings),
    });
    this.warehouseNames = warehouse.names;
    this.handover = new Handover(this, {
      kafka: {
        clusterArn: kafka.clusterArn,
        clusterName: kafka.clusterName,
        bootstrapBrokers: kafka.bootstrapBrokers,
        securityGroupId: kafka.securityGroupId,
      },
      buckets: lake.buckets,
    });
  }
}
