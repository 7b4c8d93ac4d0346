import { allow, type Statement } from "../../support/policy.ts";
import { of, type Reach } from "../reach.ts";

/** Services whose ARNs hold the name: service → the resources by name, and what is done to them. */
interface NamedService {
  readonly service: string;
  readonly resources: (reach: Reach) => string[];
  readonly actions: readonly string[];
}

const logGroups = ({ regional, path, prefix }: Reach) =>
  [`${path}/*`, `/aws/eks/${prefix}-*`, `/aws/msk/${prefix}*`].flatMap((name) => [
    regional("logs", `log-group:${name}`),
    regional("logs", `log-group:${name}:*`),
  ]);

const foundation: readonly NamedService[] = [
  {
    service: "logs",
    resources: logGroups,
    actions: [
      "AssociateKmsKey",
      "CreateLogGroup",
      "DeleteLogGroup",
      "DeleteRetentionPolicy",
      "DisassociateKmsKey",
      "PutRetentionPolicy",
      "TagResource",
      "UntagResource",
    ],
  },
  {
    service: "ecr",
    resources: ({ regional, prefix, path }) => [
      regional("ecr", `repository/${prefix}-*`),
      regional("ecr", `repository${path}/*`),
    ],
    actions: [
      "CreateRepository",
      "DeleteLifecyclePolicy",
      "DeleteRepository",
      "DeleteRepositoryPolicy",
      "PutImageScanningConfiguration",
      "PutImageTagMutability",
      "PutLifecyclePolicy",
      "SetRepositoryPolicy",
      "TagResource",
      "UntagResource",
    ],
  },
  {
    service: "sns",
    resources: ({ regional, prefix }) => [regional("sns", `${prefix}-*`)],
    actions: ["CreateTopic", "DeleteTopic", "SetTopicAttributes", "Subscribe", "TagResource", "UntagResource"],
  },
  {
    service: "budgets",
    resources: ({ global, prefix }) => [global("budgets", `budget/${prefix}*`)],
    actions: ["ModifyBudget", "TagResource", "UntagResource"],
  },
  {
    service: "cloudtrail",
    resources: ({ regional, prefix }) => [regional("cloudtrail", `trail/${prefix}*`)],
    actions: [
      "AddTags",
      "CreateTrail",
      "DeleteTrail",
      "PutEventSelectors",
      "RemoveTags",
      "StartLogging",
      "StopLogging",
      "UpdateTrail",
    ],
  },
  {
    service: "cloudwatch",
    resources: ({ regional, prefix }) => [regional("cloudwatch", `alarm:${prefix}-*`)],
    actions: ["DeleteAlarms", "PutMetricAlarm", "TagResource", "UntagResource"],
  },
];

const data: readonly NamedService[] = [
  {
    service: "kafka",
    resources: ({ regional, prefix }) => [
      regional("kafka", `cluster/${prefix}/*`),
      regional("kafka", `configuration/${prefix}-*/*`),
      regional("kafka", `topic/${prefix}/*`),
    ],
    actions: [
      "CreateCluster",
      "CreateClusterV2",
      "CreateConfiguration",
      "CreateTopic",
      "DeleteCluster",
      "DeleteConfiguration",
      "DeleteTopic",
      "PutClusterPolicy",
      "TagResource",
      "UntagResource",
      "UpdateBrokerCount",
      "UpdateBrokerStorage",
      "UpdateBrokerType",
      "UpdateClusterConfiguration",
      "UpdateClusterKafkaVersion",
      "UpdateConfiguration",
      "UpdateConnectivity",
      "UpdateMonitoring",
      "UpdateRebalancing",
      "UpdateSecurity",
      "UpdateStorage",
      "UpdateTopic",
    ],
  },
  {
    // Topics are made through the API in the caller's name: the cluster asks for these too (Amazon MSK developer guide, "IAM access control").
    service: "kafka-cluster",
    resources: ({ regional, prefix }) => [
      regional("kafka", `cluster/${prefix}/*`),
      regional("kafka", `topic/${prefix}/*`),
    ],
    actions: [
      "AlterTopic",
      "AlterTopicDynamicConfiguration",
      "Connect",
      "CreateTopic",
      "DeleteTopic",
      "DescribeTopic",
      "DescribeTopicDynamicConfiguration",
    ],
  },
  {
    service: "glue",
    resources: ({ regional, prefix }) => [
      regional("glue", `registry/${prefix}-*`),
      regional("glue", `schema/${prefix}-*/*`),
    ],
    actions: [
      "CreateRegistry",
      "CreateSchema",
      "DeleteRegistry",
      "DeleteSchema",
      "RegisterSchemaVersion",
      "TagResource",
      "UntagResource",
      "UpdateRegistry",
      "UpdateSchema",
    ],
  },
];

const workers: readonly NamedService[] = [
  {
    service: "eks",
    resources: ({ regional, prefix }) =>
      ["cluster", "nodegroup", "addon", "access-entry", "podidentityassociation"].map((kind) =>
        regional("eks", kind === "cluster" ? `cluster/${prefix}-*` : `${kind}/${prefix}-*/*`),
      ),
    actions: [
      "AccessKubernetesApi",
      "AssociateAccessPolicy",
      "CreateAccessEntry",
      "CreateAddon",
      "CreateNodegroup",
      "CreatePodIdentityAssociation",
      "DeleteAccessEntry",
      "DeleteAddon",
      "DeleteCluster",
      "DeleteNodegroup",
      "DeletePodIdentityAssociation",
      "DisassociateAccessPolicy",
      "TagResource",
      "UntagResource",
      "UpdateAccessEntry",
      "UpdateAddon",
      "UpdateClusterConfig",
      "UpdateClusterVersion",
      "UpdateNodegroupConfig",
      "UpdateNodegroupVersion",
      "UpdatePodIdentityAssociation",
    ],
  },
];

/** Word of what ends nodes: the rules that send it, and the queue it is sent to. */
const interruptions: readonly NamedService[] = [
  {
    service: "sqs",
    resources: ({ regional, prefix }) => [regional("sqs", `${prefix}-*`)],
    actions: ["CreateQueue", "DeleteQueue", "SetQueueAttributes", "TagQueue", "UntagQueue"],
  },
  {
    service: "events",
    resources: ({ regional, prefix }) => [regional("events", `rule/${prefix}-*`)],
    actions: ["DeleteRule", "PutRule", "PutTargets", "RemoveTargets", "TagResource", "UntagResource"],
  },
];

export function foundationServices(reach: Reach): Statement[] {
  return foundation.map((named) => statementOf(reach, named));
}

export function dataServices(reach: Reach): Statement[] {
  return [...data.map((named) => statementOf(reach, named)), storageScaling(reach)];
}

export function workerServices(reach: Reach): Statement[] {
  return [
    ...[...workers, ...interruptions].map((named) => statementOf(reach, named)),
    allow(["eks:CreateCluster"], ["*"], { sid: "CreateClusters", conditions: reach.born }),
    ...nodeLaunch(reach),
  ];
}

function statementOf(reach: Reach, { service, resources, actions }: NamedService): Statement {
  return allow(of(service, actions), resources(reach));
}

/** Scalable targets have random ids and belong to a service; of ours only Kafka's brokers are scaled. */
function storageScaling({ regional }: Reach): Statement {
  const actions = ["DeleteScalingPolicy", "DeregisterScalableTarget", "PutScalingPolicy", "RegisterScalableTarget"];
  const tagging = ["TagResource", "UntagResource"];
  return allow(
    of("application-autoscaling", [...actions, ...tagging]),
    [regional("application-autoscaling", "scalable-target/*")],
    {
      sid: "BrokerStorage",
      conditions: { StringEqualsIfExists: { "application-autoscaling:service-namespace": "kafka" } },
    },
  );
}

/** EKS tries the launch template in the caller's name before it makes a node group (Amazon EKS user guide, "Customize managed nodes with launch templates"). */
function nodeLaunch({ context, regional, own, prefix }: Reach): Statement[] {
  const ec2 = (...types: string[]) => types.map((type) => regional("ec2", `${type}/*`));
  const template = { ArnLike: { "ec2:LaunchTemplate": regional("ec2", "launch-template/*") } };
  const clusters = { StringLike: { "aws:ResourceTag/aws:eks:cluster-name": `${prefix}-*` } };
  return [
    allow(["ec2:RunInstances"], ec2("launch-template", "subnet", "security-group"), { conditions: own }),
    allow(["ec2:RunInstances"], ec2("security-group"), { conditions: clusters }),
    allow(["ec2:RunInstances"], ec2("instance", "network-interface", "volume"), { conditions: template }),
    allow(["ec2:RunInstances"], [`arn:aws:ec2:${context.region}::image/*`], { conditions: template }),
    allow(["ec2:CreateTags"], ec2("instance", "network-interface", "volume"), {
      conditions: { StringEquals: { "ec2:CreateAction": "RunInstances" } },
    }),
  ];
}
