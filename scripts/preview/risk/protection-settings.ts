import { retentionSettings } from "./retention-settings.ts";

/**
 * Which way a setting is looser. `different`: any other value may be. `unset`: fewer values than before. `taken`: one of them is
 * gone, whatever came instead. `emptied`: none is left. `shorter`: a lower number.
 */
type Looser = "true" | "false" | "shorter" | "unset" | "taken" | "emptied" | "different" | "other than Retain";

export interface ProtectionSetting {
  readonly type: string;
  readonly path: string;
  readonly looser: Looser;
  /** What it means when it is looser. */
  readonly means: string;
  /** Of a time: 0 and no value stand for no end. */
  readonly endless?: true;
  /** Of a time: -1 and no value stand for what the object above has. */
  readonly inherits?: true;
  /** Another setting that protects as well: nothing is looser while it has a value. */
  readonly beside?: string;
  /** Data are kept for a shorter time: a finding of its own. */
  readonly retention?: true;
}

/** Settings in place that decide who can destroy or lose data: path, which way is looser, what it means. Sources: each type's page of its provider. */
const settings: Readonly<
  Record<string, readonly (readonly [path: string, looser: Looser, means: string, beside?: string])[]>
> = {
  aws_s3_bucket: [["force_destroy", "true", "a destroy empties the bucket first"]],
  aws_ecr_repository: [
    ["force_delete", "true", "a destroy deletes its images first"],
    ["image_tag_mutability", "different", "a tag may move to another image"],
    ["image_scanning_configuration.scan_on_push", "false", "images are no longer scanned"],
  ],
  aws_eks_cluster: [
    ["deletion_protection", "false", "the cluster may be deleted"],
    ["enabled_cluster_log_types", "taken", "who does what in the cluster is no longer recorded"],
  ],
  aws_dynamodb_table: [
    ["deletion_protection_enabled", "false", "the table may be deleted"],
    ["point_in_time_recovery.enabled", "false", "the table cannot be restored to a moment"],
  ],
  aws_db_instance: [
    ["deletion_protection", "false", "the database may be deleted"],
    ["skip_final_snapshot", "true", "a destroy keeps no snapshot"],
  ],
  aws_rds_cluster: [
    ["deletion_protection", "false", "the databases may be deleted"],
    ["skip_final_snapshot", "true", "a destroy keeps no snapshot"],
  ],
  aws_lb: [["enable_deletion_protection", "false", "the load balancer may be deleted"]],
  aws_kms_key: [
    ["is_enabled", "false", "what it encrypted cannot be read"],
    ["enable_key_rotation", "false", "the key stays the same for ever"],
    ["bypass_policy_lockout_safety_check", "true", "the key may become unmanageable"],
    ["deletion_window_in_days", "shorter", "a deleted key can be restored for a shorter time"],
  ],
  aws_secretsmanager_secret: [
    ["recovery_window_in_days", "shorter", "a deleted secret can be restored for a shorter time"],
    ["policy", "unset", "what it denied is no longer denied"],
  ],
  aws_s3_bucket_versioning: [
    ["versioning_configuration.status", "different", "a deleted or overwritten object is gone"],
    ["versioning_configuration.mfa_delete", "different", "versions may be deleted without a second factor"],
  ],
  aws_s3_bucket_object_lock_configuration: [
    ["rule.default_retention.mode", "different", "locked objects may be deleted by more people"],
    ["rule.default_retention.days", "shorter", "new objects are locked for a shorter time"],
    ["rule.default_retention.years", "shorter", "new objects are locked for a shorter time"],
  ],
  aws_cloudtrail: [
    ["enable_logging", "false", "who does what is no longer recorded"],
    ["enable_log_file_validation", "false", "nobody can show that the record is whole"],
    ["is_multi_region_trail", "false", "other regions are no longer recorded"],
    ["include_global_service_events", "false", "IAM is no longer recorded"],
    ["event_selector", "unset", "some of what is done is no longer recorded"],
    ["advanced_event_selector", "unset", "some of what is done is no longer recorded"],
  ],
  aws_msk_cluster: [
    ["encryption_info.encryption_in_transit.client_broker", "different", "clients may speak plain text"],
    ["encryption_info.encryption_in_transit.in_cluster", "false", "brokers speak plain text"],
    ["client_authentication.unauthenticated", "true", "clients need no identity"],
    ["logging_info.broker_logs.cloudwatch_logs.enabled", "false", "brokers' logs are no longer kept"],
  ],
  aws_ebs_encryption_by_default: [["enabled", "false", "new disks are not encrypted"]],
  aws_launch_template: [
    ["metadata_options.http_tokens", "different", "any process on a node may take the node's credentials"],
    ["block_device_mappings.ebs.encrypted", "false", "new nodes' disks are not encrypted"],
  ],
  aws_vpc_endpoint: [["private_dns_enabled", "false", "traffic with the service leaves the network"]],
  aws_glue_schema: [["compatibility", "different", "a schema that breaks its readers may be registered"]],
  snowflake_schema: [["with_managed_access", "false", "owners of objects may give them away"]],
  snowflake_network_policy: [["allowed_network_rule_list", "emptied", "sign-in from any address", "allowed_ip_list"]],
  snowflake_network_policy_attachment: [["set_for_account", "false", "sign-in from any address"]],
  snowflake_service_user: [["network_policy", "unset", "sign-in from any address"]],
  snowflake_user: [["network_policy", "unset", "sign-in from any address"]],
  snowflake_table: [["column.masking_policy", "taken", "the column is seen as it is"]],
  snowflake_view: [
    ["row_access_policy", "unset", "rows that it hid are seen"],
    ["aggregation_policy", "unset", "single rows are seen"],
    ["column.masking_policy", "taken", "the column is seen as it is"],
    ["column.projection_policy", "taken", "the column may be read"],
  ],
  snowflake_tag: [["masking_policies", "taken", "columns that carry it lose a mask"]],
  snowflake_tag_association: [["object_identifiers", "taken", "columns that carry it lose their masks"]],
  aws_iam_role: [["permissions_boundary", "different", "its rights go beyond the boundary"]],
  aws_iam_user: [["permissions_boundary", "different", "its rights go beyond the boundary"]],
  aws_s3_bucket_server_side_encryption_configuration: [
    ["rule.apply_server_side_encryption_by_default.kms_master_key_id", "unset", "new objects lose the customer key"],
  ],
  aws_s3_bucket_replication_configuration: [
    ["rule.id", "unset", "objects are no longer copied to another place"],
    ["rule.status", "different", "objects are no longer copied to another place"],
  ],
  snowflake_resource_monitor: [
    ["credit_quota", "unset", "no limit stops the warehouse's credits"],
    ["suspend_trigger", "emptied", "no limit stops the warehouse's credits", "suspend_immediate_trigger"],
    ["suspend_immediate_trigger", "emptied", "no limit stops the warehouse's credits", "suspend_trigger"],
  ],
  // Kubernetes documentation, "Persistent Volumes", "Storage Classes" and "StatefulSets": what becomes of a volume without its claim.
  kubernetes_persistent_volume_v1: [
    ["spec.persistent_volume_reclaim_policy", "other than Retain", "the disk is deleted with its claim"],
  ],
  kubernetes_storage_class_v1: [["reclaim_policy", "other than Retain", "new volumes are deleted with their claims"]],
  kubernetes_stateful_set_v1: [
    [
      "spec.persistent_volume_claim_retention_policy.when_deleted",
      "other than Retain",
      "its volumes are deleted with it",
    ],
    [
      "spec.persistent_volume_claim_retention_policy.when_scaled",
      "other than Retain",
      "volumes are deleted when it has fewer pods",
    ],
  ],
  aws_msk_topic: [["replication_factor", "shorter", "fewer brokers hold each record"]],
};

export const protectionSettings: readonly ProtectionSetting[] = [
  ...Object.entries(settings).flatMap(([type, list]) =>
    list.map(([path, looser, means, beside]) => ({
      type,
      path,
      looser,
      means,
      ...(beside !== undefined && { beside }),
    })),
  ),
  ...retentionSettings,
];
