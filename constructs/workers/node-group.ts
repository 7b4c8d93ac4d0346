import type { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster/index.js";
import { EksNodeGroup } from "@cdktf/provider-aws/lib/eks-node-group/index.js";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template/index.js";
import { type ITerraformDependable, Token } from "cdktf";
import { Construct } from "constructs";
import type { PlatformContext } from "../support/context.ts";
import { physicalName } from "../support/names.ts";
import type { WorkersConfig } from "./config.ts";
import { nodeImage } from "./instance-types.ts";
import { ServiceRole } from "./service-role.ts";

export interface NodeGroupProps {
  readonly context: PlatformContext;
  readonly config: WorkersConfig;
  readonly cluster: EksCluster;
  readonly subnetIds: readonly string[];
  readonly keyArn: string;
  /** What must be in the cluster before its first node. */
  readonly after: readonly ITerraformDependable[];
}

/** Managed nodes in private subnets: encrypted volumes, and no way for a pod to its node's credentials. */
export class NodeGroup extends Construct {
  readonly group: EksNodeGroup;

  constructor(scope: Construct, id: string, props: NodeGroupProps) {
    super(scope, id);
    const role = new ServiceRole(this, "identity", {
      context: props.context,
      name: "workers-nodes",
      description: "Nodes of the worker cluster: they join it and pull images",
      service: "ec2.amazonaws.com",
      policies: ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"],
    });
    this.group = createGroup(this, props, role, createTemplate(this, props));
  }
}

function createTemplate(scope: Construct, { context, config, keyArn }: NodeGroupProps): LaunchTemplate {
  return new LaunchTemplate(scope, "template", {
    name: physicalName("kubernetesCluster", context, "workers", "nodes"),
    updateDefaultVersion: true,
    // One hop reaches the node itself and no pod behind it.
    metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
    blockDeviceMappings: [
      {
        deviceName: "/dev/xvda",
        ebs: {
          volumeType: "gp3",
          volumeSize: config.nodeGroup.diskGib,
          encrypted: "true",
          kmsKeyId: keyArn,
          deleteOnTermination: "true",
        },
      },
    ],
  });
}

function createGroup(scope: Construct, props: NodeGroupProps, role: ServiceRole, template: LaunchTemplate) {
  const { kubernetesVersion, nodeGroup } = props.config;
  return new EksNodeGroup(scope, "group", {
    clusterName: props.cluster.name,
    // A prefix, since a change of instance types replaces the group, and the new one must stand before the old one goes.
    nodeGroupNamePrefix: "nodes-",
    nodeRoleArn: role.role.arn,
    subnetIds: [...props.subnetIds],
    version: kubernetesVersion,
    amiType: nodeImage(nodeGroup.instanceTypes),
    instanceTypes: [...nodeGroup.instanceTypes],
    scalingConfig: {
      minSize: nodeGroup.minNodes,
      maxSize: nodeGroup.maxNodes,
      desiredSize: Math.max(1, nodeGroup.minNodes),
    },
    updateConfig: { maxUnavailable: 1 },
    launchTemplate: { id: template.id, version: Token.asString(template.latestVersion) },
    // The desired number is where the group starts; from then on it follows the load.
    lifecycle: { createBeforeDestroy: true, ignoreChanges: ["scaling_config[0].desired_size"] },
    dependsOn: [...props.after, ...role.attachments],
  });
}
