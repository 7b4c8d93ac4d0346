import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry/index.js";
import { EksAccessPolicyAssociation } from "@cdktf/provider-aws/lib/eks-access-policy-association/index.js";
import { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { Construct } from "constructs";
import { arn } from "../support/arn.ts";
import type { PlatformContext } from "../support/context.ts";
import { stateful } from "../support/lifecycle.ts";
import { physicalName } from "../support/names.ts";
import { clusterName } from "../support/node-maker-policy.ts";
import { allow, policyDocument } from "../support/policy.ts";
import { safeguards } from "../support/protection.ts";
import { addonsBeforeNodes, addonsOnNodes } from "./addons.ts";
import type { WorkersConfig } from "./config.ts";
import { NodeGroup } from "./node-group.ts";
import { NodeMaker } from "./node-maker.ts";
import { ServiceRole } from "./service-role.ts";

export interface WorkerClusterProps {
  readonly context: PlatformContext;
  readonly config: WorkersConfig;
  readonly network: { readonly subnetIds: { readonly private: readonly string[] } };
  /** Encrypts the cluster's secrets and its nodes' volumes. */
  readonly keyArn: string;
  readonly logKeyArn: string;
}

const controlPlaneLogs = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

interface Caller {
  /** The last part of the role's name. */
  readonly name: string;
  readonly policy: string;
}

/**
 * Who Terraform runs as when it works on the jobs. The plan role sees what the jobs are made of and no secret, which the
 * wider AmazonEKSAdminViewPolicy would show it. For the whole cluster, since a namespace itself lies in none. Source:
 * Amazon EKS user guide, "Review access policy permissions".
 */
const callers: readonly Caller[] = [
  { name: "deploy", policy: "AmazonEKSClusterAdminPolicy" },
  { name: "plan", policy: "AmazonEKSViewPolicy" },
];

/**
 * An EKS cluster with nodes in the private subnets. Its API answers inside the VPC only, whoever it knows has an access
 * entry, its secrets are encrypted with our key, and its control plane logs everything it can.
 */
export class WorkerCluster extends Construct {
  readonly clusterName: string;
  readonly endpoint: string;
  readonly certificateAuthority: string;
  /** Shared by the control plane, the nodes and the pods. */
  readonly securityGroupId: string;
  /** What Karpenter works with. */
  readonly nodeMaker: NodeMaker;

  constructor(scope: Construct, id: string, props: WorkerClusterProps) {
    super(scope, id);
    const { context, config, keyArn } = props;
    const cluster = createCluster(this, props);
    for (const caller of callers) admit(this, cluster, context, caller);
    const after = addonsBeforeNodes(this, cluster, context);
    const subnetIds = props.network.subnetIds.private;
    const nodes = new NodeGroup(this, "nodes", { context, config, cluster, subnetIds, keyArn, after });
    addonsOnNodes(this, cluster, nodes.group);
    this.nodeMaker = new NodeMaker(this, "node-maker", { context, clusterName: cluster.name, keyArn });
    this.clusterName = cluster.name;
    this.endpoint = cluster.endpoint;
    this.certificateAuthority = cluster.certificateAuthority.get(0).data;
    this.securityGroupId = cluster.vpcConfig.clusterSecurityGroupId;
  }
}

function createCluster(scope: Construct, props: WorkerClusterProps): EksCluster {
  const { context, config, network, keyArn } = props;
  const name = clusterName(context);
  const role = clusterRole(scope, context, keyArn);
  return new EksCluster(scope, "cluster", {
    name,
    version: config.kubernetesVersion,
    roleArn: role.role.arn,
    // Without it, EKS would install unmanaged copies of the add-ons below.
    bootstrapSelfManagedAddons: false,
    accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
    vpcConfig: {
      subnetIds: [...network.subnetIds.private],
      endpointPrivateAccess: true,
      endpointPublicAccess: false,
    },
    kubernetesNetworkConfig: { ipFamily: "ipv4", serviceIpv4Cidr: config.serviceCidr },
    encryptionConfig: { resources: ["secrets"], provider: { keyArn } },
    enabledClusterLogTypes: controlPlaneLogs,
    // At the end of standard support EKS upgrades the cluster instead of charging six times its price.
    upgradePolicy: { supportType: "STANDARD" },
    deletionProtection: safeguards(context.protection).deletionProtection,
    lifecycle: stateful(context),
    dependsOn: [createLogGroup(scope, name, props), ...role.attachments],
  });
}

/** EKS would make this group by itself, to be kept for ever and encrypted by nobody's key. The name is EKS's. */
function createLogGroup(scope: Construct, clusterName: string, { config, logKeyArn }: WorkerClusterProps) {
  return new CloudwatchLogGroup(scope, "control-plane-logs", {
    name: `/aws/eks/${clusterName}/cluster`,
    retentionInDays: config.controlPlaneLogDays,
    kmsKeyId: logKeyArn,
  });
}

function clusterRole(scope: Construct, context: PlatformContext, keyArn: string): ServiceRole {
  const identity = new ServiceRole(scope, "identity", {
    context,
    name: "workers-cluster",
    description: "Control plane of the worker cluster",
    service: "eks.amazonaws.com",
    policies: ["AmazonEKSClusterPolicy"],
  });
  new IamRolePolicy(identity, "secrets-key", {
    name: "secrets-key",
    role: identity.role.name,
    policy: policyDocument(allow(["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:ListGrants"], [keyArn])),
  });
  return identity;
}

/** Lets a role in; its name is the contract with the account's own stack, which makes it. */
function admit(scope: Construct, cluster: EksCluster, context: PlatformContext, { name, policy }: Caller): void {
  const caller = new Construct(scope, `${name}-role`);
  const role = physicalName("role", context, name);
  const entry = new EksAccessEntry(caller, "entry", {
    clusterName: cluster.name,
    principalArn: arn(context, "iam", `role/${role}`, "global"),
  });
  new EksAccessPolicyAssociation(caller, "policy", {
    clusterName: cluster.name,
    principalArn: entry.principalArn,
    policyArn: `arn:aws:eks::aws:cluster-access-policy/${policy}`,
    accessScope: { type: "cluster" },
  });
}
