import type { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint/index.js";
import { Construct } from "constructs";
import type { PlatformContext } from "../support/context.ts";
import { SecurityGroup } from "../support/security-group.ts";
import { endpointPolicy } from "./endpoint-policy.ts";

export interface InterfaceEndpointsProps {
  readonly context: PlatformContext;
  readonly vpc: Vpc;
  /** One subnet in each zone. */
  readonly subnetIds: string[];
}

/** What nodes, pods and jobs call: images, credentials, keys, secrets, logs and metrics, the cluster's own API, alerts. */
const services = [
  "ec2",
  "ecr.api",
  "ecr.dkr",
  "eks",
  "eks-auth",
  "kms",
  "logs",
  "monitoring",
  "secretsmanager",
  "sns",
  "sts",
] as const;

/** Ways to AWS services that do not leave the VPC, for the identities of this account. */
export class InterfaceEndpoints extends Construct {
  /** Who calls the services must be let in here: see EndpointClients. */
  readonly groupId: string;

  constructor(scope: Construct, id: string, { context, vpc, subnetIds }: InterfaceEndpointsProps) {
    super(scope, id);
    const group = new SecurityGroup(this, "security-group", {
      context,
      vpcId: vpc.id,
      name: "endpoints",
      description: "Private ways to AWS services",
    });
    for (const service of services) {
      new VpcEndpoint(new Construct(this, service.replace(".", "-")), "endpoint", {
        vpcId: vpc.id,
        serviceName: `com.amazonaws.${context.region}.${service}`,
        vpcEndpointType: "Interface",
        subnetIds,
        securityGroupIds: [group.groupId],
        privateDnsEnabled: true,
        policy: endpointPolicy(context, service),
      });
    }
    this.groupId = group.groupId;
  }
}
