import type { Charging, SharedCharging } from "./charge.ts";
import { chargeJobNodes } from "./drivers/job-nodes.ts";
import { chargeCluster, chargeConnector, chargeStream } from "./drivers/kafka.ts";
import {
  chargeAddress,
  chargeEndpoint,
  chargeEndpointData,
  chargeNatData,
  chargeNatGateway,
} from "./drivers/network.ts";
import { chargeBucket } from "./drivers/storage.ts";
import { chargeAlarm, chargeKey, chargeLogGroup, chargeSecret, chargeTrail } from "./drivers/upkeep.ts";
import { chargeWarehouse } from "./drivers/warehouse.ts";
import { chargeNodes, chargeCluster as chargeWorkers } from "./drivers/workers.ts";

/** What is charged, by type. */
export const charged: Readonly<Record<string, Charging>> = {
  aws_msk_cluster: chargeCluster,
  aws_mskconnect_connector: chargeConnector,
  aws_kinesis_firehose_delivery_stream: chargeStream,
  aws_eks_cluster: chargeWorkers,
  aws_eks_node_group: chargeNodes,
  helm_release: chargeJobNodes,
  aws_nat_gateway: chargeNatGateway,
  aws_eip: chargeAddress,
  aws_vpc_endpoint: chargeEndpoint,
  aws_s3_bucket: chargeBucket,
  snowflake_warehouse: chargeWarehouse,
  aws_kms_key: chargeKey,
  aws_secretsmanager_secret: chargeSecret,
  aws_cloudwatch_metric_alarm: chargeAlarm,
  aws_cloudwatch_log_group: chargeLogGroup,
  aws_cloudtrail: chargeTrail,
};

export const chargedOnce: readonly SharedCharging[] = [chargeNatData, chargeEndpointData];

/** What comes with a resource of a type and is in no sum, beside what the charges themselves say. */
export const unpricedWith: Readonly<Record<string, string>> = {
  aws_s3_bucket: "S3: requests, moves between classes and reading back from archives",
  aws_cloudwatch_log_group: "CloudWatch: keeping logs, and queries over them",
  aws_kms_key: "KMS: requests, and earlier material of rotated keys",
  aws_secretsmanager_secret: "Secrets Manager: requests",
  aws_vpc: "Data that leaves a zone, the region or AWS",
  aws_ecr_repository: "ECR: images that are kept and pulled",
  aws_sns_topic: "SNS: messages",
  aws_sqs_queue: "SQS: requests",
  aws_budgets_budget: "Budgets: actions; the budgets themselves are free",
  aws_s3_bucket_inventory: "S3: objects that an inventory lists",
  helm_release: "Helm charts: what they start outside of the cluster",
  aws_eks_cluster: "EKS: extended support of an old Kubernetes",
  snowflake_database: "Snowflake: storage, Time Travel included",
  snowflake_pipe: "Snowflake: credits of pipes and other serverless work",
  snowflake_task: "Snowflake: credits of pipes and other serverless work",
};

/** Families of types that no bill names. What a pod takes is paid with its node. */
const freeFamilies: readonly RegExp[] = [
  /^aws_(iam|appautoscaling|eks_access)_/,
  /^aws_s3_bucket_/,
  /^aws_(default_)?(network_acl|security_group|route_table|subnet)(_|$)/,
  /^snowflake_(grant|network)_/,
  // A manifest may declare anything.
  /^kubernetes_(?!(service|ingress|persistent_volume|manifest)(_|$))/,
  /^kubernetes_service_account/,
];

/** Types that no bill names. */
const free: ReadonlySet<string> = new Set([
  // Rules on events of AWS itself; events of our own are paid when they are sent (https://aws.amazon.com/eventbridge/pricing/).
  "aws_cloudwatch_event_rule",
  "aws_cloudwatch_event_target",
  "aws_cloudwatch_log_stream",
  "aws_ecr_lifecycle_policy",
  "aws_eks_addon",
  "aws_eks_pod_identity_association",
  "aws_flow_log",
  "aws_glue_registry",
  "aws_glue_schema",
  "aws_internet_gateway",
  "aws_kms_alias",
  "aws_launch_template",
  "aws_msk_cluster_policy",
  "aws_msk_configuration",
  "aws_msk_topic",
  "aws_mskconnect_custom_plugin",
  "aws_mskconnect_worker_configuration",
  "aws_route",
  "aws_sns_topic_policy",
  "aws_sns_topic_subscription",
  "aws_sqs_queue_policy",
  "aws_vpc_security_group_egress_rule",
  "aws_vpc_security_group_ingress_rule",
  "snowflake_account_role",
  "snowflake_database_role",
  "snowflake_file_format",
  "snowflake_masking_policy",
  "snowflake_resource_monitor",
  "snowflake_row_access_policy",
  "snowflake_schema",
  "snowflake_service_user",
  "snowflake_stage",
  "snowflake_storage_integration",
  "snowflake_table",
  "snowflake_tag",
  "terraform_data",
]);

/** Asked only of types that nothing above says a thing of. */
export function isFree(type: string): boolean {
  return free.has(type) || freeFamilies.some((pattern) => pattern.test(type));
}

/** Types whose values some price is reckoned from; of the others it is enough that they stand. */
export function isReckonedFrom(type: string): boolean {
  return Object.hasOwn(charged, type) || type === "aws_launch_template" || type === "aws_msk_topic";
}
