import { namesOf, type Path } from "../plan/values.ts";

/** Types that are all about who may do what: any change of them in place is one of that. */
const accessTypes =
  /^(aws_iam_|aws_kms_(key_policy|grant)|aws_\w+_policy$|aws_(default_)?security_group|aws_vpc_security_group_|aws_(default_)?network_acl|aws_eks_(access_|pod_identity)|aws_s3_(account|bucket)_public_access_block|aws_s3_bucket_(acl|ownership_controls)|aws_lambda_permission|aws_msk_(scram_secret_association|vpc_connection)|kubernetes_(cluster_)?role|kubernetes_network_policy|kubernetes_service_account|snowflake_grant_|snowflake_(masking|row_access|network|authentication|password|session|projection|aggregation)_policy|snowflake_network_rule|snowflake_tag|snowflake_share|snowflake_(account_|database_)role)/;

/** Policies of another kind. */
const otherPolicies =
  /^aws_(ecr_lifecycle|dlm_lifecycle|appautoscaling|autoscaling|backup_vault_lock|organizations)_policy$/;

/** Attributes of other types that decide who may do what. */
const accessAttributes =
  /(^|\.)(policy|assume_role_policy|access_policy|policies|security_groups?|security_group_ids|vpc_security_group_ids|public_access_cidrs|endpoint_public_access|publicly_accessible|public_access|client_authentication|access_config|network_policy|default_secondary_roles_option|allowed_\w+|blocked_\w+|service_account_name|iam_role_arn|role_arn|execution_role_arn|service_execution_role_arn|node_role_arn|storage_aws_role_arn|rsa_public_key(_2)?|password|image_tag_mutability|with_managed_access|masking_policy|acl)(\.|$)/;

/** Attributes that name an encryption key. */
const keyAttributes =
  /(^|\.)(kms_key|target_key_id|kms_key_id|kms_key_arn|kms_master_key_id|kms_key_identifier|encryption_at_rest_kms_key_arn|encryption_configuration|encryption_config|sse_algorithm|server_side_encryption)(\.|$)/;

/** Attributes that say nothing of what a resource is or does. */
const labels =
  /^(tags|tags_all|description|comment|timeouts|id|arn|alarm_description|show_output|describe_output|fully_qualified_name|latest_revision|metadata\.(annotations|labels|generation|resource_version|uid))(\.|$)/;

export function isAccess(type: string, path?: Path): boolean {
  if (path !== undefined && isLabel(type, path)) return false;
  if (accessTypes.test(type) && !otherPolicies.test(type)) return true;
  return path !== undefined && !otherPolicies.test(type) && accessAttributes.test(namesOf(path));
}

export function isKey(path: Path): boolean {
  return keyAttributes.test(namesOf(path));
}

/** Of these, labels and annotations decide: which role pods have, what pods may be, who reaches a service. */
const telling = /^kubernetes_(service|ingress|namespace)/;

export function isLabel(type: string, path: Path): boolean {
  const names = namesOf(path);
  // Snowflake's provider shows there what stands; elsewhere they are set.
  if (type.startsWith("snowflake_") && /^parameters(\.|$)/.test(names)) return true;
  return labels.test(names) && !(telling.test(type) && names.startsWith("metadata."));
}
