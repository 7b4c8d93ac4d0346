import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry/index.js";
import { EksPodIdentityAssociation } from "@cdktf/provider-aws/lib/eks-pod-identity-association/index.js";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { Construct } from "constructs";
import type { PlatformContext } from "../support/context.ts";
import { physicalName } from "../support/names.ts";
import { nodeMakerRole, nodeMakerStatements, poolNodesRole } from "../support/node-maker-policy.ts";
import { policyDocument } from "../support/policy.ts";
import { Interruptions } from "./interruptions.ts";
import { ServiceRole } from "./service-role.ts";

export interface NodeMakerProps {
  readonly context: PlatformContext;
  readonly clusterName: string;
  /** Encrypts the nodes' volumes. */
  readonly keyArn: string;
}

/** Where Karpenter runs, and as whom: Kubernetes' own namespace is the one whose pods are never starved. */
export const nodeMakerNamespace = "kube-system";
export const nodeMakerAccount = "karpenter";

/** What Karpenter needs of AWS: an identity for itself, one for the nodes it makes, and word of what ends nodes. */
export class NodeMaker extends Construct {
  readonly instanceProfile: string;
  readonly queueName: string;

  constructor(scope: Construct, id: string, props: NodeMakerProps) {
    super(scope, id);
    this.instanceProfile = createNodeIdentity(new Construct(this, "nodes"), props);
    createOwnIdentity(this, props);
    this.queueName = new Interruptions(this, "interruptions", props).queueName;
  }
}

function createNodeIdentity(scope: Construct, { context, clusterName }: NodeMakerProps): string {
  const { role } = new ServiceRole(scope, "identity", {
    context,
    name: poolNodesRole,
    description: "Nodes that Karpenter makes: they join the cluster and pull images",
    service: "ec2.amazonaws.com",
    policies: ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"],
  });
  // EKS lets the nodes of its own groups in by itself; these it does not know.
  new EksAccessEntry(scope, "entry", { clusterName, principalArn: role.arn, type: "EC2_LINUX" });
  return new IamInstanceProfile(scope, "profile", {
    name: physicalName("role", context, poolNodesRole),
    role: role.name,
  }).name;
}

function createOwnIdentity(scope: Construct, { context, clusterName, keyArn }: NodeMakerProps): void {
  const { role } = new ServiceRole(scope, "identity", {
    context,
    name: nodeMakerRole,
    description: "Karpenter, which makes and removes the nodes of jobs",
    service: "pods.eks.amazonaws.com",
    policies: [],
  });
  new IamRolePolicy(scope, "access", {
    name: "nodes",
    role: role.name,
    policy: policyDocument(...nodeMakerStatements(context, { arn: keyArn })),
  });
  new EksPodIdentityAssociation(scope, "association", {
    clusterName,
    namespace: nodeMakerNamespace,
    serviceAccount: nodeMakerAccount,
    roleArn: role.arn,
  });
}
