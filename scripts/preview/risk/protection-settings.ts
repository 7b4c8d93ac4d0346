import { retentionSettings } from "./retention-settings.ts";

/**
 * Which way a setting is looser. `different`: any other value may be. `unset`: fewer values than before. `taken`: one of them is
 * gone, whatever came instead. `emptied`: none is left. `shorter`: a lower number.
 */
type Looser = "true" | "false" | "shorter" | "unset" | "taken" | "emptied" | "different";

export interface ProtectionSetting {
  readonly type: string;
  readonly path: string;
  readonly looser: Looser;
  /** What it means when it is looser. */
  readonly means: string;
  /** Of `different`: what it may be, the loosest first. Not all of it need be named. */
  readonly order?: readonly string[];
  /** Of a number: what holds where nothing is said. */
  readonly fallback?: number;
  /** Of a time that a block tells in several units: what each is worth. */
  readonly units?: Readonly<Record<string, number>>;
  /** Of a time: 0 and no value stand for no end. */
  readonly endless?: true;
  /** Of a time: -1 and no value stand for what the object above has. */
  readonly inherits?: true;
  /** Another setting that protects as well: nothing is looser while it has a value. */
  readonly beside?: string;
  /** Data are kept for a shorter time: a finding of its own. */
  readonly retention?: true;
}

type Row = readonly [
  path: string,
  looser: Looser,
  means: string,
  more?: Pick<ProtectionSetting, "order" | "fallback" | "units" | "beside">,
];

/** What becomes of a volume without its claim (Kubernetes documentation, "Persistent Volumes", "Reclaiming"). */
const reclaiming = { order: ["Delete", "Recycle", "Retain"] };

/** Settings in place that decide who can destroy or lose data: path, which way is looser, what it means. Sources: each type's page of its provider. */
const settings: Readonly<Record<string, readonly Row[]>> = {
  aws_s3_bucket: [
    ["force_destroy", "true", "a destroy empties the bucket first"],
    ["versioning.enabled", "false", "a deleted or overwritten object is gone"],
    ["versioning.mfa_delete", "false", "versions may be deleted without a second factor"],
  ],
  aws_ecr_repository: [
    ["force_delete", "true", "a destroy deletes its images first"],
    [
      "image_tag_mutability",
      "different",
      "a tag may move to another image",
      { order: ["MUTABLE", "MUTABLE_WITH_EXCLUSION", "IMMUTABLE_WITH_EXCLUSION", "IMMUTABLE"] },
    ],
    ["image_scanning_configuration.scan_on_push", "false", "images are no longer scanned"],
  ],
  aws_eks_cluster: [
    ["deletion_protection", "false", "the cluster may be deleted"],
    ["enabled_cluster_log_types", "taken", "who does what in the cluster is no longer recorded"],
  ],
  aws_dynamodb_table: [
    ["deletion_protection_enabled", "false", "the table may be deleted"],
    ["point_in_time_recovery.enabled", "false", "the table cannot be restored to a moment"],
    [
      "point_in_time_recovery.recovery_period_in_days",
      "shorter",
      "the table can be restored to moments of a shorter time",
    ],
    ["replica.region_name", "unset", "the table's copy in another region is deleted"],
  ],
  aws_db_instance: [
    ["deletion_protection", "false", "the database may be deleted"],
    ["skip_final_snapshot", "true", "a destroy keeps no snapshot"],
    ["delete_automated_backups", "true", "a destroy deletes the automatic backups"],
  ],
  aws_rds_cluster: [
    ["deletion_protection", "false", "the databases may be deleted"],
    ["skip_final_snapshot", "true", "a destroy keeps no snapshot"],
    ["delete_automated_backups", "true", "a destroy deletes the automatic backups"],
  ],
  aws_backup_vault: [["force_destroy", "true", "a destroy deletes its recovery points first"]],
  aws_cloudwatch_log_group: [
    ["skip_destroy", "false", "a destroy deletes its log events"],
    ["deletion_protection_enabled", "false", "the log group may be deleted"],
  ],
  aws_ebs_volume: [["final_snapshot", "false", "a destroy keeps no snapshot"]],
  // Where there is no switch to skip it, the name alone makes a final snapshot.
  aws_elasticache_cluster: [["final_snapshot_identifier", "unset", "a destroy keeps no snapshot"]],
  aws_elasticache_replication_group: [["final_snapshot_identifier", "unset", "a destroy keeps no snapshot"]],
  aws_memorydb_cluster: [["final_snapshot_name", "unset", "a destroy keeps no snapshot"]],
  aws_efs_backup_policy: [["backup_policy.status", "false", "the files are no longer backed up"]],
  aws_efs_file_system: [["protection.replication_overwrite", "false", "a replication may overwrite the files"]],
  aws_lb: [["enable_deletion_protection", "false", "the load balancer may be deleted"]],
  aws_kms_key: [
    ["is_enabled", "false", "what it encrypted cannot be read"],
    ["enable_key_rotation", "false", "the key stays the same for ever"],
    ["bypass_policy_lockout_safety_check", "true", "the key may become unmanageable"],
    ["deletion_window_in_days", "shorter", "a deleted key can be restored for a shorter time", { fallback: 30 }],
  ],
  aws_kms_replica_key: [
    ["deletion_window_in_days", "shorter", "a deleted key can be restored for a shorter time", { fallback: 30 }],
  ],
  aws_secretsmanager_secret: [
    ["recovery_window_in_days", "shorter", "a deleted secret can be restored for a shorter time", { fallback: 30 }],
    ["policy", "unset", "what it denied is no longer denied"],
  ],
  aws_s3_bucket_versioning: [
    [
      "versioning_configuration.status",
      "different",
      "a deleted or overwritten object is gone",
      { order: ["Disabled", "Suspended", "Enabled"] },
    ],
    [
      "versioning_configuration.mfa_delete",
      "different",
      "versions may be deleted without a second factor",
      { order: ["Disabled", "Enabled"] },
    ],
  ],
  aws_s3_bucket_object_lock_configuration: [
    [
      "rule.default_retention.mode",
      "different",
      "locked objects may be deleted by more people",
      { order: ["GOVERNANCE", "COMPLIANCE"] },
    ],
    [
      "rule.default_retention",
      "shorter",
      "new objects are locked for a shorter time",
      { units: { days: 1, years: 365 } },
    ],
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
    [
      "encryption_info.encryption_in_transit.client_broker",
      "different",
      "clients may speak plain text",
      { order: ["PLAINTEXT", "TLS_PLAINTEXT", "TLS"] },
    ],
    ["encryption_info.encryption_in_transit.in_cluster", "false", "brokers speak plain text"],
    ["client_authentication.unauthenticated", "true", "clients need no identity"],
    ["logging_info.broker_logs.cloudwatch_logs.enabled", "false", "brokers' logs are no longer kept"],
  ],
  aws_ebs_encryption_by_default: [["enabled", "false", "new disks are not encrypted"]],
  aws_launch_template: [
    [
      "metadata_options.http_tokens",
      "different",
      "any process on a node may take the node's credentials",
      { order: ["optional", "required"] },
    ],
    ["block_device_mappings.ebs.encrypted", "false", "new nodes' disks are not encrypted"],
  ],
  aws_vpc_endpoint: [["private_dns_enabled", "false", "traffic with the service leaves the network"]],
  aws_glue_schema: [
    [
      "compatibility",
      "different",
      "a schema that breaks its readers may be registered",
      // Of those between, some are neither looser nor stricter than others.
      { order: ["NONE", "FULL_ALL"] },
    ],
  ],
  snowflake_schema: [["with_managed_access", "false", "owners of objects may give them away"]],
  snowflake_network_policy: [
    ["allowed_network_rule_list", "emptied", "sign-in from any address", { beside: "allowed_ip_list" }],
  ],
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
    ["rule.status", "different", "objects are no longer copied to another place", { order: ["Disabled", "Enabled"] }],
  ],
  snowflake_resource_monitor: [
    ["credit_quota", "unset", "no limit stops the warehouse's credits"],
    ["suspend_trigger", "emptied", "no limit stops the warehouse's credits", { beside: "suspend_immediate_trigger" }],
    ["suspend_immediate_trigger", "emptied", "no limit stops the warehouse's credits", { beside: "suspend_trigger" }],
  ],
  kubernetes_persistent_volume_v1: [
    ["spec.persistent_volume_reclaim_policy", "different", "the disk is deleted with its claim", reclaiming],
  ],
  kubernetes_storage_class_v1: [
    ["reclaim_policy", "different", "new volumes are deleted with their claims", reclaiming],
  ],
  kubernetes_stateful_set_v1: [
    [
      "spec.persistent_volume_claim_retention_policy.when_deleted",
      "different",
      "its volumes are deleted with it",
      reclaiming,
    ],
    [
      "spec.persistent_volume_claim_retention_policy.when_scaled",
      "different",
      "volumes are deleted when it has fewer pods",
      reclaiming,
    ],
  ],
  // Provider Mongey/kafka.
  kafka_topic: [["replication_factor", "shorter", "fewer brokers hold each record"]],
  aws_msk_topic: [["replication_factor", "shorter", "fewer brokers hold each record"]],
};

export const protectionSettings: readonly ProtectionSetting[] = [
  ...Object.entries(settings).flatMap(([type, list]) =>
    list.map(([path, looser, means, more]) => ({ type, path, looser, means, ...more })),
  ),
  ...retentionSettings,
];
