import type { Values } from "../value.ts";
import type { Draft, ObjectKind } from "./kind.ts";
import { numberAt } from "./paths.ts";

type Kinds = Readonly<Record<string, ObjectKind>>;

/** A setting of a bucket: the service's put calls overwrite it. */
const bucketSetting: ObjectKind = { id: "{bucket}", upsert: true };
const bucketSettingByName: ObjectKind = { id: "{bucket}:{name}", upsert: true };
const secretSetting: ObjectKind = { id: "{secret_arn}", upsert: true };

/** Days between the request to delete and the deletion, as asked for, else as the service sets it. */
function window(attribute: string, otherwise: number): (values: Values) => number {
  return (values) => numberAt(values, attribute) ?? otherwise;
}

const kms = (path: string) => `arn:{partition}:kms:{region}:{account}:${path}`;
const keyFacts = {
  arn: kms("key/{key_id}"),
  customer_master_key_spec: "SYMMETRIC_DEFAULT",
  key_spec: "SYMMETRIC_DEFAULT",
  key_usage: "ENCRYPT_DECRYPT",
  origin: "AWS_KMS",
  policy: (draft: Draft) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: draft.render("arn:{partition}:iam::{account}:root") },
          Action: "kms:*",
          Resource: "*",
        },
      ],
    }),
  rotation_period_in_days: () => 365,
};

export const STORAGE_KINDS: Kinds = {
  aws_kms_key: {
    id: "{key_id}",
    fills: {
      ...keyFacts,
      key_id: (draft) => draft.render(draft.at("multi_region") === true ? "mrk-{hex32}" : "{uuid}"),
    },
    // https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html: 7 to 30 days, 30 by default.
    heldDays: window("deletion_window_in_days", 30),
  },
  aws_kms_replica_key: {
    id: "{key_id}",
    fills: { ...keyFacts, key_id: (draft) => lastPart(draft.at("primary_key_arn")), key_rotation_enabled: () => false },
    heldDays: window("deletion_window_in_days", 30),
    taken: "AlreadyExistsException",
  },
  aws_kms_alias: {
    id: "{name}",
    fills: {
      arn: kms("{name}"),
      target_key_arn: (draft) => {
        const target = String(draft.at("target_key_id"));
        return target.startsWith("arn:") ? target : draft.renderAs("target", kms(`key/${target}`));
      },
    },
    taken: "AlreadyExistsException",
  },
  aws_kms_key_policy: { id: "{key_id}", upsert: true },
  aws_s3_bucket: {
    id: "{bucket}",
    scope: "everywhere",
    taken: "BucketAlreadyExists",
    fills: {
      arn: "arn:{partition}:s3:::{bucket}",
      bucket_domain_name: "{bucket}.s3.amazonaws.com",
      bucket_regional_domain_name: "{bucket}.s3.{region}.amazonaws.com",
      bucket_region: "{region}",
      hosted_zone_id: "Z{digits13}",
      request_payer: "BucketOwner",
      website_domain: "",
      website_endpoint: "",
    },
  },
  aws_s3_bucket_accelerate_configuration: bucketSetting,
  aws_s3_bucket_acl: bucketSetting,
  aws_s3_bucket_analytics_configuration: bucketSettingByName,
  aws_s3_bucket_cors_configuration: bucketSetting,
  aws_s3_bucket_intelligent_tiering_configuration: bucketSettingByName,
  aws_s3_bucket_inventory: bucketSettingByName,
  aws_s3_bucket_lifecycle_configuration: {
    ...bucketSetting,
    fills: { transition_default_minimum_object_size: "all_storage_classes_128K", expected_bucket_owner: "" },
  },
  aws_s3_bucket_logging: bucketSetting,
  aws_s3_bucket_metric: bucketSettingByName,
  aws_s3_bucket_notification: bucketSetting,
  aws_s3_bucket_object_lock_configuration: bucketSetting,
  aws_s3_bucket_ownership_controls: bucketSetting,
  aws_s3_bucket_policy: bucketSetting,
  aws_s3_bucket_public_access_block: bucketSetting,
  aws_s3_bucket_replication_configuration: bucketSetting,
  aws_s3_bucket_server_side_encryption_configuration: bucketSetting,
  aws_s3_bucket_versioning: bucketSetting,
  aws_s3_object: {
    id: "{bucket}/{key}",
    upsert: true,
    fills: {
      arn: "arn:{partition}:s3:::{bucket}/{key}",
      etag: "{hex32}",
      content_type: "application/octet-stream",
      server_side_encryption: "AES256",
      storage_class: "STANDARD",
      version_id: "{chars32}",
    },
    changing: { etag: [], version_id: [] },
  },
  aws_secretsmanager_secret: {
    id: "{arn}",
    fills: { arn: "arn:{partition}:secretsmanager:{region}:{account}:secret:{name}-{chars6}" },
    unique: ["{name}"],
    taken: "ResourceExistsException",
    // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html: 30 days by default, 0 forces.
    heldDays: window("recovery_window_in_days", 30),
  },
  aws_secretsmanager_secret_policy: secretSetting,
  aws_secretsmanager_secret_rotation: { id: "{secret_id}", upsert: true },
  aws_secretsmanager_secret_version: {
    id: "{secret_id}|{version_id}",
    fills: {
      arn: "{secret_id}",
      secret_arn: "{secret_id}",
      version_id: "{uuid}",
      version_stages: () => ["AWSCURRENT"],
    },
  },
  aws_ssm_parameter: {
    id: "{name}",
    fills: {
      arn: (draft) =>
        draft.render(`arn:{partition}:ssm:{region}:{account}:parameter/${String(draft.at("name")).replace(/^\//, "")}`),
      data_type: "text",
      tier: "Standard",
      version: (draft) => Number(draft.before("version") ?? 0) + 1,
    },
    taken: "ParameterAlreadyExists",
    changing: { version: ["value", "insecure_value", "value_wo_version", "type"] },
  },
  aws_dynamodb_table: {
    id: "{name}",
    fills: { arn: "arn:{partition}:dynamodb:{region}:{account}:table/{name}", stream_arn: "", stream_label: "" },
    taken: "ResourceInUseException",
  },
  aws_ecr_repository: {
    id: "{name}",
    fills: {
      arn: "arn:{partition}:ecr:{region}:{account}:repository/{name}",
      registry_id: "{account}",
      repository_url: "{account}.dkr.ecr.{region}.amazonaws.com/{name}",
    },
    taken: "RepositoryAlreadyExistsException",
  },
  aws_ecr_lifecycle_policy: { id: "{repository}", upsert: true },
  aws_ecr_registry_policy: { id: "{account}", upsert: true },
  aws_ecr_registry_scanning_configuration: { id: "{account}", upsert: true },
  aws_ecr_replication_configuration: { id: "{account}", upsert: true },
  aws_ecr_repository_policy: { id: "{repository}", upsert: true },
};

function lastPart(arn: unknown): string {
  return String(arn).split("/").at(-1) ?? "";
}
