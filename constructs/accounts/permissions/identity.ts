import { nodeMakerRole } from "../../support/node-maker-policy.ts";
import { allow, deny, type Statement } from "../../support/policy.ts";
import { of, type Reach } from "../reach.ts";

/** AWS services that roles of the environment may be handed to. */
const passedTo = [
  "cloudtrail.amazonaws.com",
  "ec2.amazonaws.com",
  "ecs-tasks.amazonaws.com",
  "eks.amazonaws.com",
  "firehose.amazonaws.com",
  "kafkaconnect.amazonaws.com",
  "lambda.amazonaws.com",
  "pods.eks.amazonaws.com",
  "vpc-flow-logs.amazonaws.com",
];

/** Services that make a role for themselves on first use, and cannot go beyond what AWS wrote into it. */
const linkedServices = [
  "autoscaling.amazonaws.com",
  "eks-nodegroup.amazonaws.com",
  "eks.amazonaws.com",
  "kafka.amazonaws.com",
  "kafka.application-autoscaling.amazonaws.com",
  "kafkaconnect.amazonaws.com",
];

const grants = ["AttachRolePolicy", "DeleteRolePolicy", "DetachRolePolicy", "PutRolePolicy"];
const changes = ["DeleteRole", "TagRole", "UntagRole", "UpdateAssumeRolePolicy", "UpdateRole", "UpdateRoleDescription"];
const profiles = [
  "AddRoleToInstanceProfile",
  "CreateInstanceProfile",
  "DeleteInstanceProfile",
  "RemoveRoleFromInstanceProfile",
  "TagInstanceProfile",
  "UntagInstanceProfile",
];

/** ARNs of the boundary of all roles but one, and of that of the role which makes nodes. */
export interface Boundaries {
  readonly all: string;
  readonly nodes: string;
}

/**
 * Roles below the environment's prefix, each under the boundary: whatever policy the deploy role writes into one, the
 * boundary decides what it can do, so no role becomes a way around these permissions.
 */
export function identityChanges(reach: Reach, boundaries: Boundaries): Statement[] {
  const roles = [reach.global("iam", `role/${reach.prefix}-*`)];
  const under = (arn: string) => ({ StringEquals: { "iam:PermissionsBoundary": arn } });
  const bounded = under(boundaries.all);
  const maker = reach.global("iam", `role/${reach.prefix}-${nodeMakerRole}`);
  const callers = ["deploy", "plan"].map((name) => reach.global("iam", `role/${reach.prefix}-${name}`));
  return [
    allow(["iam:CreateRole", "iam:PutRolePermissionsBoundary"], roles, { sid: "CreateBounded", conditions: bounded }),
    allow(of("iam", grants), roles, { sid: "GrantBounded", conditions: bounded }),
    allow(["iam:CreateRole", "iam:PutRolePermissionsBoundary", ...of("iam", grants)], [maker], {
      sid: "NodeMakerBounded",
      conditions: under(boundaries.nodes),
    }),
    allow(of("iam", changes), roles, { sid: "ChangeRoles" }),
    allow(of("iam", profiles), [reach.global("iam", `instance-profile/${reach.prefix}-*`)], { sid: "Profiles" }),
    allow(["iam:PassRole"], roles, {
      sid: "PassRoles",
      conditions: { StringEquals: { "iam:PassedToService": passedTo } },
    }),
    allow(["iam:CreateServiceLinkedRole"], [reach.global("iam", "role/aws-service-role/*")], {
      sid: "LinkServices",
      conditions: { StringEquals: { "iam:AWSServiceName": linkedServices } },
    }),
    deny(of("iam", ["Add*", "Attach*", "Create*", "Delete*", "Detach*", "PassRole", "Put*", "Remove*"]), callers, {
      sid: "KeepCallers",
    }),
    deny(of("iam", ["Tag*", "Untag*", "Update*"]), callers, { sid: "KeepCallersAsTheyAre" }),
  ];
}
