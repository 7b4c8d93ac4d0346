import { EksAddon, type EksAddonConfig } from "@cdktf/provider-aws/lib/eks-addon/index.js";
import type { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster/index.js";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { PlatformContext } from "../support/context.ts";
import { ServiceRole } from "./service-role.ts";

/**
 * What a node needs from its first second: the proxy by which its pods reach the cluster's API, the agent that hands pods
 * their AWS credentials, and the network plugin, which takes its own from that agent, so that nodes need no right to
 * change networks, and which enforces network policies.
 */
export function addonsBeforeNodes(scope: Construct, cluster: EksCluster, context: PlatformContext): EksAddon[] {
  const proxy = addon(scope, "kube-proxy", cluster);
  const agent = addon(scope, "eks-pod-identity-agent", cluster);
  const cni = new ServiceRole(scope, "cni", {
    context,
    name: "workers-cni",
    description: "The VPC network plugin, which gives pods their addresses",
    service: "pods.eks.amazonaws.com",
    policies: ["AmazonEKS_CNI_Policy"],
  });
  const network = addon(scope, "vpc-cni", cluster, {
    dependsOn: [agent, ...cni.attachments],
    configurationValues: JSON.stringify({ enableNetworkPolicy: "true" }),
    podIdentityAssociation: [{ serviceAccount: "aws-node", roleArn: cni.role.arn }],
  });
  return [proxy, agent, network];
}

/** What runs on nodes like any pod, and so is not ready before there are some. */
export function addonsOnNodes(scope: Construct, cluster: EksCluster, nodes: ITerraformDependable): void {
  addon(scope, "coredns", cluster, { dependsOn: [nodes] });
}

type Settings = Pick<EksAddonConfig, "configurationValues" | "podIdentityAssociation" | "dependsOn">;

function addon(scope: Construct, name: string, cluster: EksCluster, settings: Settings = {}): EksAddon {
  return new EksAddon(new Construct(scope, name), "addon", {
    clusterName: cluster.name,
    addonName: name,
    // The cluster starts without add-ons of its own: a conflict at creation is somebody's work, later ones are drift.
    resolveConflictsOnCreate: "NONE",
    resolveConflictsOnUpdate: "OVERWRITE",
    ...settings,
  });
}
