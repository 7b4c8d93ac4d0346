import { allow, type Statement } from "../../support/policy.ts";
import { of, type Reach } from "../reach.ts";

/**
 * The most that any role of the environment can do, whatever policies it has: work with the environment's data, and run a
 * cluster's nodes. Nothing of IAM, of keys' and buckets' settings, of states, of other environments.
 */
export function boundary(reach: Reach): Statement[] {
  const { regional, prefix, path } = reach;
  const bucket = `arn:aws:s3:::${prefix}-*`;
  const kafka = ["cluster", "topic", "group", "transactional-id"].map((kind) =>
    regional("kafka", `${kind}/${prefix}/*`),
  );
  return [
    allow(of("s3", bucketUse), [bucket, `${bucket}/*`], { conditions: reach.sameAccount }),
    allow(of("kafka-cluster", kafkaUse), kafka),
    // A connector makes the topics that it keeps its books in; a role that made others would go around their declaration.
    allow(["kafka-cluster:CreateTopic"], [regional("kafka", `topic/${prefix}/*/__amazon_msk_connect_*`)]),
    allow(of("kafka", ["DescribeCluster", "DescribeClusterV2"]), [regional("kafka", `cluster/${prefix}/*`)]),
    allow(["kafka:GetBootstrapBrokers"], ["*"], { conditions: reach.here }),
    allow(
      ["glue:GetSchemaByDefinition"],
      [regional("glue", `registry/${prefix}-*`), regional("glue", `schema/${prefix}-*/*`)],
    ),
    allow(["glue:GetSchemaVersion"], ["*"]),
    allow(of("kms", keyUse), [regional("kms", "key/*")], { conditions: reach.own }),
    allow(of("secretsmanager", ["DescribeSecret", "GetSecretValue"]), [regional("secretsmanager", `secret:${path}/*`)]),
    allow(of("logs", ["CreateLogStream", "DescribeLogStreams", "PutLogEvents"]), [
      regional("logs", `log-group:${path}/*`),
    ]),
    allow(["sns:Publish"], [regional("sns", `${prefix}-*`)]),
    allow(of("ecr", ["BatchCheckLayerAvailability", "BatchGetImage", "GetDownloadUrlForLayer"]), [
      regional("ecr", "repository/*"),
      // Amazon EKS add-on images lie in accounts of AWS (Amazon EKS user guide, "View Amazon container image registries").
      `arn:aws:ecr:${reach.context.region}:*:repository/eks/*`,
    ]),
    allow(["ecr:GetAuthorizationToken"], ["*"]),
    allow(of("eks", ["DescribeCluster"]), [regional("eks", `cluster/${prefix}-*`)]),
    allow(["eks-auth:AssumeRoleForPodIdentity"], [regional("eks", `cluster/${prefix}-*`)]),
    allow(of("ec2", nodeReads), ["*"], { conditions: reach.here }),
    allow(
      of("ec2", nodeNetworking),
      ["network-interface", "instance", "subnet", "security-group"].map((type) => regional("ec2", `${type}/*`)),
    ),
    // Tags decide whose a thing is: a role that set them elsewhere could take what is another environment's.
    allow(["ec2:CreateTags"], [regional("ec2", "network-interface/*")]),
  ];
}

const bucketUse = [
  "AbortMultipartUpload",
  "DeleteObject",
  "GetBucketLocation",
  "GetObject",
  "GetObjectVersion",
  "ListBucket",
  "ListBucketMultipartUploads",
  "ListMultipartUploadParts",
  "PutObject",
];
const kafkaUse = [
  "AlterGroup",
  "AlterTransactionalId",
  "Connect",
  "DescribeCluster",
  "DescribeGroup",
  "DescribeTopic",
  "DescribeTopicDynamicConfiguration",
  "DescribeTransactionalId",
  "ReadData",
  "WriteData",
  "WriteDataIdempotently",
];
const keyUse = ["CreateGrant", "Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey", "ListGrants"];
const nodeReads = [
  "DescribeAvailabilityZones",
  "DescribeInstances",
  "DescribeInstanceTypes",
  "DescribeNetworkInterfaces",
  "DescribeRouteTables",
  "DescribeSecurityGroups",
  "DescribeSubnets",
  "DescribeTags",
  "DescribeVolumes",
  "DescribeVolumesModifications",
  "DescribeVpcs",
];
/** AmazonEKSClusterPolicy and AmazonEKS_CNI_Policy: addresses for nodes and pods. Load balancers and volumes are left out: nothing here uses them. */
const nodeNetworking = [
  "AssignPrivateIpAddresses",
  "AttachNetworkInterface",
  "CreateNetworkInterface",
  "DeleteNetworkInterface",
  "DetachNetworkInterface",
  "ModifyNetworkInterfaceAttribute",
  "UnassignPrivateIpAddresses",
];
