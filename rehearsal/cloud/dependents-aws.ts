import type { Change } from "./account.ts";
import { textAt, textsAt } from "./paths.ts";
import { refuse, type Surroundings } from "./rule.ts";

/** The other type, where it names the one in question, and by which attribute of that (its id, if not said). */
type Dependent = readonly [type: string, path: string, by?: string];

/** What must go first: AWS refuses to delete an object that others of these use. */
const HOLDERS: Readonly<Record<string, { readonly code: string; readonly by: readonly Dependent[] }>> = {
  aws_vpc: {
    code: "DependencyViolation",
    by: [
      ["aws_subnet", "vpc_id"],
      ["aws_internet_gateway", "vpc_id"],
      ["aws_security_group", "vpc_id"],
      ["aws_route_table", "vpc_id"],
      ["aws_vpc_endpoint", "vpc_id"],
      ["aws_network_acl", "vpc_id"],
    ],
  },
  aws_subnet: {
    code: "DependencyViolation",
    by: [
      ["aws_nat_gateway", "subnet_id"],
      ["aws_msk_cluster", "broker_node_group_info.client_subnets"],
      ["aws_eks_cluster", "vpc_config.subnet_ids"],
      ["aws_eks_node_group", "subnet_ids"],
      ["aws_vpc_endpoint", "subnet_ids"],
      ["aws_mskconnect_connector", "kafka_cluster.apache_kafka_cluster.vpc.subnets"],
    ],
  },
  aws_security_group: {
    code: "DependencyViolation",
    by: [
      ["aws_msk_cluster", "broker_node_group_info.security_groups"],
      ["aws_eks_cluster", "vpc_config.security_group_ids"],
      ["aws_vpc_endpoint", "security_group_ids"],
      ["aws_vpc_security_group_ingress_rule", "referenced_security_group_id"],
      ["aws_vpc_security_group_egress_rule", "referenced_security_group_id"],
      ["aws_mskconnect_connector", "kafka_cluster.apache_kafka_cluster.vpc.security_groups"],
    ],
  },
  aws_route_table: { code: "DependencyViolation", by: [["aws_route_table_association", "route_table_id"]] },
  aws_internet_gateway: { code: "DependencyViolation", by: [["aws_nat_gateway", "vpc_id", "vpc_id"]] },
  aws_eip: { code: "InvalidIPAddress.InUse", by: [["aws_nat_gateway", "allocation_id"]] },
  aws_iam_role: {
    code: "DeleteConflict",
    by: [
      ["aws_iam_role_policy", "role"],
      ["aws_iam_role_policy_attachment", "role"],
      ["aws_iam_instance_profile", "role"],
    ],
  },
  aws_cloudwatch_event_rule: { code: "ValidationException", by: [["aws_cloudwatch_event_target", "rule"]] },
  aws_iam_policy: { code: "DeleteConflict", by: [["aws_iam_role_policy_attachment", "policy_arn", "arn"]] },
  aws_mskconnect_custom_plugin: {
    code: "BadRequestException",
    by: [["aws_mskconnect_connector", "plugin.custom_plugin.arn", "arn"]],
  },
  aws_mskconnect_worker_configuration: {
    code: "BadRequestException",
    by: [["aws_mskconnect_connector", "worker_configuration.arn", "arn"]],
  },
  aws_msk_configuration: { code: "BadRequestException", by: [["aws_msk_cluster", "configuration_info.arn", "arn"]] },
  aws_eks_cluster: { code: "ResourceInUseException", by: [["aws_eks_node_group", "cluster_name"]] },
};

/** What goes with it: the service keeps these no longer than the object they belong to. */
export const PARTS: Readonly<Record<string, readonly Dependent[]>> = {
  aws_security_group: [
    ["aws_vpc_security_group_ingress_rule", "security_group_id"],
    ["aws_vpc_security_group_egress_rule", "security_group_id"],
  ],
  aws_route_table: [["aws_route", "route_table_id"]],
  aws_vpc: [
    ["aws_default_security_group", "vpc_id"],
    ["aws_default_network_acl", "default_network_acl_id", "default_network_acl_id"],
  ],
  aws_codebuild_project: [["aws_codebuild_webhook", "project_name", "name"]],
  aws_msk_cluster: [
    ["aws_msk_topic", "cluster_arn", "arn"],
    ["aws_msk_cluster_policy", "cluster_arn", "arn"],
    ["aws_msk_scram_secret_association", "cluster_arn", "arn"],
  ],
  aws_eks_cluster: [
    ["aws_eks_addon", "cluster_name"],
    ["aws_eks_access_entry", "cluster_name"],
    ["aws_eks_access_policy_association", "cluster_name"],
    ["aws_eks_pod_identity_association", "cluster_name"],
  ],
  aws_cloudwatch_log_group: [["aws_cloudwatch_log_stream", "log_group_name"]],
  aws_ecr_repository: [
    ["aws_ecr_lifecycle_policy", "repository"],
    ["aws_ecr_repository_policy", "repository"],
  ],
  aws_glue_registry: [["aws_glue_schema", "registry_arn", "arn"]],
  aws_secretsmanager_secret: [["aws_secretsmanager_secret_policy", "secret_arn", "arn"]],
  aws_sqs_queue: [["aws_sqs_queue_policy", "queue_url"]],
  aws_sns_topic: [
    ["aws_sns_topic_policy", "arn", "arn"],
    ["aws_sns_topic_subscription", "topic_arn", "arn"],
  ],
  aws_s3_bucket: [
    ["aws_s3_bucket_inventory", "bucket"],
    ["aws_s3_bucket_lifecycle_configuration", "bucket"],
    ["aws_s3_bucket_logging", "bucket"],
    ["aws_s3_bucket_notification", "bucket"],
    ["aws_s3_bucket_object_lock_configuration", "bucket"],
    ["aws_s3_bucket_ownership_controls", "bucket"],
    ["aws_s3_bucket_policy", "bucket"],
    ["aws_s3_bucket_public_access_block", "bucket"],
    ["aws_s3_bucket_replication_configuration", "bucket"],
    ["aws_s3_bucket_server_side_encryption_configuration", "bucket"],
    ["aws_s3_bucket_versioning", "bucket"],
  ],
};

/** Refuses to delete what others still use. */
export function checkDependents(change: Change, near: Surroundings): void {
  const holders = HOLDERS[change.type];
  if (change.operation !== "delete" || !holders || change.prior?.force_detach_policies === true) return;
  for (const dependent of holders.by) {
    const [user] = usersOf(change, near, dependent);
    if (user) refuse(change, holders.code, `${user.type} (${user.id}) still uses it. Delete that first.`);
  }
}

/** The objects that name this one in the given place. */
export function usersOf(change: Change, near: Surroundings, [type, path, by = "id"]: Dependent) {
  const name = textAt(change.prior ?? {}, by) ?? change.id;
  return near.list(type).filter(({ values }) => textsAt(values, path).includes(name));
}
