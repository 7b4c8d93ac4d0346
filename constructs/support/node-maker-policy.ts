import { arn } from "./arn.ts";
import type { PlatformContext } from "./context.ts";
import { physicalName } from "./names.ts";
import { allow, type Conditions, type Statement } from "./policy.ts";
import { nodeMakerReads } from "./unscoped-actions.ts";

/** Last parts of names that the account's own stack must know before the cluster is there. */
export const nodeMakerRole = "workers-karpenter";
export const poolNodesRole = "workers-karpenter-nodes";
const queue = "workers-interruptions";

export function clusterName(context: PlatformContext): string {
  return physicalName("kubernetesCluster", context, "workers");
}

export function interruptionQueueName(context: PlatformContext): string {
  return physicalName("queue", context, queue);
}

/** The key that nodes' volumes are encrypted with: its ARN, or all keys under a condition that leaves few. */
export interface VolumeKey {
  readonly arn: string;
  readonly conditions?: Conditions["StringEquals"];
}

/**
 * What Karpenter does to EC2, all of it bounded by the tag of its cluster: the policies of its published CloudFormation
 * template, less what it would do to instance profiles, of which it is given one, and with the nodes' key. Everything is named
 * by name, so that the same statements are the role's boundary. Sources: karpenter.sh v1.14, "CloudFormation"; for the key,
 * "Troubleshooting", encrypted volumes.
 */
export function nodeMakerStatements(context: PlatformContext, key: VolumeKey): Statement[] {
  const { region } = context;
  const cluster = clusterName(context);
  const ec2 = (...types: string[]) => types.map((type) => arn(context, "ec2", `${type}/*`));
  const ownerTag = `kubernetes.io/cluster/${cluster}`;
  const made = {
    StringEquals: { [`aws:RequestTag/${ownerTag}`]: "owned", "aws:RequestTag/eks:eks-cluster-name": cluster },
    StringLike: { "aws:RequestTag/karpenter.sh/nodepool": "*" },
  };
  const own = {
    StringEquals: { [`aws:ResourceTag/${ownerTag}`]: "owned" },
    StringLike: { "aws:ResourceTag/karpenter.sh/nodepool": "*" },
  };
  const makes = ec2("fleet", "instance", "volume", "network-interface", "launch-template", "spot-instances-request");
  const launch = ["ec2:CreateFleet", "ec2:RunInstances"];
  return [
    allow(
      launch,
      [`arn:aws:ec2:${region}::image/*`, `arn:aws:ec2:${region}::snapshot/*`, ...ec2("security-group", "subnet")],
      { sid: "LaunchFrom" },
    ),
    allow(launch, ec2("launch-template"), { sid: "LaunchByOwnTemplates", conditions: own }),
    allow([...launch, "ec2:CreateLaunchTemplate"], makes, { sid: "MakeTagged", conditions: made }),
    allow(["ec2:CreateTags"], makes, {
      sid: "TagAtBirth",
      conditions: {
        ...made,
        StringEquals: {
          ...made.StringEquals,
          "ec2:CreateAction": ["CreateFleet", "CreateLaunchTemplate", "RunInstances"],
        },
      },
    }),
    allow(["ec2:CreateTags"], ec2("instance"), {
      sid: "TagOwn",
      conditions: {
        ...own,
        StringEqualsIfExists: { "aws:RequestTag/eks:eks-cluster-name": cluster },
        "ForAllValues:StringEquals": { "aws:TagKeys": ["eks:eks-cluster-name", "karpenter.sh/nodeclaim", "Name"] },
      },
    }),
    allow(["ec2:DeleteLaunchTemplate", "ec2:TerminateInstances"], ec2("instance", "launch-template"), {
      sid: "RemoveOwn",
      conditions: own,
    }),
    ...volumes(context, key),
    allow(["iam:PassRole"], [arn(context, "iam", `role/${physicalName("role", context, poolNodesRole)}`, "global")], {
      sid: "PassNodes",
      conditions: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
    }),
    allow(["iam:GetInstanceProfile"], [arn(context, "iam", "instance-profile/*", "global")], { sid: "SeeProfiles" }),
    allow(["iam:ListInstanceProfiles", "pricing:GetProducts"], ["*"], { sid: "SeeEverywhere" }),
    allow(nodeMakerReads, ["*"], { sid: "SeeRegion", conditions: { StringEquals: { "aws:RequestedRegion": region } } }),
    allow(["ssm:GetParameter"], [`arn:aws:ssm:${region}::parameter/aws/service/*`], { sid: "FindImages" }),
    allow(["eks:DescribeCluster"], [arn(context, "eks", `cluster/${cluster}`)], { sid: "SeeCluster" }),
    allow(
      ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"],
      [arn(context, "sqs", interruptionQueueName(context))],
      { sid: "HearInterruptions" },
    ),
  ];
}

/** Whoever starts an instance with an encrypted volume hands EC2 the use of the key (Amazon EBS user guide, "Permissions for customer managed keys"). */
function volumes({ region }: PlatformContext, { arn: key, conditions }: VolumeKey): Statement[] {
  const through = { ...conditions, "kms:ViaService": `ec2.${region}.amazonaws.com` };
  const uses = [
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
  ];
  return [
    allow(uses, [key], { sid: "EncryptVolumes", conditions: { StringEquals: through } }),
    allow(["kms:CreateGrant"], [key], {
      sid: "GrantVolumes",
      conditions: { StringEquals: through, Bool: { "kms:GrantIsForAWSResource": "true" } },
    }),
  ];
}
