import type { ChangeCase, MergePatch } from "./change-case.ts";

const lifecycle = "data/aws_s3_bucket_lifecycle_configuration.lake_bronze_lifecycle";
const gold = (type: string, name: string, body: MergePatch) => ({
  data: { resource: { [type]: { [`lake_gold_${name}`]: body } } },
});

/** All that a zone of the lake is. */
const goldResources = [
  ["aws_s3_bucket", "bucket"],
  ["aws_s3_bucket_public_access_block", "public-access"],
  ["aws_s3_bucket_versioning", "versioning"],
  ["aws_s3_bucket_policy", "policy"],
  ["aws_s3_bucket_server_side_encryption_configuration", "encryption"],
  ["aws_s3_bucket_ownership_controls", "ownership"],
  ["aws_s3_bucket_logging", "access-log"],
  ["aws_s3_bucket_lifecycle_configuration", "lifecycle"],
  ["aws_s3_bucket_inventory", "inventory"],
] as const;

/** Sources: Amazon S3 user guide, "Managing the lifecycle of objects", "Blocking public access", "Using versioning". */
export const lake: readonly ChangeCase[] = [
  {
    name: "a zone of the lake is left out, with all its files",
    environment: "prod",
    applied: true,
    stacks: {
      data: {
        output: { handover: { value: { buckets: { gold: null } } } },
        resource: Object.fromEntries(goldResources.map(([type, name]) => [type, { [`lake_gold_${name}`]: null }])),
      },
    },
    harmless: false,
    changes: {
      "data/aws_s3_bucket.lake_gold_bucket": "delete R5",
      "data/aws_s3_bucket_public_access_block.lake_gold_public-access": "delete R5",
      "data/aws_s3_bucket_versioning.lake_gold_versioning": "delete R5",
      "data/aws_s3_bucket_policy.lake_gold_policy": "delete R5",
      "data/aws_s3_bucket_server_side_encryption_configuration.lake_gold_encryption": "delete R5",
      "data/aws_s3_bucket_ownership_controls.lake_gold_ownership": "delete R5",
      "data/aws_s3_bucket_logging.lake_gold_access-log": "delete R5",
      "data/aws_s3_bucket_lifecycle_configuration.lake_gold_lifecycle": "delete R5",
      "data/aws_s3_bucket_inventory.lake_gold_inventory": "delete R4",
    },
    findings: [
      "stateful-destroyed block data/aws_s3_bucket.lake_gold_bucket",
      "guard-destroyed block data/aws_s3_bucket_*.lake_gold_{public-access,versioning,policy,encryption,ownership,access-log,lifecycle}",
      "stateless-destroyed warn data/aws_s3_bucket_inventory.lake_gold_inventory",
    ],
  },
  {
    name: "files of a zone are deleted after a year where they stayed for seven",
    environment: "prod",
    patch: { lake: { zones: { bronze: { expireAfterDays: 365 } } } },
    harmless: false,
    changes: { [lifecycle]: "update R5" },
    findings: [`retention-shortened block ${lifecycle}`],
  },
  {
    name: "files of a zone that were kept for ever are deleted some day",
    environment: "prod",
    patch: { lake: { zones: { silver: { expireAfterDays: 400 } } } },
    harmless: false,
    changes: { "data/aws_s3_bucket_lifecycle_configuration.lake_silver_lifecycle": "update R5" },
    findings: ["retention-shortened block data/aws_s3_bucket_lifecycle_configuration.lake_silver_lifecycle"],
  },
  {
    name: "replaced files stay restorable for a week where they did for a month",
    environment: "staging",
    patch: { lake: { zones: { bronze: { noncurrentDays: 7 } } } },
    harmless: false,
    changes: { [lifecycle]: "update R5" },
    findings: [`retention-shortened block ${lifecycle}`],
  },
  {
    name: "replaced files stay restorable for two months",
    environment: "prod",
    patch: { lake: { zones: { bronze: { noncurrentDays: 60 } } } },
    harmless: true,
    changes: { [lifecycle]: "update R2" },
    findings: [],
  },
  {
    name: "files of a zone stay for ten years",
    environment: "prod",
    patch: { lake: { zones: { bronze: { expireAfterDays: 3650 } } } },
    harmless: true,
    changes: { [lifecycle]: "update R2" },
    findings: [],
  },
  {
    name: "files of a zone stay for ever",
    environment: "prod",
    patch: { lake: { zones: { bronze: { expireAfterDays: null } } } },
    harmless: true,
    changes: { [lifecycle]: "update R2" },
    findings: [],
  },
  {
    name: "files move to cold storage later",
    environment: "prod",
    patch: { lake: { zones: { bronze: { archiveAfterDays: 365 } } } },
    harmless: true,
    changes: { [lifecycle]: "update R2" },
    findings: [],
  },
  {
    name: "files of a zone no longer move to cheaper storage",
    environment: "prod",
    patch: { lake: { zones: { gold: { infrequentAfterDays: null } } } },
    harmless: true,
    changes: { "data/aws_s3_bucket_lifecycle_configuration.lake_gold_lifecycle": "update R2" },
    findings: [],
  },
  {
    name: "the zones' contents are listed every day",
    environment: "prod",
    patch: { lake: { inventory: "Daily" } },
    harmless: true,
    changes: { "data/aws_s3_bucket_inventory.lake_*_inventory": "update R2" },
    findings: [],
  },
  {
    name: "a bucket may be deleted with what lies in it",
    environment: "prod",
    stacks: gold("aws_s3_bucket", "bucket", { force_destroy: true }),
    harmless: false,
    changes: { "data/aws_s3_bucket.lake_gold_bucket": "update R5" },
    findings: ["protection-loosened block data/aws_s3_bucket.lake_gold_bucket"],
  },
  {
    name: "Terraform no longer refuses to destroy a bucket, which no plan shows",
    environment: "prod",
    stacks: gold("aws_s3_bucket", "bucket", { lifecycle: null }),
    harmless: false,
    changes: {},
    findings: ["prevent-destroy-removed block data/aws_s3_bucket.lake_gold_bucket"],
  },
  {
    name: "a bucket keeps no replaced files any more",
    environment: "prod",
    stacks: gold("aws_s3_bucket_versioning", "versioning", { versioning_configuration: { status: "Suspended" } }),
    harmless: false,
    changes: { "data/aws_s3_bucket_versioning.lake_gold_versioning": "update R5" },
    findings: ["protection-loosened block data/aws_s3_bucket_versioning.lake_gold_versioning"],
  },
  {
    name: "a bucket's policy may let in the public",
    environment: "prod",
    stacks: gold("aws_s3_bucket_public_access_block", "public-access", { block_public_policy: false }),
    harmless: false,
    changes: { "data/aws_s3_bucket_public_access_block.lake_gold_public-access": "update R5" },
    findings: ["public-exposure block data/aws_s3_bucket_public_access_block.lake_gold_public-access"],
  },
  {
    name: "a bucket's policy lets in everyone",
    environment: "prod",
    stacks: gold("aws_s3_bucket_policy", "policy", {
      policy:
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":["s3:GetObject"],"Resource":["arn:aws:s3:::plinth-prod-gold/*"]}]}',
    }),
    harmless: false,
    changes: { "data/aws_s3_bucket_policy.lake_gold_policy": "update R5" },
    findings: [
      "public-exposure block data/aws_s3_bucket_policy.lake_gold_policy",
      "access-widened warn data/aws_s3_bucket_policy.lake_gold_policy",
    ],
  },
  {
    name: "a bucket's files are encrypted with S3's own key, which nobody can withdraw",
    environment: "prod",
    stacks: gold("aws_s3_bucket_server_side_encryption_configuration", "encryption", {
      rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }],
    }),
    harmless: false,
    changes: { "data/aws_s3_bucket_server_side_encryption_configuration.lake_gold_encryption": "update R5" },
    findings: [
      "protection-loosened block data/aws_s3_bucket_server_side_encryption_configuration.lake_gold_encryption",
      "encryption-key-changed warn data/aws_s3_bucket_server_side_encryption_configuration.lake_gold_encryption",
    ],
  },
  {
    name: "a bucket's files are encrypted with another account's key",
    environment: "prod",
    stacks: gold("aws_s3_bucket_server_side_encryption_configuration", "encryption", {
      rule: [
        {
          apply_server_side_encryption_by_default: {
            kms_master_key_id: "arn:aws:kms:us-west-2:999999999999:key/theirs",
            sse_algorithm: "aws:kms",
          },
          blocked_encryption_types: ["SSE-C"],
          bucket_key_enabled: true,
        },
      ],
    }),
    harmless: false,
    changes: { "data/aws_s3_bucket_server_side_encryption_configuration.lake_gold_encryption": "update R5" },
    findings: [
      "foreign-key block data/aws_s3_bucket_server_side_encryption_configuration.lake_gold_encryption",
      "encryption-key-changed warn data/aws_s3_bucket_server_side_encryption_configuration.lake_gold_encryption",
    ],
  },
];
