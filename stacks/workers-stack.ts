import type { Construct } from "constructs";
import { EndpointClients } from "../constructs/network/endpoint-clients.ts";
import { allowTcp } from "../constructs/support/security-group.ts";
import { WorkerCluster } from "../constructs/workers/cluster.ts";
import type { FoundationStack } from "./foundation-stack.ts";
import { Handover } from "./handover.ts";
import { type PlatformSettings, PlatformStack } from "./platform-stack.ts";

/** The Kubernetes cluster as AWS sees it; nothing here calls the cluster's own API. */
export class WorkersStack extends PlatformStack {
  readonly handover;

  constructor(scope: Construct, settings: PlatformSettings, foundation: FoundationStack) {
    super(scope, "workers", settings);
    const { subnetIds, keyArns, endpointGroupIds, runnerGroupIds } = foundation.handover.receive(this);
    const cluster = new WorkerCluster(this, "cluster", {
      context: this.context,
      config: settings.environment.workers,
      network: { subnetIds },
      keyArn: keyArns.workers,
      logKeyArn: keyArns.logs,
    });
    const clientGroupIds = { workers: cluster.securityGroupId };
    new EndpointClients(this, "endpoints", { endpointGroupIds, clientGroupIds });
    for (const from of runnerGroupIds) {
      const description = "GitHub Actions jobs that work on what is inside the cluster";
      allowTcp(this, "runner", { from, to: cluster.securityGroupId, port: 443, description });
    }
    this.handover = new Handover(this, {
      clusterName: cluster.clusterName,
      endpoint: cluster.endpoint,
      certificateAuthority: cluster.certificateAuthority,
      securityGroupId: cluster.securityGroupId,
      nodeProfile: cluster.nodeMaker.instanceProfile,
      interruptionQueue: cluster.nodeMaker.queueName,
    });
  }
}
