import type { Thing } from "./things.ts";

/** `service:Action@thing`; a plus marks a thing that is born in the call and so has the tags of the request alone. */
export type Call = `${string}:${string}@${Thing}${"" | "+"}`;

export interface Needs {
  readonly create: readonly Call[];
  readonly read: readonly Call[];
  readonly update: readonly Call[];
  readonly delete: readonly Call[];
}

const needs = (create: Call[], read: Call[], update: Call[], remove: Call[]): Needs => ({
  create,
  read,
  update,
  delete: remove,
});
const settings = (put: string, get: string): Needs =>
  needs([`s3:${put}@bucket`], [`s3:${get}@bucket`], [`s3:${put}@bucket`], [`s3:${put}@bucket`]);
const born = (action: string, thing: Thing, ...within: Thing[]): Call[] => [
  `ec2:${action}@${thing}+` as Call,
  ...within.map((inside) => `ec2:${action}@${inside}` as Call),
];

/**
 * The calls to AWS that a resource of each type takes. Source: terraform-provider-aws 6.66.0, internal/service/<service>,
 * the create, read, update and delete functions of the type (what they call when these stacks' arguments are set); the
 * resource types of each call: AWS service authorization reference.
 */
export const needsOf: Readonly<Record<string, Needs>> = {
  aws_appautoscaling_policy: needs(
    ["application-autoscaling:PutScalingPolicy@target"],
    ["application-autoscaling:DescribeScalingPolicies@all"],
    ["application-autoscaling:PutScalingPolicy@target"],
    ["application-autoscaling:DeleteScalingPolicy@target"],
  ),
  aws_appautoscaling_target: needs(
    ["application-autoscaling:RegisterScalableTarget@target"],
    ["application-autoscaling:DescribeScalableTargets@all", "application-autoscaling:ListTagsForResource@target"],
    ["application-autoscaling:RegisterScalableTarget@target"],
    ["application-autoscaling:DeregisterScalableTarget@target"],
  ),
  aws_budgets_budget: needs(
    ["budgets:ModifyBudget@budget"],
    ["budgets:ViewBudget@budget"],
    ["budgets:ModifyBudget@budget"],
    ["budgets:ModifyBudget@budget"],
  ),
  aws_cloudtrail: needs(
    ["cloudtrail:CreateTrail@trail", "cloudtrail:StartLogging@trail", "cloudtrail:PutEventSelectors@trail"],
    ["cloudtrail:DescribeTrails@all", "cloudtrail:GetTrailStatus@trail", "cloudtrail:GetEventSelectors@trail"],
    ["cloudtrail:UpdateTrail@trail"],
    ["cloudtrail:DeleteTrail@trail"],
  ),
  aws_cloudwatch_event_rule: needs(
    ["events:PutRule@rule", "events:TagResource@rule"],
    ["events:DescribeRule@rule", "events:ListTagsForResource@rule"],
    ["events:PutRule@rule"],
    ["events:DeleteRule@rule"],
  ),
  aws_cloudwatch_event_target: needs(
    ["events:PutTargets@rule"],
    ["events:ListTargetsByRule@rule"],
    ["events:PutTargets@rule"],
    ["events:RemoveTargets@rule"],
  ),
  aws_cloudwatch_log_group: needs(
    ["logs:CreateLogGroup@log-group", "logs:PutRetentionPolicy@log-group"],
    ["logs:DescribeLogGroups@all", "logs:ListTagsForResource@log-group"],
    ["logs:PutRetentionPolicy@log-group", "logs:AssociateKmsKey@log-group"],
    ["logs:DeleteLogGroup@log-group"],
  ),
  aws_cloudwatch_metric_alarm: needs(
    ["cloudwatch:PutMetricAlarm@alarm", "cloudwatch:TagResource@alarm"],
    ["cloudwatch:DescribeAlarms@alarm", "cloudwatch:ListTagsForResource@alarm"],
    ["cloudwatch:PutMetricAlarm@alarm"],
    ["cloudwatch:DeleteAlarms@alarm"],
  ),
  aws_cloudwatch_log_stream: needs(
    ["logs:CreateLogStream@log-stream"],
    ["logs:DescribeLogStreams@log-group"],
    [],
    ["logs:DeleteLogStream@log-stream"],
  ),
  aws_default_network_acl: needs(
    ["ec2:DeleteNetworkAclEntry@network-acl"],
    ["ec2:DescribeNetworkAcls@all"],
    ["ec2:CreateNetworkAclEntry@network-acl"],
    [],
  ),
  aws_default_security_group: needs(
    ["ec2:RevokeSecurityGroupIngress@security-group", "ec2:RevokeSecurityGroupEgress@security-group"],
    ["ec2:DescribeSecurityGroups@all"],
    [],
    [],
  ),
  aws_ecr_lifecycle_policy: needs(
    ["ecr:PutLifecyclePolicy@repository"],
    ["ecr:GetLifecyclePolicy@repository"],
    ["ecr:PutLifecyclePolicy@repository"],
    ["ecr:DeleteLifecyclePolicy@repository"],
  ),
  aws_ecr_repository: needs(
    ["ecr:CreateRepository@repository", "ecr:TagResource@repository", "kms:CreateGrant@key"],
    ["ecr:DescribeRepositories@repository", "ecr:ListTagsForResource@repository"],
    ["ecr:PutImageTagMutability@repository", "ecr:PutImageScanningConfiguration@repository"],
    ["ecr:DeleteRepository@repository"],
  ),
  aws_eip: needs(
    born("AllocateAddress", "elastic-ip"),
    ["ec2:DescribeAddresses@all"],
    [],
    ["ec2:ReleaseAddress@elastic-ip"],
  ),
  aws_eks_access_entry: needs(
    ["eks:CreateAccessEntry@cluster"],
    ["eks:DescribeAccessEntry@access-entry"],
    ["eks:UpdateAccessEntry@access-entry"],
    ["eks:DeleteAccessEntry@access-entry"],
  ),
  aws_eks_access_policy_association: needs(
    ["eks:AssociateAccessPolicy@access-entry"],
    ["eks:ListAssociatedAccessPolicies@access-entry"],
    [],
    ["eks:DisassociateAccessPolicy@access-entry"],
  ),
  aws_eks_addon: needs(
    ["eks:CreateAddon@cluster"],
    ["eks:DescribeAddon@addon"],
    ["eks:UpdateAddon@addon"],
    ["eks:DeleteAddon@addon"],
  ),
  aws_eks_cluster: needs(
    ["eks:CreateCluster@all+", "kms:DescribeKey@key", "kms:CreateGrant@key", "iam:PassRole@role"],
    ["eks:DescribeCluster@cluster", "eks:DescribeUpdate@cluster"],
    ["eks:UpdateClusterConfig@cluster", "eks:UpdateClusterVersion@cluster"],
    ["eks:DeleteCluster@cluster"],
  ),
  aws_eks_node_group: needs(
    ["eks:CreateNodegroup@cluster", "ec2:RunInstances@launch-template", "ec2:RunInstances@subnet"],
    ["eks:DescribeNodegroup@nodegroup"],
    ["eks:UpdateNodegroupConfig@nodegroup", "eks:UpdateNodegroupVersion@nodegroup"],
    ["eks:DeleteNodegroup@nodegroup"],
  ),
  aws_eks_pod_identity_association: needs(
    ["eks:CreatePodIdentityAssociation@cluster", "iam:PassRole@role"],
    ["eks:DescribePodIdentityAssociation@association"],
    ["eks:UpdatePodIdentityAssociation@association"],
    ["eks:DeletePodIdentityAssociation@association"],
  ),
  aws_flow_log: needs(
    born("CreateFlowLogs", "vpc-flow-log", "vpc"),
    ["ec2:DescribeFlowLogs@all"],
    [],
    ["ec2:DeleteFlowLogs@vpc-flow-log"],
  ),
  aws_glue_registry: needs(
    ["glue:CreateRegistry@registry", "glue:TagResource@registry"],
    ["glue:GetRegistry@registry"],
    ["glue:UpdateRegistry@registry"],
    ["glue:DeleteRegistry@registry"],
  ),
  aws_glue_schema: needs(
    ["glue:CreateSchema@schema", "glue:CreateSchema@registry", "glue:TagResource@schema"],
    ["glue:GetSchema@schema", "glue:GetSchema@registry", "glue:GetSchemaVersion@schema"],
    ["glue:UpdateSchema@schema", "glue:RegisterSchemaVersion@schema", "glue:RegisterSchemaVersion@registry"],
    ["glue:DeleteSchema@schema"],
  ),
  aws_iam_instance_profile: needs(
    ["iam:CreateInstanceProfile@profile", "iam:TagInstanceProfile@profile", "iam:AddRoleToInstanceProfile@profile"],
    ["iam:GetInstanceProfile@profile"],
    ["iam:RemoveRoleFromInstanceProfile@profile", "iam:AddRoleToInstanceProfile@profile"],
    ["iam:DeleteInstanceProfile@profile"],
  ),
  aws_iam_role: needs(
    ["iam:CreateRole@role", "iam:TagRole@role"],
    ["iam:GetRole@role", "iam:ListRolePolicies@role", "iam:ListAttachedRolePolicies@role"],
    ["iam:UpdateAssumeRolePolicy@role", "iam:UpdateRole@role", "iam:PutRolePermissionsBoundary@role"],
    ["iam:DeleteRole@role"],
  ),
  aws_iam_role_policy: needs(
    ["iam:PutRolePolicy@role"],
    ["iam:GetRolePolicy@role"],
    ["iam:PutRolePolicy@role"],
    ["iam:DeleteRolePolicy@role"],
  ),
  aws_iam_role_policy_attachment: needs(
    ["iam:AttachRolePolicy@role"],
    ["iam:ListAttachedRolePolicies@role"],
    [],
    ["iam:DetachRolePolicy@role"],
  ),
  aws_internet_gateway: needs(
    [...born("CreateInternetGateway", "internet-gateway"), "ec2:AttachInternetGateway@internet-gateway"],
    ["ec2:DescribeInternetGateways@all"],
    [],
    ["ec2:DetachInternetGateway@vpc", "ec2:DeleteInternetGateway@internet-gateway"],
  ),
  aws_kms_alias: needs(
    ["kms:CreateAlias@alias", "kms:CreateAlias@key"],
    ["kms:ListAliases@all"],
    ["kms:UpdateAlias@alias", "kms:UpdateAlias@key"],
    ["kms:DeleteAlias@alias", "kms:DeleteAlias@key"],
  ),
  aws_kms_key: needs(
    ["kms:CreateKey@all+", "kms:EnableKeyRotation@key"],
    ["kms:DescribeKey@key", "kms:GetKeyPolicy@key", "kms:GetKeyRotationStatus@key", "kms:ListResourceTags@key"],
    ["kms:PutKeyPolicy@key", "kms:UpdateKeyDescription@key", "kms:TagResource@key"],
    ["kms:ScheduleKeyDeletion@key"],
  ),
  aws_launch_template: needs(
    born("CreateLaunchTemplate", "launch-template"),
    ["ec2:DescribeLaunchTemplates@all", "ec2:DescribeLaunchTemplateVersions@all"],
    ["ec2:CreateLaunchTemplateVersion@launch-template", "ec2:ModifyLaunchTemplate@launch-template"],
    ["ec2:DeleteLaunchTemplate@launch-template"],
  ),
  aws_msk_cluster: needs(
    [
      "kafka:CreateCluster@kafka",
      "kafka:CreateClusterV2@kafka",
      "kafka:UpdateConnectivity@kafka",
      "kms:DescribeKey@key",
      "kms:CreateGrant@key",
    ],
    ["kafka:DescribeCluster@kafka", "kafka:DescribeClusterV2@kafka", "kafka:GetBootstrapBrokers@all"],
    [
      "kafka:UpdateBrokerStorage@kafka",
      "kafka:UpdateClusterConfiguration@kafka",
      "kafka:UpdateRebalancing@kafka",
      "kafka:UpdateStorage@kafka",
    ],
    ["kafka:DeleteCluster@kafka"],
  ),
  aws_msk_configuration: needs(
    ["kafka:CreateConfiguration@kafka-configuration"],
    ["kafka:DescribeConfiguration@kafka-configuration", "kafka:DescribeConfigurationRevision@kafka-configuration"],
    ["kafka:UpdateConfiguration@kafka-configuration"],
    ["kafka:DeleteConfiguration@kafka-configuration"],
  ),
  aws_kinesis_firehose_delivery_stream: needs(
    ["firehose:CreateDeliveryStream@stream", "firehose:TagDeliveryStream@stream", "iam:PassRole@role"],
    ["firehose:DescribeDeliveryStream@stream", "firehose:ListTagsForDeliveryStream@stream"],
    ["firehose:UpdateDestination@stream"],
    ["firehose:DeleteDeliveryStream@stream"],
  ),
  aws_msk_cluster_policy: needs(
    ["kafka:PutClusterPolicy@kafka"],
    ["kafka:GetClusterPolicy@kafka"],
    ["kafka:PutClusterPolicy@kafka"],
    ["kafka:DeleteClusterPolicy@kafka"],
  ),
  aws_mskconnect_connector: needs(
    [
      "kafkaconnect:CreateConnector@all+",
      "kafkaconnect:TagResource@connector",
      "iam:PassRole@role",
      "ec2:CreateNetworkInterface@subnet",
      "ec2:CreateNetworkInterface@security-group",
      "ec2:CreateNetworkInterface@network-interface",
      "logs:CreateLogDelivery@all+",
      "logs:GetLogDelivery@all+",
      "logs:ListLogDeliveries@all+",
      "logs:PutResourcePolicy@all+",
    ],
    ["kafkaconnect:DescribeConnector@connector", "kafkaconnect:ListTagsForResource@connector"],
    ["kafkaconnect:UpdateConnector@connector"],
    ["kafkaconnect:DeleteConnector@connector", "logs:DeleteLogDelivery@all+"],
  ),
  aws_mskconnect_custom_plugin: needs(
    ["kafkaconnect:CreateCustomPlugin@all+", "kafkaconnect:TagResource@plugin", "s3:GetObject@artifact"],
    // With the data source that looks for the archive.
    [
      "kafkaconnect:DescribeCustomPlugin@plugin",
      "kafkaconnect:ListTagsForResource@plugin",
      "s3:GetObject@artifact",
      "s3:GetObjectTagging@artifact",
    ],
    [],
    ["kafkaconnect:DeleteCustomPlugin@plugin"],
  ),
  aws_mskconnect_worker_configuration: needs(
    ["kafkaconnect:CreateWorkerConfiguration@all+", "kafkaconnect:TagResource@worker-configuration"],
    ["kafkaconnect:DescribeWorkerConfiguration@worker-configuration"],
    [],
    ["kafkaconnect:DeleteWorkerConfiguration@worker-configuration"],
  ),
  aws_msk_topic: needs(
    ["kafka:CreateTopic@topic", "kafka-cluster:Connect@kafka", "kafka-cluster:CreateTopic@topic"],
    ["kafka-cluster:Connect@kafka", "kafka:DescribeTopic@topic", "kafka-cluster:DescribeTopic@topic"],
    ["kafka:UpdateTopic@topic", "kafka-cluster:AlterTopic@topic"],
    ["kafka:DeleteTopic@topic", "kafka-cluster:DeleteTopic@topic"],
  ),
  aws_nat_gateway: needs(
    born("CreateNatGateway", "natgateway", "subnet", "elastic-ip"),
    ["ec2:DescribeNatGateways@all"],
    [],
    ["ec2:DeleteNatGateway@natgateway"],
  ),
  aws_network_acl: needs(
    [...born("CreateNetworkAcl", "network-acl", "vpc"), "ec2:CreateNetworkAclEntry@network-acl"],
    ["ec2:DescribeNetworkAcls@all"],
    ["ec2:DeleteNetworkAclEntry@network-acl", "ec2:ReplaceNetworkAclAssociation@network-acl"],
    ["ec2:DeleteNetworkAcl@network-acl"],
  ),
  aws_route: needs(
    ["ec2:CreateRoute@route-table"],
    ["ec2:DescribeRouteTables@all"],
    ["ec2:ReplaceRoute@route-table"],
    ["ec2:DeleteRoute@route-table"],
  ),
  aws_route_table: needs(
    born("CreateRouteTable", "route-table", "vpc"),
    ["ec2:DescribeRouteTables@all"],
    [],
    ["ec2:DeleteRouteTable@route-table"],
  ),
  aws_route_table_association: needs(
    ["ec2:AssociateRouteTable@route-table", "ec2:AssociateRouteTable@subnet"],
    ["ec2:DescribeRouteTables@all"],
    ["ec2:ReplaceRouteTableAssociation@route-table"],
    ["ec2:DisassociateRouteTable@route-table"],
  ),
  aws_s3_bucket: needs(
    ["s3:CreateBucket@bucket", "s3:PutBucketTagging@bucket"],
    ["s3:ListBucket@bucket", "s3:GetBucketTagging@bucket", "s3:GetBucketAcl@bucket", "s3:GetBucketLogging@bucket"],
    ["s3:PutBucketTagging@bucket"],
    ["s3:DeleteBucket@bucket"],
  ),
  aws_s3_bucket_inventory: settings("PutInventoryConfiguration", "GetInventoryConfiguration"),
  aws_s3_bucket_lifecycle_configuration: settings("PutLifecycleConfiguration", "GetLifecycleConfiguration"),
  aws_s3_bucket_logging: settings("PutBucketLogging", "GetBucketLogging"),
  aws_s3_bucket_notification: settings("PutBucketNotification", "GetBucketNotification"),
  aws_s3_bucket_object_lock_configuration: settings(
    "PutBucketObjectLockConfiguration",
    "GetBucketObjectLockConfiguration",
  ),
  aws_s3_bucket_ownership_controls: settings("PutBucketOwnershipControls", "GetBucketOwnershipControls"),
  aws_s3_bucket_policy: needs(
    ["s3:PutBucketPolicy@bucket"],
    ["s3:GetBucketPolicy@bucket"],
    ["s3:PutBucketPolicy@bucket"],
    ["s3:DeleteBucketPolicy@bucket"],
  ),
  aws_s3_bucket_public_access_block: settings("PutBucketPublicAccessBlock", "GetBucketPublicAccessBlock"),
  aws_s3_bucket_server_side_encryption_configuration: settings(
    "PutEncryptionConfiguration",
    "GetEncryptionConfiguration",
  ),
  aws_s3_bucket_versioning: settings("PutBucketVersioning", "GetBucketVersioning"),
  aws_secretsmanager_secret: needs(
    ["secretsmanager:CreateSecret@secret", "secretsmanager:TagResource@secret"],
    ["secretsmanager:DescribeSecret@secret", "secretsmanager:GetResourcePolicy@secret"],
    ["secretsmanager:UpdateSecret@secret"],
    ["secretsmanager:DeleteSecret@secret"],
  ),
  aws_security_group: needs(
    [...born("CreateSecurityGroup", "security-group", "vpc"), "ec2:RevokeSecurityGroupEgress@security-group"],
    ["ec2:DescribeSecurityGroups@all"],
    [],
    ["ec2:DeleteSecurityGroup@security-group"],
  ),
  aws_sns_topic: needs(
    ["sns:CreateTopic@alerts", "sns:TagResource@alerts"],
    ["sns:GetTopicAttributes@alerts", "sns:ListTagsForResource@alerts"],
    ["sns:SetTopicAttributes@alerts"],
    ["sns:DeleteTopic@alerts"],
  ),
  aws_sns_topic_policy: needs(
    ["sns:SetTopicAttributes@alerts"],
    ["sns:GetTopicAttributes@alerts"],
    ["sns:SetTopicAttributes@alerts"],
    ["sns:SetTopicAttributes@alerts"],
  ),
  aws_subnet: needs(
    [...born("CreateSubnet", "subnet", "vpc"), "ec2:ModifySubnetAttribute@subnet"],
    ["ec2:DescribeSubnets@all"],
    ["ec2:ModifySubnetAttribute@subnet"],
    ["ec2:DeleteSubnet@subnet"],
  ),
  aws_sqs_queue: needs(
    ["sqs:CreateQueue@queue", "sqs:TagQueue@queue"],
    ["sqs:GetQueueAttributes@queue", "sqs:ListQueueTags@queue"],
    ["sqs:SetQueueAttributes@queue"],
    ["sqs:DeleteQueue@queue"],
  ),
  aws_sqs_queue_policy: needs(
    ["sqs:SetQueueAttributes@queue"],
    ["sqs:GetQueueAttributes@queue"],
    ["sqs:SetQueueAttributes@queue"],
    ["sqs:SetQueueAttributes@queue"],
  ),
  aws_vpc: needs(
    [...born("CreateVpc", "vpc"), "ec2:ModifyVpcAttribute@vpc"],
    ["ec2:DescribeVpcs@all", "ec2:DescribeVpcAttribute@vpc"],
    ["ec2:ModifyVpcAttribute@vpc"],
    ["ec2:DeleteVpc@vpc"],
  ),
  aws_vpc_endpoint: needs(
    born("CreateVpcEndpoint", "vpc-endpoint", "vpc", "route-table"),
    ["ec2:DescribeVpcEndpoints@all", "ec2:DescribePrefixLists@all"],
    ["ec2:ModifyVpcEndpoint@vpc-endpoint"],
    ["ec2:DeleteVpcEndpoints@vpc-endpoint"],
  ),
  aws_vpc_security_group_egress_rule: needs(
    born("AuthorizeSecurityGroupEgress", "security-group-rule", "security-group"),
    ["ec2:DescribeSecurityGroupRules@all"],
    ["ec2:ModifySecurityGroupRules@security-group"],
    ["ec2:RevokeSecurityGroupEgress@security-group"],
  ),
  aws_vpc_security_group_ingress_rule: needs(
    born("AuthorizeSecurityGroupIngress", "security-group-rule", "security-group"),
    ["ec2:DescribeSecurityGroupRules@all"],
    ["ec2:ModifySecurityGroupRules@security-group"],
    ["ec2:RevokeSecurityGroupIngress@security-group"],
  ),
};
