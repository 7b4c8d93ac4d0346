import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { Construct } from "constructs";
import { arn } from "../support/arn.ts";
import type { PlatformContext } from "../support/context.ts";
import { physicalName } from "../support/names.ts";
import { allow, policyDocument, type Statement } from "../support/policy.ts";

export interface RunnerRoleProps {
  readonly context: PlatformContext;
  readonly connectionArn: string;
  readonly subnetIds: readonly string[];
  readonly groupId: string;
  readonly logGroupArn: string;
}

/** What CodeBuild reads of a network before it puts a machine there. */
export const networkReads = [
  "ec2:DescribeDhcpOptions",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeSubnets",
  "ec2:DescribeVpcs",
];

/** What it does with the connection to GitHub. */
export const connectionUse = ["GetConnection", "GetConnectionToken", "UseConnection"];

/** CodeConnections answers to its old name too; a policy must use the one that the connection's ARN has. */
export function connectionActions(connectionArn: string, actions: readonly string[]): string[] {
  const [, , service = ""] = connectionArn.split(":");
  return actions.map((action) => `${service}:${action}`);
}

/**
 * What CodeBuild needs to put a machine into the network and to answer GitHub, and nothing that a job would want. Sources:
 * AWS CodeBuild user guide, "Allow CodeBuild access to AWS services required to create a VPC network interface" and
 * "GitHub and GitHub Enterprise Server connections".
 */
export class RunnerRole extends Construct {
  readonly arn: string;
  readonly rights: IamRolePolicy;

  constructor(scope: Construct, id: string, props: RunnerRoleProps) {
    super(scope, id);
    const { context } = props;
    const ours = { StringEquals: { "aws:SourceAccount": context.accountId } };
    const principals = { service: "codebuild.amazonaws.com" };
    const role = new IamRole(this, "role", {
      name: physicalName("role", context, "runner"),
      description: "CodeBuild, for machines that run GitHub Actions jobs",
      assumeRolePolicy: policyDocument(allow(["sts:AssumeRole"], [], { principals, conditions: ours })),
    });
    this.rights = new IamRolePolicy(this, "rights", {
      role: role.name,
      name: "run-jobs",
      policy: policyDocument(...networkRights(props), ...otherRights(props)),
    });
    this.arn = role.arn;
  }
}

function networkRights({ context, subnetIds, groupId }: RunnerRoleProps): Statement[] {
  const ec2 = (resource: string) => arn(context, "ec2", resource);
  const subnets = subnetIds.map((id) => ec2(`subnet/${id}`));
  const here = { StringEquals: { "aws:RequestedRegion": context.region } };
  const toCodeBuild = { "ec2:AuthorizedService": "codebuild.amazonaws.com", "ec2:Subnet": subnets };
  const interfaces = ec2("network-interface/*");
  return [
    allow(networkReads, ["*"], { conditions: here }),
    allow(["ec2:CreateNetworkInterface"], [interfaces, ...subnets, ec2(`security-group/${groupId}`)]),
    allow(["ec2:CreateNetworkInterfacePermission"], [interfaces], { conditions: { StringEquals: toCodeBuild } }),
    allow(["ec2:DeleteNetworkInterface"], [interfaces]),
  ];
}

function otherRights({ connectionArn, logGroupArn }: RunnerRoleProps): Statement[] {
  return [
    allow(["logs:CreateLogStream", "logs:PutLogEvents"], [`${logGroupArn}:*`]),
    allow(connectionActions(connectionArn, connectionUse), [connectionArn]),
  ];
}
