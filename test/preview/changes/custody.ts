import type { ChangeCase } from "./change-case.ts";

const secret = (name: string) => `foundation/aws_secretsmanager_secret.secrets_${name}_secret`;
const key = "foundation/aws_kms_key.keys_lake_key";
const foundation = (type: string, name: string, body: object | null) => ({
  foundation: { resource: { [type]: { [name]: body } } },
});

/** Keys, secrets and records. Sources: AWS KMS developer guide, "Deleting keys"; Secrets Manager user guide; CloudTrail user guide. */
export const custody: readonly ChangeCase[] = [
  {
    name: "a secret is left out, with its value",
    environment: "prod",
    applied: true,
    patch: { secrets: { "salesforce-app": null }, batch: { connections: { salesforce: null } } },
    harmless: false,
    changes: {
      [secret("salesforce-app")]: "delete R5",
      "jobs/kubernetes_config_map_v1.batch_documents": "update R2",
    },
    findings: [`stateful-destroyed block ${secret("salesforce-app")}`],
  },
  {
    name: "a secret is described in other words",
    environment: "prod",
    patch: { secrets: { "salesforce-app": { description: "Connected app of Salesforce, for extracts" } } },
    harmless: true,
    changes: { [secret("salesforce-app")]: "update R2" },
    findings: [],
  },
  {
    name: "a secret is to be filled anew more often",
    environment: "prod",
    patch: { secrets: { "stripe-reading-key": { rotateEveryDays: 30 } } },
    harmless: true,
    changes: { [secret("stripe-reading-key")]: "update R2" },
    findings: [],
  },
  {
    name: "a secret belongs to another owner, by whom it is named",
    environment: "prod",
    applied: true,
    patch: { secrets: { "shop-replica-login": { owner: "shop-backend" } } },
    harmless: false,
    changes: { [secret("shop-replica-login")]: "replace R5" },
    findings: [`stateful-destroyed block ${secret("shop-replica-login")}`],
  },
  {
    name: "a deleted secret is gone at once",
    environment: "prod",
    stacks: foundation("aws_secretsmanager_secret", "secrets_salesforce-app_secret", { recovery_window_in_days: 0 }),
    harmless: false,
    changes: { [secret("salesforce-app")]: "update R5" },
    findings: [`protection-loosened block ${secret("salesforce-app")}`],
  },
  {
    name: "a deleted key can be had back for a week only",
    environment: "prod",
    stacks: foundation("aws_kms_key", "keys_lake_key", { deletion_window_in_days: 7 }),
    harmless: false,
    changes: { [key]: "update R5" },
    findings: [`protection-loosened block ${key}`],
  },
  {
    name: "a key's material stays the same for ever",
    environment: "prod",
    stacks: foundation("aws_kms_key", "keys_lake_key", { enable_key_rotation: false }),
    harmless: false,
    changes: { [key]: "update R5" },
    findings: [`protection-loosened block ${key}`],
  },
  {
    name: "keys' material changes twice a year",
    environment: "prod",
    patch: { keys: { rotationDays: 180 } },
    harmless: true,
    changes: { "foundation/aws_kms_key.keys_*_key": "update R2" },
    findings: [],
  },
  {
    name: "the record of who did what is kept for a year where it was kept for seven",
    environment: "prod",
    patch: { observability: { auditDays: 365 } },
    harmless: false,
    changes: {
      "foundation/aws_s3_bucket_lifecycle_configuration.audit_logs_lifecycle": "update R5",
      "foundation/aws_s3_bucket_object_lock_configuration.audit_logs_lock": "update R5",
    },
    findings: [
      "retention-shortened block foundation/aws_s3_bucket_lifecycle_configuration.audit_logs_lifecycle",
      "protection-loosened block foundation/aws_s3_bucket_object_lock_configuration.audit_logs_lock",
    ],
  },
  {
    name: "the account may cost more before somebody is told",
    environment: "prod",
    patch: { observability: { monthlyBudgetUsd: 30_000 } },
    harmless: true,
    changes: { "foundation/aws_budgets_budget.budget_monthly": "update R2" },
    findings: [],
  },
  {
    name: "fewer images are kept",
    environment: "prod",
    patch: { registry: { repositories: { jobs: { keepImages: 20 } } } },
    harmless: false,
    changes: { "foundation/aws_ecr_lifecycle_policy.images_jobs_lifecycle": "replace R5" },
    findings: [
      "retention-shortened block foundation/aws_ecr_lifecycle_policy.images_jobs_lifecycle",
      "stateless-destroyed warn foundation/aws_ecr_lifecycle_policy.images_jobs_lifecycle",
    ],
  },
  {
    name: "an image's tag may be given to another image",
    environment: "prod",
    stacks: foundation("aws_ecr_repository", "images_jobs_repository", { image_tag_mutability: "MUTABLE" }),
    harmless: false,
    changes: { "foundation/aws_ecr_repository.images_jobs_repository": "update R5" },
    findings: ["protection-loosened block foundation/aws_ecr_repository.images_jobs_repository"],
  },
  {
    name: "nobody records who did what any more",
    environment: "prod",
    stacks: foundation("aws_cloudtrail", "audit_trail", { enable_logging: false }),
    harmless: false,
    changes: { "foundation/aws_cloudtrail.audit_trail": "update R5" },
    findings: ["protection-loosened block foundation/aws_cloudtrail.audit_trail"],
  },
  {
    name: "a log group is added that no key of ours encrypts",
    environment: "prod",
    stacks: foundation("aws_cloudwatch_log_group", "plain", { name: "/plinth/prod/plain", retention_in_days: 365 }),
    harmless: false,
    changes: { "foundation/aws_cloudwatch_log_group.plain": "create R5" },
    findings: ["unencrypted block foundation/aws_cloudwatch_log_group.plain"],
  },
  {
    name: "a key loses its name",
    environment: "prod",
    stacks: foundation("aws_kms_alias", "keys_lake_alias", null),
    harmless: false,
    changes: { "foundation/aws_kms_alias.keys_lake_alias": "delete R4" },
    findings: ["stateless-destroyed warn foundation/aws_kms_alias.keys_lake_alias"],
  },
];
