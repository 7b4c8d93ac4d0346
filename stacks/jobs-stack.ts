import type { Construct } from "constructs";
import { Jobs } from "../constructs/jobs/jobs.ts";
import { brokerRanges } from "../constructs/network/broker-ranges.ts";
import { KafkaClientAccess } from "../constructs/streaming/client-access.ts";
import { NodePools } from "../constructs/workers/node-pools.ts";
import { eventSchema } from "../environments/event-schema.ts";
import { tagsOf } from "../environments/tags.ts";
import { describeBatch } from "./batch-ingestion.ts";
import type { DataStack } from "./data-stack.ts";
import type { FoundationStack } from "./foundation-stack.ts";
import { type PlatformSettings, PlatformStack } from "./platform-stack.ts";
import { helmProvider, kubernetesProvider } from "./providers.ts";
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
    const { keyArns, secretArns, artifactBucket, subnetIds } = foundation.handover.receive(this);
    const { buckets, kafka } = data.handover.receive(this);
    const cluster = workers.handover.receive(this);
    const { caller } = this;
    kubernetesProvider(this, { environment, caller }, cluster);
    helmProvider(this, { environment, caller }, cluster);
    new KafkaClientAccess(this, "kafka-clients", {
      brokerGroupId: kafka.securityGroupId,
      clientGroupIds: { workers: cluster.securityGroupId },
    });
    const nodes = new NodePools(this, "nodes", {
      config: environment.workers,
      cluster,
      queueName: cluster.interruptionQueue,
      parts: {
        instanceProfile: cluster.nodeProfile,
        subnetIds: subnetIds.private,
        securityGroupId: cluster.securityGroupId,
        keyArn: keyArns.workers,
        tags: tagsOf(environment),
      },
    });
    const jobs = new Jobs(this, "jobs", {
      context: this.context,
      config: environment.jobs,
      after: nodes.ready,
      clusterName: cluster.clusterName,
      buckets,
      artifacts: artifactBucket,
      secretArns,
      keyArns,
      kafka: { ...kafka, brokerCidrs: brokerRanges(environment.network) },
      topics: environment.streaming.topics,
      eventSchema: (topic) => eventSchema(environment, topic),
      warehouse: {
        engine: environment.cloud === "simulated" ? "duckdb" : "snowflake",
        account: `${environment.snowflake.organization}-${environment.snowflake.account}`,
        config: environment.warehouse,
        names: data.warehouseNames,
        access: data.publishedAccess,
      },
    });
    describeBatch(this, data.warehouseNames, jobs.namespace);
  }
}
