import type { Values } from "../value.ts";
import type { Change } from "./account.ts";
import { numberAt, textAt, textsAt } from "./paths.ts";
import { type Rule, refuse, type Surroundings } from "./rule.ts";
import { AUDIT_RULES } from "./rules-aws-audit.ts";
import { NETWORK_RULES } from "./rules-aws-network.ts";

/** https://docs.aws.amazon.com/msk/1.0/apireference/clusters.html#clusters-model-ebsstorageinfo */
const MOST_VOLUME_GIB = 16_384;
const VOLUME = "broker_node_group_info.storage_info.ebs_storage_info.volume_size";
const SUBNETS = "broker_node_group_info.client_subnets";

/** What single services refuse, by type; what holds for all is in references, dependents and names. */
const RULES: Readonly<Record<string, readonly Rule[]>> = {
  ...AUDIT_RULES,
  ...NETWORK_RULES,
  aws_cloudwatch_log_group: [protectedBy("deletion_protection_enabled", "ValidationException")],
  aws_dynamodb_table: [protectedBy("deletion_protection_enabled", "ValidationException")],
  aws_eks_cluster: [protectedBy("deletion_protection", "InvalidRequestException")],
  aws_eks_node_group: [scalingInOrder],
  aws_kms_key: [window("deletion_window_in_days", false)],
  aws_kms_replica_key: [window("deletion_window_in_days", false)],
  aws_msk_cluster: [volumeInRange, volumeOnlyGrows, brokersPerZone],
  aws_msk_topic: [replicationWithinBrokers, partitionsOnlyGrow],
  aws_s3_bucket_versioning: [versioningStays, versionsStayLocked],
  aws_secretsmanager_secret: [window("recovery_window_in_days", true)],
};

/** Refuses what the type's own service refuses. */
export function checkService(change: Change, near: Surroundings): void {
  for (const rule of RULES[change.type] ?? []) rule(change, near);
}

function protectedBy(argument: string, code: string): Rule {
  return (change) => {
    if (change.operation !== "delete" || change.prior?.[argument] !== true) return;
    refuse(change, code, `${argument} is true. Set it to false and apply before deleting.`);
  };
}

function window(argument: string, zeroForces: boolean): Rule {
  return (change) => {
    const days = numberAt(change.asked ?? {}, argument);
    if (days === undefined || (days >= 7 && days <= 30) || (zeroForces && days === 0)) return;
    refuse(
      change,
      "ValidationException",
      `${argument} is ${days}; it must be 7 to 30${zeroForces ? ", or 0 to delete at once" : ""}.`,
    );
  };
}

function volumeInRange(change: Change): void {
  const size = numberAt(change.asked ?? {}, VOLUME);
  if (size === undefined || (size >= 1 && size <= MOST_VOLUME_GIB)) return;
  refuse(change, "BadRequestException", `volume_size is ${size}; it must be 1 to ${MOST_VOLUME_GIB} GiB.`);
}

function volumeOnlyGrows(change: Change): void {
  const before = numberAt(change.prior ?? {}, VOLUME);
  const after = numberAt(change.asked ?? {}, VOLUME);
  if (before === undefined || after === undefined || after >= before) return;
  refuse(
    change,
    "BadRequestException",
    `volume_size would shrink from ${before} to ${after} GiB; MSK storage only grows. Use ${before} or more.`,
  );
}

function brokersPerZone(change: Change): void {
  const brokers = numberAt(change.asked ?? {}, "number_of_broker_nodes");
  const zones = textsAt(change.asked ?? {}, SUBNETS).length;
  if (brokers === undefined || zones === 0 || (brokers > 0 && brokers % zones === 0)) return;
  refuse(
    change,
    "BadRequestException",
    `number_of_broker_nodes is ${brokers}; it must be a multiple of the ${zones} client subnets.`,
  );
}

function clusterOf(topic: Values, near: Surroundings): Values | null {
  return near.find("aws_msk_cluster", textAt(topic, "cluster_arn") ?? "");
}

function replicationWithinBrokers(change: Change, near: Surroundings): void {
  const factor = numberAt(change.asked ?? {}, "replication_factor");
  const brokers = numberAt(clusterOf(change.asked ?? {}, near) ?? {}, "number_of_broker_nodes");
  if (factor === undefined || brokers === undefined || (factor >= 1 && factor <= brokers)) return;
  refuse(
    change,
    "InvalidReplicationFactor",
    `replication_factor is ${factor}; the cluster has ${brokers} brokers. Use 1 to ${brokers}.`,
  );
}

function partitionsOnlyGrow(change: Change): void {
  const before = numberAt(change.prior ?? {}, "partition_count") ?? 1;
  const after = numberAt(change.asked ?? {}, "partition_count");
  if (after === undefined || after >= before) return;
  refuse(
    change,
    "InvalidPartitions",
    `partition_count would go from ${before} to ${after}; Kafka only adds partitions. Use ${before} or more.`,
  );
}

function versioningStays(change: Change): void {
  const status = "versioning_configuration.status";
  const before = textAt(change.prior ?? {}, status);
  const disabled = textAt(change.asked ?? {}, status) === "Disabled";
  if (!disabled || before === undefined || before === "Disabled") return;
  refuse(
    change,
    "IllegalVersioningConfigurationException",
    `versioning is ${before} and cannot be disabled again. Use Suspended.`,
  );
}

function versionsStayLocked(change: Change, near: Surroundings): void {
  const bucket = textAt(change.asked ?? {}, "bucket") ?? "";
  if (textAt(change.asked ?? {}, "versioning_configuration.status") !== "Suspended") return;
  if (near.find("aws_s3_bucket", bucket)?.object_lock_enabled !== true) return;
  refuse(change, "InvalidBucketState", `${bucket} has Object Lock, which needs its versions. Leave status Enabled.`);
}

function scalingInOrder(change: Change): void {
  const [least, wanted, most] = ["min_size", "desired_size", "max_size"].map((size) =>
    numberAt(change.asked ?? {}, `scaling_config.${size}`),
  );
  if (
    least === undefined ||
    wanted === undefined ||
    most === undefined ||
    (least <= wanted && wanted <= most && most > 0)
  )
    return;
  refuse(
    change,
    "InvalidParameterException",
    `scaling_config has min ${least}, desired ${wanted}, max ${most}; they must rise in this order and max be 1 or more.`,
  );
}
