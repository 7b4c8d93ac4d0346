import type { Change } from "./account.ts";
import { numberAt, textAt } from "./paths.ts";
import { type Rule, refuse, type Surroundings } from "./rule.ts";
import { ALARM_RULES } from "./rules-aws-alarms.ts";
import { AUDIT_RULES } from "./rules-aws-audit.ts";
import { EVENT_RULES } from "./rules-aws-events.ts";
import { LINK_RULES } from "./rules-aws-links.ts";
import { CLUSTER_RULES, SCALING_POLICY_RULES, SCALING_TARGET_RULES, TOPIC_RULES } from "./rules-aws-msk.ts";
import { NETWORK_RULES } from "./rules-aws-network.ts";
import { SCHEMA_RULES } from "./rules-aws-schemas.ts";

/** What single services refuse, by type; what holds for all is in references, dependents and names. */
const RULES: Readonly<Record<string, readonly Rule[]>> = {
  ...ALARM_RULES,
  ...AUDIT_RULES,
  ...EVENT_RULES,
  ...LINK_RULES,
  ...NETWORK_RULES,
  ...SCHEMA_RULES,
  aws_appautoscaling_policy: SCALING_POLICY_RULES,
  aws_appautoscaling_target: SCALING_TARGET_RULES,
  aws_cloudwatch_log_group: [protectedBy("deletion_protection_enabled", "ValidationException")],
  aws_dynamodb_table: [protectedBy("deletion_protection_enabled", "ValidationException")],
  aws_eks_cluster: [protectedBy("deletion_protection", "InvalidRequestException")],
  aws_eks_node_group: [scalingInOrder],
  aws_kms_key: [window("deletion_window_in_days", false)],
  aws_kms_replica_key: [window("deletion_window_in_days", false)],
  aws_msk_cluster: CLUSTER_RULES,
  aws_msk_topic: TOPIC_RULES,
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
