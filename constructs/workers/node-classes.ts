import { type Capacity, capacities, jobTaint } from "../support/job-nodes.ts";
import type { JobNodesConfig } from "./job-nodes-config.ts";

/** What nodes are made of, by references to what stands. */
export interface NodeParts {
  readonly instanceProfile: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
  readonly keyArn: string;
  readonly tags: Readonly<Record<string, string>>;
}

const className = "jobs";
/** Nodes of 4 virtual CPUs and more: smaller ones spend much of themselves on what every node runs. */
export const leastCpus = 4;

/**
 * The values of the chart node-pools. Fields are those of Karpenter v1's resources (karpenter.sh, "NodePools" and
 * "NodeClasses", v1.14).
 */
export function nodePoolValues(config: JobNodesConfig, parts: NodeParts) {
  return {
    nodeClass: { name: className, spec: nodeClass(config, parts) },
    nodePools: capacities.map((capacity) => ({ name: capacity, spec: nodePool(config, capacity) })),
  };
}

function nodeClass({ image, diskGib }: JobNodesConfig, parts: NodeParts) {
  return {
    amiSelectorTerms: [{ alias: `al2023@${image}` }],
    instanceProfile: parts.instanceProfile,
    subnetSelectorTerms: parts.subnetIds.map((id) => ({ id })),
    securityGroupSelectorTerms: [{ id: parts.securityGroupId }],
    associatePublicIPAddress: false,
    // One hop reaches the node itself and no pod behind it.
    metadataOptions: {
      httpEndpoint: "enabled",
      httpProtocolIPv6: "disabled",
      httpPutResponseHopLimit: 1,
      httpTokens: "required",
    },
    blockDeviceMappings: [
      {
        deviceName: "/dev/xvda",
        ebs: {
          volumeType: "gp3",
          volumeSize: `${diskGib}Gi`,
          encrypted: true,
          kmsKeyID: parts.keyArn,
          deleteOnTermination: true,
        },
      },
    ],
    tags: parts.tags,
  };
}

function nodePool(config: JobNodesConfig, capacity: Capacity) {
  const { cpu, memoryGib } = capacity === "spot" ? config.spot : config.onDemand;
  return {
    template: {
      spec: {
        nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: className },
        requirements: [
          { key: "karpenter.sh/capacity-type", operator: "In", values: [capacity] },
          { key: "kubernetes.io/os", operator: "In", values: ["linux"] },
          { key: "kubernetes.io/arch", operator: "In", values: [config.architecture] },
          { key: "karpenter.k8s.aws/instance-family", operator: "In", values: [...config.instanceFamilies] },
          { key: "karpenter.k8s.aws/instance-cpu", operator: "Gt", values: [String(leastCpus - 1)] },
        ],
        taints: [jobTaint],
        expireAfter: `${config.expireHours}h`,
        // Of an expired node no run is ended before this; no run takes longer.
        terminationGracePeriod: "24h",
      },
    },
    limits: { cpu: String(cpu), memory: `${memoryGib}Gi` },
    // Runs ask not to be moved; what is left is a node that nothing runs on, or that runs would fit beside another's.
    disruption: { consolidationPolicy: "WhenEmptyOrUnderutilized", consolidateAfter: "5m" },
  };
}
