import { artifactFolder } from "../../support/artifacts.ts";
import { allow, type Statement } from "../../support/policy.ts";
import { regionalReads } from "../../support/unscoped-actions.ts";
import { of, type Reach } from "../reach.ts";

const bucketReads = [
  "GetAccelerateConfiguration",
  "GetBucketAcl",
  "GetBucketCORS",
  "GetBucketLocation",
  "GetBucketLogging",
  "GetBucketNotification",
  "GetBucketObjectLockConfiguration",
  "GetBucketOwnershipControls",
  "GetBucketPolicy",
  "GetBucketPolicyStatus",
  "GetBucketPublicAccessBlock",
  "GetBucketRequestPayment",
  "GetBucketTagging",
  "GetBucketVersioning",
  "GetBucketWebsite",
  "GetEncryptionConfiguration",
  "GetInventoryConfiguration",
  "GetLifecycleConfiguration",
  "GetReplicationConfiguration",
  "ListBucket",
  "ListTagsForResource",
];

const keyReads = ["DescribeKey", "GetKeyPolicy", "GetKeyRotationStatus", "ListResourceTags"];

const roleReads = [
  "GetRole",
  "GetRolePolicy",
  "ListAttachedRolePolicies",
  "ListInstanceProfilesForRole",
  "ListRolePolicies",
  "ListRoleTags",
];

/** What Terraform reads to plan: settings of what is the environment's, never what a bucket, topic or secret holds. */
export function readPermissions(reach: Reach): Statement[] {
  const { regional, global, prefix, path } = reach;
  const bucket = `arn:aws:s3:::${prefix}-*`;
  return [
    allow(regionalReads, ["*"], { sid: "ReadRegion", conditions: reach.here }),
    allow(["ec2:DescribeVpcAttribute"], [regional("ec2", "vpc/*")], { sid: "ReadVpc" }),
    allow(of("s3", bucketReads), [bucket], { sid: "ReadBuckets", conditions: reach.sameAccount }),
    // Archives of connectors are public software; a plan looks whether they are there.
    allow(of("s3", ["GetObject", "GetObjectTagging"]), [`arn:aws:s3:::${prefix}-artifacts/${artifactFolder}/*`], {
      sid: "FindArchives",
      conditions: reach.sameAccount,
    }),
    allow(of("kms", keyReads), [regional("kms", "key/*")], { sid: "ReadKeys", conditions: reach.own }),
    allow(of("iam", roleReads), [global("iam", `role/${prefix}-*`)], { sid: "ReadRoles" }),
    allow(["iam:GetInstanceProfile"], [global("iam", `instance-profile/${prefix}-*`)], { sid: "ReadProfiles" }),
    allow(
      of("secretsmanager", ["DescribeSecret", "GetResourcePolicy"]),
      [regional("secretsmanager", `secret:${path}/*`)],
      { sid: "ReadSecretShells" },
    ),
  ];
}

export function readServices({ regional, global, prefix, path }: Reach): Statement[] {
  const clusters = regional("kafka", `cluster/${prefix}/*`);
  const topics = regional("kafka", `topic/${prefix}/*`);
  const configurations = regional("kafka", `configuration/${prefix}-*/*`);
  const kafka = [
    "DescribeCluster",
    "DescribeClusterOperation",
    "DescribeClusterV2",
    "DescribeConfiguration",
    "DescribeConfigurationRevision",
    "DescribeTopic",
    "GetClusterPolicy",
    "ListTagsForResource",
    "ListTopics",
  ];
  const topic = ["Connect", "DescribeTopic", "DescribeTopicDynamicConfiguration"];
  const eks = [
    "AccessKubernetesApi",
    "DescribeAccessEntry",
    "DescribeAddon",
    "DescribeCluster",
    "DescribeNodegroup",
    "DescribePodIdentityAssociation",
    "DescribeUpdate",
    "ListAssociatedAccessPolicies",
    "ListPodIdentityAssociations",
    "ListTagsForResource",
  ];
  const kinds = ["nodegroup", "addon", "access-entry", "podidentityassociation"];
  const repository = [regional("ecr", `repository/${prefix}-*`), regional("ecr", `repository${path}/*`)];
  const ecr = ["DescribeRepositories", "GetLifecyclePolicy", "GetRepositoryPolicy", "ListTagsForResource"];
  const connect = ["DescribeConnector", "DescribeCustomPlugin", "DescribeWorkerConfiguration", "ListTagsForResource"];
  const trail = ["GetEventSelectors", "GetInsightSelectors", "GetTrail", "GetTrailStatus", "ListTags"];
  return [
    allow(of("kafka", kafka), [clusters, topics, configurations]),
    allow(of("kafka-cluster", topic), [clusters, topics]),
    allow(of("glue", ["GetRegistry", "GetSchema", "GetSchemaVersion", "GetTags"]), [
      regional("glue", `registry/${prefix}-*`),
      regional("glue", `schema/${prefix}-*/*`),
    ]),
    allow(
      of("eks", eks),
      [regional("eks", `cluster/${prefix}-*`)].concat(kinds.map((kind) => regional("eks", `${kind}/${prefix}-*/*`))),
    ),
    allow(["application-autoscaling:ListTagsForResource"], [regional("application-autoscaling", "scalable-target/*")]),
    allow(
      ["logs:DescribeLogStreams", "logs:ListTagsForResource"],
      [
        regional("logs", `log-group:${path}/*`),
        regional("logs", `log-group:/aws/eks/${prefix}-*`),
        regional("logs", `log-group:/aws/msk/${prefix}*`),
      ],
    ),
    allow(of("ecr", ecr), repository),
    allow(of("firehose", ["DescribeDeliveryStream", "ListTagsForDeliveryStream"]), [
      regional("firehose", `deliverystream/${prefix}-*`),
    ]),
    allow(
      of("kafkaconnect", connect),
      ["connector", "custom-plugin", "worker-configuration"].map((kind) =>
        regional("kafkaconnect", `${kind}/${prefix}-*/*`),
      ),
    ),
    allow(of("sns", ["GetSubscriptionAttributes", "GetTopicAttributes", "ListTagsForResource"]), [
      regional("sns", `${prefix}-*`),
    ]),
    allow(of("sqs", ["GetQueueAttributes", "GetQueueUrl", "ListQueueTags"]), [regional("sqs", `${prefix}-*`)]),
    allow(of("events", ["DescribeRule", "ListTagsForResource", "ListTargetsByRule"]), [
      regional("events", `rule/${prefix}-*`),
    ]),
    allow(of("budgets", ["ListTagsForResource", "ViewBudget"]), [global("budgets", `budget/${prefix}*`)]),
    allow(of("cloudtrail", trail), [regional("cloudtrail", `trail/${prefix}*`)]),
    allow(of("cloudwatch", ["DescribeAlarms", "ListTagsForResource"]), [regional("cloudwatch", `alarm:${prefix}-*`)]),
  ];
}
