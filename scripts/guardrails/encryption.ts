import { isUnknown, type PlannedChange } from "../preview/plan/planned-change.ts";
import { at, texts } from "../preview/plan/values.ts";
import { unversioned } from "../preview/risk/kubernetes-object.ts";
import { guarded, type Policy } from "./policy.ts";

/** Where a type names its customer key, and whether it must have one. Sources: the types' pages of hashicorp/aws: without it, a key of AWS or none at all. */
const keys: readonly { readonly type: string; readonly path: string; readonly required: boolean }[] = [
  { type: "aws_msk_cluster", path: "encryption_info.encryption_at_rest_kms_key_arn", required: true },
  { type: "aws_secretsmanager_secret", path: "kms_key_id", required: true },
  { type: "aws_cloudwatch_log_group", path: "kms_key_id", required: true },
  { type: "aws_eks_cluster", path: "encryption_config.provider.key_arn", required: true },
  { type: "aws_sns_topic", path: "kms_master_key_id", required: true },
  { type: "aws_sqs_queue", path: "kms_master_key_id", required: false },
  { type: "aws_cloudtrail", path: "kms_key_id", required: true },
  { type: "aws_ecr_repository", path: "encryption_configuration.kms_key", required: true },
  { type: "aws_kinesis_firehose_delivery_stream", path: "extended_s3_configuration.kms_key_arn", required: true },
  { type: "aws_dynamodb_table", path: "server_side_encryption.kms_key_arn", required: false },
  { type: "aws_db_instance", path: "kms_key_id", required: false },
  // S3 delivers access logs to no bucket with a customer key: there it is SSE-S3.
  {
    type: "aws_s3_bucket_server_side_encryption_configuration",
    path: "rule.apply_server_side_encryption_by_default.kms_master_key_id",
    required: false,
  },
  {
    type: "aws_s3_bucket_server_side_encryption_configuration",
    path: "rule.apply_server_side_encryption_by_default.sse_algorithm",
    required: true,
  },
];

/** Settings that are encryption itself. */
const switches: readonly {
  readonly type: string;
  readonly path: string;
  readonly unless?: string;
  /** Not everything of the type has it: of a new one, only what is written counts. */
  readonly written?: true;
}[] = [
  // Set by SQS where nothing is said, and off where a customer key takes its place (SQS developer guide, "Encryption at rest").
  { type: "aws_sqs_queue", path: "sqs_managed_sse_enabled", unless: "kms_master_key_id" },
  { type: "aws_db_instance", path: "storage_encrypted" },
  { type: "aws_rds_cluster", path: "storage_encrypted" },
  { type: "aws_ebs_volume", path: "encrypted" },
  { type: "aws_efs_file_system", path: "encrypted" },
  // Parameters of the EBS CSI driver; where nothing is said, the account's default decides.
  { type: "kubernetes_storage_class", path: "parameters.encrypted", written: true },
  { type: "aws_elasticache_replication_group", path: "at_rest_encryption_enabled" },
];

const byType = Map.groupBy(keys, ({ type }) => type);

export const encryption: readonly Policy[] = [
  {
    id: "unencrypted",
    risk: "R5",
    severity: guarded,
    why: "Whoever gets at the storage can read it, and nobody can withdraw the key",
    remedy: "Give it the environment's key of its domain",
    look: (change) => {
      if (change.action === "delete" || change.after === undefined) return [];
      const missing = (byType.get(change.type) ?? []).filter(
        ({ path, required }) => required && isMissing(change, path),
      );
      const off = switches.filter(
        ({ type, path, unless, written }) =>
          type === unversioned(change.type) &&
          isOff(change, path, written) &&
          (unless === undefined || !mayStand(change, unless)),
      );
      return [...missing, ...off].map(({ path }) => `${path} is not set`);
    },
  },
  {
    id: "foreign-key",
    risk: "R5",
    severity: guarded,
    why: "Another account, or AWS, decides whether it can be read",
    remedy: "Use a customer key of the environment's own account",
    look: (change, { context }) =>
      (byType.get(change.type) ?? [])
        .filter(({ path }) => isForeign(at(change.after, path), context.environment.accountId))
        .filter(({ path }) => !isForeign(at(change.before, path), context.environment.accountId))
        .map(({ path }) => `${path} names a key of another account, or of AWS`),
  },
];

/** Not set after the change, and new so. */
function isMissing(change: PlannedChange, path: string): boolean {
  if (mayStand(change, path)) return false;
  return change.before === undefined || change.action === "replace" || at(change.before, path).length > 0;
}

function mayStand(change: PlannedChange, path: string): boolean {
  return isUnknown(change, path) || at(change.after, path).length > 0;
}

/** Some providers keep a boolean as a text. */
function isOff(change: PlannedChange, path: string, written = false): boolean {
  const [was, is] = [change.before, change.after].map((values) => at(values, path).map(String));
  if (isUnknown(change, path) || is?.includes("true")) return false;
  return change.before === undefined ? !written || is?.includes("false") === true : was?.includes("true") === true;
}

function isForeign(found: readonly unknown[], accountId: string): boolean {
  return found.flatMap(texts).some((key) => {
    const account = /^arn:aws[\w-]*:kms:[^:]*:(\d{12}):/.exec(key)?.[1];
    return (account !== undefined && account !== accountId) || /(^|:)alias\/aws\//.test(key);
  });
}
