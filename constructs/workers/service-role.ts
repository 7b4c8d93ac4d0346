import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js";
import { Construct } from "constructs";
import type { PlatformContext } from "../support/context.ts";
import { physicalName } from "../support/names.ts";
import { allow, policyDocument } from "../support/policy.ts";

/**
 * The policies that AWS writes and keeps for the parts of EKS, each the least its part needs. Source: Amazon EKS user
 * guide, "AWS managed policies for Amazon Elastic Kubernetes Service".
 */
const managedPolicies = {
  AmazonEKSClusterPolicy: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
  AmazonEKSWorkerNodePolicy: "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
  AmazonEC2ContainerRegistryPullOnly: "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
  AmazonEKS_CNI_Policy: "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
} as const;

export interface ServiceRoleProps {
  readonly context: PlatformContext;
  readonly name: string;
  readonly description: string;
  readonly service: "eks.amazonaws.com" | "ec2.amazonaws.com" | "pods.eks.amazonaws.com";
  readonly policies: readonly (keyof typeof managedPolicies)[];
}

/** An IAM role that a part of EKS works under. Whoever depends on {@link attachments} starts with its rights in place. */
export class ServiceRole extends Construct {
  readonly role: IamRole;
  readonly attachments: readonly IamRolePolicyAttachment[];

  constructor(scope: Construct, id: string, { context, name, description, service, policies }: ServiceRoleProps) {
    super(scope, id);
    this.role = new IamRole(this, "role", {
      name: physicalName("role", context, name),
      description,
      assumeRolePolicy: policyDocument(allow(trustActions(service), [], { principals: { service } })),
    });
    this.attachments = policies.map(
      (policy) =>
        new IamRolePolicyAttachment(new Construct(this, policy), "attachment", {
          role: this.role.name,
          policyArn: managedPolicies[policy],
        }),
    );
  }
}

/** EKS Pod Identity tags the sessions it starts with cluster, namespace and service account. */
function trustActions(service: ServiceRoleProps["service"]): string[] {
  return service === "pods.eks.amazonaws.com" ? ["sts:AssumeRole", "sts:TagSession"] : ["sts:AssumeRole"];
}
