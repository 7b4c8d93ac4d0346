import { join } from "node:path";
import { Release } from "@cdktf/provider-helm/lib/release/index.js";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import type { WorkersConfig } from "./config.ts";
import { type NodeParts, nodePoolValues } from "./node-classes.ts";
import { nodeMakerAccount, nodeMakerNamespace } from "./node-maker.ts";

export interface NodePoolsProps {
  readonly config: WorkersConfig;
  readonly cluster: { readonly clusterName: string; readonly endpoint: string };
  readonly queueName: string;
  readonly parts: NodeParts;
}

/**
 * Karpenter's charts, pinned. Its compatibility matrix asks for 1.13 or newer at Kubernetes 1.36, and for 1.9 at 1.35
 * (karpenter.sh v1.14, "Compatibility"); the chart itself pins the controller's image by digest.
 */
const charts = { repository: "oci://public.ecr.aws/karpenter", version: "1.14.1" };

const ourChart = join(import.meta.dirname, "charts/node-pools");

/** Karpenter and the pools it makes nodes for. Its resource types go first, since Helm never changes those of a chart of theirs; the pools go last. */
export class NodePools extends Construct {
  /** What runs wait for that need a node. */
  readonly ready: Release;

  constructor(scope: Construct, id: string, props: NodePoolsProps) {
    super(scope, id);
    const types = release(this, "types", "karpenter-crd", {});
    const operator = release(this, "operator", "karpenter", operatorValues(props), types);
    this.ready = createPools(this, props, operator);
  }
}

function release(scope: Construct, id: string, chart: string, values: object, after?: Release): Release {
  return new Release(scope, id, {
    ...charts,
    name: chart,
    chart,
    namespace: nodeMakerNamespace,
    values: [JSON.stringify(values)],
    skipCrds: true,
    ...carefully,
    dependsOn: after ? [after] : undefined,
  });
}

/** A release that does not become ready is undone, not left half there. */
const carefully = { wait: true, atomic: true, cleanupOnFail: true, timeout: 600, maxHistory: 5 };

function operatorValues({ config, cluster, queueName }: NodePoolsProps) {
  return {
    // Two copies never share a node, and Karpenter runs on none that it made.
    replicas: Math.min(2, Math.max(1, config.nodeGroup.minNodes)),
    serviceAccount: { name: nodeMakerAccount },
    settings: {
      clusterName: cluster.clusterName,
      clusterEndpoint: cluster.endpoint,
      interruptionQueue: queueName,
      eksControlPlane: true,
    },
    controller: { resources: { requests: { cpu: "500m", memory: "1Gi" }, limits: { memory: "1Gi" } } },
  };
}

function createPools(scope: Construct, { config, parts }: NodePoolsProps, operator: Release): Release {
  const chart = new TerraformAsset(scope, "chart", { path: ourChart, type: AssetType.DIRECTORY });
  return new Release(scope, "pools", {
    name: "node-pools",
    chart: chart.path,
    namespace: nodeMakerNamespace,
    values: [JSON.stringify(nodePoolValues(config.jobNodes, parts))],
    ...carefully,
    dependsOn: [operator],
  });
}
