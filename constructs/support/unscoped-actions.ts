/**
 * The only actions that a policy may allow on every resource, each with the reason why AWS offers nothing narrower.
 * Source: AWS service authorization reference, the resource types of each action.
 */
export const unscopedActions: Readonly<Record<string, string>> = {
  "ecr:GetAuthorizationToken":
    "the token is the registry's, not a repository's; what it opens is scoped by the pull actions",
  "iam:ListInstanceProfiles":
    "Karpenter looks for instance profiles it left, by a path that no ARN of the call names; it sees names, and changes none",
  "pricing:GetProducts": "AWS's public price list, which is nobody's resource",
  "glue:GetSchemaVersion":
    "a reader of events asks for a schema by its version's id alone, which names neither registry nor schema (AWS Glue developer guide, IAM examples for deserializers)",
};

/** What Karpenter looks up to choose and find nodes; AWS scopes it by nothing but the region. */
export const nodeMakerReads: readonly string[] = [
  "ec2:DescribeCapacityReservations",
  "ec2:DescribeImages",
  "ec2:DescribeInstances",
  "ec2:DescribeInstanceStatus",
  "ec2:DescribeInstanceTypeOfferings",
  "ec2:DescribeInstanceTypes",
  "ec2:DescribeLaunchTemplates",
  "ec2:DescribePlacementGroups",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeSpotPriceHistory",
  "ec2:DescribeSubnets",
];

/** Readings that AWS scopes by nothing but the region. */
export const regionalReads: readonly string[] = [
  "application-autoscaling:DescribeScalableTargets",
  "application-autoscaling:DescribeScalingPolicies",
  "autoscaling:DescribeAutoScalingGroups",
  "cloudtrail:DescribeTrails",
  "ec2:DescribeAddresses",
  "ec2:DescribeAddressesAttribute",
  "ec2:DescribeAvailabilityZones",
  "ec2:DescribeDhcpOptions",
  "ec2:DescribeFlowLogs",
  "ec2:DescribeImages",
  "ec2:DescribeInstances",
  "ec2:DescribeInstanceTypes",
  "ec2:DescribeInternetGateways",
  "ec2:DescribeLaunchTemplates",
  "ec2:DescribeLaunchTemplateVersions",
  "ec2:DescribeManagedPrefixLists",
  "ec2:DescribeNatGateways",
  "ec2:DescribeNetworkAcls",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribePrefixLists",
  "ec2:DescribeRouteTables",
  "ec2:DescribeSecurityGroupRules",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeSubnets",
  "ec2:DescribeTags",
  "ec2:DescribeVolumes",
  "ec2:DescribeVolumesModifications",
  "ec2:DescribeVpcEndpoints",
  "ec2:DescribeVpcEndpointServices",
  "ec2:DescribeVpcs",
  "eks:DescribeAddonVersions",
  "kafka:GetBootstrapBrokers",
  "kafka:ListClustersV2",
  "kafka:ListConfigurations",
  "kms:ListAliases",
  "logs:DescribeLogGroups",
  "logs:DescribeResourcePolicies",
];

/**
 * Changes that AWS scopes by nothing but the region: parts of MSK Connect have no name before they are made, and deliveries
 * of logs have none at all (service authorization reference, MSK Connect and CloudWatch Logs; for CreateConnector also its
 * dependent actions).
 */
export const regionalChanges: readonly string[] = [
  "kafkaconnect:CreateConnector",
  "kafkaconnect:CreateCustomPlugin",
  "kafkaconnect:CreateWorkerConfiguration",
  "logs:CreateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:GetLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:UpdateLogDelivery",
];

/**
 * Actions that AWS scopes by no ARN, but that a policy can bound by a condition: the condition's key (under StringEquals)
 * → the actions that may be allowed on every resource under it. Creations whose result has no ARN yet are bound by the tag
 * it is born with, readings by their region. Source: AWS service authorization reference.
 */
export const conditionedActions: Readonly<Record<string, readonly string[]>> = {
  "aws:RequestTag/Environment": ["eks:CreateCluster", "kms:CreateKey"],
  // CloudWatch user guide, "Using condition keys to limit access to CloudWatch namespaces".
  "cloudwatch:namespace": ["cloudwatch:PutMetricData"],
  "aws:RequestedRegion": [...regionalReads, ...nodeMakerReads, ...regionalChanges],
};
