import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import type { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { Construct } from "constructs";
import { arn } from "../support/arn.ts";
import type { PlatformContext } from "../support/context.ts";
import { physicalName } from "../support/names.ts";
import { allow, policyDocument } from "../support/policy.ts";

export interface FlowLogsProps {
  readonly context: PlatformContext;
  readonly vpc: Vpc;
  /** How long records stay. */
  readonly days: number;
  readonly keyArn: string;
}

/** Records of every connection in a VPC, accepted or refused: who spoke with whom, when and how much. */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, { context, vpc, days, keyArn }: FlowLogsProps) {
    super(scope, id);
    const group = new CloudwatchLogGroup(this, "records", {
      name: physicalName("logGroup", context, "network", "flows"),
      retentionInDays: days,
      kmsKeyId: keyArn,
    });
    const { role, rights } = deliveryRole(this, context, group);
    new FlowLog(this, "flows", {
      vpcId: vpc.id,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: group.arn,
      iamRoleArn: role.arn,
      // Flow logs whose role may not write yet fail in silence.
      dependsOn: [rights],
    });
  }
}

/** Source: Amazon VPC user guide, "IAM role for publishing flow logs to CloudWatch Logs". The group exists already, so that the role need not make one. */
function deliveryRole(scope: Construct, context: PlatformContext, group: CloudwatchLogGroup) {
  const ours = {
    StringEquals: { "aws:SourceAccount": context.accountId },
    ArnLike: { "aws:SourceArn": arn(context, "ec2", "vpc-flow-log/*") },
  };
  const principals = { service: "vpc-flow-logs.amazonaws.com" };
  const role = new IamRole(scope, "role", {
    name: physicalName("role", context, "flow-logs"),
    description: "VPC flow logs on their way to CloudWatch",
    assumeRolePolicy: policyDocument(allow(["sts:AssumeRole"], [], { principals, conditions: ours })),
  });
  const rights = new IamRolePolicy(scope, "rights", {
    role: role.name,
    name: "write-records",
    policy: policyDocument(
      allow(["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"], [`${group.arn}:*`]),
      allow(["logs:DescribeLogGroups"], [arn(context, "logs", "log-group:*")]),
    ),
  });
  return { role, rights };
}
