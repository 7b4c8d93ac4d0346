import type { PlannedChange } from "../../plan/planned-change.ts";
import { at, texts } from "../../plan/values.ts";

/** A right that a change gives to somebody who stands already. */
interface Giving {
  readonly type: string;
  /** Who gets it. */
  readonly to: string;
}

/** Types whose creation gives rights, and each attribute that may name who gets them. Sources: the types' pages of their providers. */
export const givings: readonly Giving[] = [
  { type: "aws_iam_role_policy", to: "role" },
  { type: "aws_iam_role_policy_attachment", to: "role" },
  { type: "aws_iam_user_policy", to: "user" },
  { type: "aws_iam_user_policy_attachment", to: "user" },
  { type: "aws_iam_group_policy", to: "group" },
  { type: "aws_iam_policy_attachment", to: "roles" },
  { type: "aws_eks_access_entry", to: "cluster_name" },
  { type: "aws_eks_access_policy_association", to: "principal_arn" },
  { type: "aws_eks_pod_identity_association", to: "role_arn" },
  { type: "aws_ami_launch_permission", to: "account_id" },
  { type: "aws_ami_launch_permission", to: "organization_arn" },
  { type: "aws_ami_launch_permission", to: "organizational_unit_arn" },
  { type: "aws_backup_vault_policy", to: "backup_vault_name" },
  { type: "aws_cloudwatch_event_bus_policy", to: "event_bus_name" },
  { type: "aws_cloudwatch_event_permission", to: "principal" },
  { type: "aws_cloudwatch_log_destination_policy", to: "destination_name" },
  { type: "aws_cloudwatch_log_resource_policy", to: "policy_name" },
  { type: "aws_dynamodb_resource_policy", to: "resource_arn" },
  { type: "aws_ecr_repository_policy", to: "repository" },
  { type: "aws_efs_file_system_policy", to: "file_system_id" },
  // There is one for the account's whole catalog, so it names nothing else.
  { type: "aws_glue_resource_policy", to: "policy" },
  { type: "aws_kinesis_resource_policy", to: "resource_arn" },
  { type: "aws_kms_grant", to: "key_id" },
  { type: "aws_kms_key_policy", to: "key_id" },
  { type: "aws_lakeformation_permissions", to: "principal" },
  { type: "aws_lambda_permission", to: "function_name" },
  { type: "aws_msk_cluster_policy", to: "cluster_arn" },
  { type: "aws_ram_principal_association", to: "principal" },
  { type: "aws_s3_bucket_policy", to: "bucket" },
  { type: "aws_s3control_access_point_policy", to: "access_point_arn" },
  { type: "aws_s3tables_table_bucket_policy", to: "table_bucket_arn" },
  { type: "aws_s3tables_table_policy", to: "table_bucket_arn" },
  { type: "aws_snapshot_create_volume_permission", to: "account_id" },
  { type: "aws_sns_topic_policy", to: "arn" },
  { type: "aws_sqs_queue_policy", to: "queue_url" },
  { type: "aws_secretsmanager_secret_policy", to: "secret_arn" },
  { type: "aws_vpc_security_group_ingress_rule", to: "security_group_id" },
  { type: "aws_vpc_security_group_egress_rule", to: "security_group_id" },
  { type: "aws_security_group_rule", to: "security_group_id" },
  { type: "kubernetes_role_binding_v1", to: "metadata.namespace" },
  { type: "kubernetes_cluster_role_binding_v1", to: "role_ref.name" },
  { type: "snowflake_grant_account_role", to: "parent_role_name" },
  { type: "snowflake_grant_account_role", to: "user_name" },
  { type: "snowflake_grant_application_role", to: "parent_account_role_name" },
  { type: "snowflake_grant_database_role", to: "parent_role_name" },
  { type: "snowflake_grant_database_role", to: "share_name" },
  { type: "snowflake_grant_ownership", to: "account_role_name" },
  { type: "snowflake_grant_privileges_to_account_role", to: "account_role_name" },
  { type: "snowflake_grant_privileges_to_database_role", to: "database_role_name" },
  { type: "snowflake_grant_privileges_to_share", to: "to_share" },
];

/** Attributes by which a new resource is named in others. */
const names = ["name", "id", "arn", "metadata.name"];
/** Types whose name is called otherwise. */
const otherNames = new Map([
  ["aws_s3_bucket", "bucket"],
  ["aws_msk_cluster", "cluster_name"],
]);
const giving = new Set(givings.map(({ type }) => type));

/** What the new resources of a plan are called. */
export function namesOfNew(changes: readonly PlannedChange[]): ReadonlySet<string> {
  // What gives rights names somebody else.
  const created = changes.filter(({ action, data, type }) => action === "create" && !data && !giving.has(type));
  return new Set(
    created.flatMap(({ type, after }) =>
      [...names, otherNames.get(type) ?? "name"].flatMap((name) => at(after, name).flatMap(texts)),
    ),
  );
}

/** Privileges that a Snowflake grant has after a change and had not before. */
export function addedPrivileges({ before, after }: Pick<PlannedChange, "before" | "after">): string[] {
  if (first(before, "all_privileges")) return [];
  const old = new Set(at(before, "privileges").flatMap(texts));
  const added = at(after, "privileges")
    .flatMap(texts)
    .filter((privilege) => !old.has(privilege));
  return first(after, "all_privileges") ? ["ALL PRIVILEGES"] : added;
}

function first(values: unknown, path: string): boolean {
  return at(values, path)[0] === true;
}
