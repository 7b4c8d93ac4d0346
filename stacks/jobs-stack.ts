import type { Construct } from "constructs";
import { Jobs } from "../constructs/jobs/jobs.ts";
import { KafkaClientAccess } from "../constructs/streaming/client-access.ts";
import { describeBatch } from "./batch-ingestion.ts";
import type { DataStack } from "./data-stack.ts";
import type { FoundationStack } from "./foundation-stack.ts";
import { type PlatformSettings, PlatformStack } from "./platform-stack.ts";
import { kubernetesProvider } from "./providers.ts";
import type { WorkersStack } from "./workers-stack.ts";

/** Everything inside the cluster: the job definitions, each with its identity. Needs the cluster's API to plan. */
export class JobsStack extends PlatformStack {
  constructor(
    scope: Construct,
    settings: PlatformSettings,
    foundation: FoundationStack,
    data: DataStack,
    workers: WorkersStack,
  ) {
    super(scope, "jobs", settings);
    const { environment } = settings;
    const { keyArns, secretArns } = foundation.handover.receive(this);
    const { buckets, kafka } = data.handover.receive(this);
    const cluster = workers.handover.receive(this);
    kubernetesProvider(this, settings, cluster);
    new KafkaClientAccess(this, "kafka-clients", {
      brokerGroupId: kafka.securityGroupId,
      clientGroupIds: { workers: cluster.securityGroupId },
    });
    const jobs = new Jobs(this, "jobs", {
      context: this.context,
      config: environment.jobs,
      clusterName: cluster.clusterName,
      buckets,
      secretArns,
      keyArns,
      kafka,
      topics: environment.streaming.topics,
      warehouse: {
        engine: environment.cloud === "simulated" ? "duckdb" : "snowflake",
        config: environment.warehouse,
        names: data.warehouseNames,
      },
    });
    describeBatch(this, data.warehouseNames, jobs.namespace);
  }
}
