import { SecurityGroup as AwsSecurityGroup } from "@cdktf/provider-aws/lib/security-group/index.js";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js";
import { Construct } from "constructs";
import type { PlatformContext } from "./context.ts";
import { physicalName } from "./names.ts";

export interface SecurityGroupProps {
  readonly context: PlatformContext;
  readonly vpcId: string;
  /** The last part of the group's name. */
  readonly name: string;
  readonly description: string;
}

/** A security group that lets nothing in and nothing out until a rule says so. */
export class SecurityGroup extends Construct {
  /** The group's id in EC2. */
  readonly groupId: string;

  constructor(scope: Construct, id: string, { context, vpcId, name, description }: SecurityGroupProps) {
    super(scope, id);
    const group = new AwsSecurityGroup(this, "group", {
      vpcId,
      name: physicalName("securityGroup", context, name),
      description,
    });
    this.groupId = group.id;
  }
}

export interface TcpAccess {
  /** Security group of who opens connections. */
  readonly from: string;
  /** Security group of who accepts them. */
  readonly to: string;
  readonly port: number;
  readonly description: string;
}

/** Lets one group open TCP connections to one port of another. The groups may belong to other stacks. */
export function allowTcp(
  scope: Construct,
  id: string,
  { from, to, port, description }: TcpAccess,
): VpcSecurityGroupIngressRule {
  return new VpcSecurityGroupIngressRule(scope, id, {
    securityGroupId: to,
    referencedSecurityGroupId: from,
    ipProtocol: "tcp",
    fromPort: port,
    toPort: port,
    description,
  });
}
