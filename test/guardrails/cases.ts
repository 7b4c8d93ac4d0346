import { changeOf } from "../preview/analyzed.ts";

/** A change that a policy must find, and one close to it that it must not. */
export interface Case {
  readonly id: string;
  readonly finds: object;
  readonly lets: object;
}

const tags = { Environment: "prod", Platform: "data", Owner: "o", CostCenter: "c", Source: "plinth" };
const ownKey = "arn:aws:kms:us-west-2:000000000030:key/1";
const update = (address: string, before: object, after: object, rest: object = {}) =>
  changeOf(address, ["update"], { before, after, ...rest });
const create = (address: string, after: object) => changeOf(address, ["create"], { before: null, after });
const remove = (address: string, before: object = { id: "1" }) =>
  changeOf(address, ["delete"], { before, after: null });
const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const read = { Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::lake/raw/*"] };
const job = (spec: object) => ({
  spec: [
    {
      job_template: [
        { spec: [{ template: [{ spec: [{ container: [{ image: "a@sha256:".padEnd(73, "0") }] }] }], ...spec }] },
      ],
    },
  ],
});

export const cases: readonly Case[] = [
  {
    id: "stateful-destroyed",
    finds: remove("aws_msk_topic.a"),
    lets: update("aws_msk_topic.a", { partition_count: 1 }, { partition_count: 2 }),
  },
  { id: "unlisted-destroyed", finds: remove("aws_new_thing.a"), lets: create("aws_new_thing.a", { name: "a" }) },
  {
    id: "guard-destroyed",
    finds: remove("aws_s3_bucket_public_access_block.a"),
    lets: remove("aws_cloudwatch_metric_alarm.a"),
  },
  { id: "stateless-destroyed", finds: remove("aws_nat_gateway.a"), lets: remove("aws_s3_bucket.a") },
  {
    id: "resource-forgotten",
    finds: changeOf("aws_s3_bucket.a", ["forget"], { before: { id: "1" }, after: null }),
    lets: remove("aws_s3_bucket.a"),
  },
  {
    id: "import-changes",
    finds: update("aws_s3_bucket.a", { force_destroy: true }, { force_destroy: false }, { importing: { id: "a" } }),
    lets: changeOf("aws_s3_bucket.a", ["no-op"], { before: { id: "a" }, after: { id: "a" }, importing: { id: "a" } }),
  },
  {
    id: "retention-shortened",
    finds: update("aws_cloudwatch_log_group.a", { retention_in_days: 0 }, { retention_in_days: 365 }),
    lets: update("aws_cloudwatch_log_group.a", { retention_in_days: 365 }, { retention_in_days: 0 }),
  },
  {
    id: "partition-count-lowered",
    finds: update("aws_msk_topic.a", { partition_count: 2 }, { partition_count: 1 }),
    lets: update("aws_msk_topic.a", { partition_count: 2 }, { partition_count: 3 }),
  },
  {
    id: "partitions-added",
    finds: update("aws_msk_topic.a", { partition_count: 2 }, { partition_count: 3 }),
    lets: create("aws_msk_topic.a", { partition_count: 3 }),
  },
  {
    id: "column-dropped",
    finds: update("snowflake_table.a", { column: [{ name: "A" }, { name: "B" }] }, { column: [{ name: "B" }] }),
    lets: update("snowflake_table.a", { column: [{ name: "B" }] }, { column: [{ name: "A" }, { name: "B" }] }),
  },
  {
    id: "statement-destroys",
    finds: create("snowflake_execute.a", { execute: "drop /* old */ table A.B.C", revert: "SELECT 1" }),
    lets: create("snowflake_execute.a", { execute: "ALTER TABLE A.B.C ADD COLUMN D DATE -- DROP TABLE", revert: "" }),
  },
  {
    id: "statement-disturbs",
    finds: create("snowflake_execute.a", { execute: "ALTER TABLE A.B.C SWAP WITH A.B.D", revert: "SELECT 1" }),
    lets: create("snowflake_execute.a", { execute: "CREATE TABLE IF NOT EXISTS A.B.C (D DATE)", revert: "SELECT 1" }),
  },
  {
    id: "warehouse-never-suspends",
    finds: update("snowflake_warehouse.a", { auto_suspend: 60 }, { auto_suspend: 0 }),
    lets: update("snowflake_warehouse.a", { auto_suspend: 60 }, { auto_suspend: 600 }),
  },
  {
    id: "column-type-changed",
    finds: update(
      "snowflake_table.a",
      { column: [{ name: "A", type: "DATE" }] },
      { column: [{ name: "A", type: "VARCHAR" }] },
    ),
    lets: update(
      "snowflake_table.a",
      { column: [{ name: "A", type: "DATE" }] },
      { column: [{ name: "A", type: "DATE", comment: "c" }] },
    ),
  },
  {
    id: "clustering-changed",
    finds: update("snowflake_table.a", { cluster_by: ["A"] }, { cluster_by: ["B"] }),
    lets: update("snowflake_table.a", { cluster_by: ["A"], comment: "a" }, { cluster_by: ["A"], comment: "b" }),
  },
  {
    id: "protection-loosened",
    finds: update("aws_s3_bucket.a", { force_destroy: false }, { force_destroy: true }),
    lets: update("aws_s3_bucket.a", { force_destroy: true }, { force_destroy: false }),
  },
  {
    id: "public-exposure",
    finds: create("aws_vpc_security_group_ingress_rule.a", {
      cidr_ipv4: "0.0.0.0/0",
      ip_protocol: "tcp",
      from_port: 443,
      to_port: 443,
    }),
    lets: create("aws_vpc_security_group_egress_rule.a", {
      cidr_ipv4: "0.0.0.0/0",
      ip_protocol: "tcp",
      from_port: 443,
      to_port: 443,
    }),
  },
  {
    id: "wildcard-access",
    finds: create("aws_iam_policy.a", { policy: policy({ ...read, Action: "s3:Get*" }) }),
    lets: create("aws_iam_policy.a", { policy: policy(read, { Effect: "Deny", Action: "*", Resource: "*" }) }),
  },
  {
    id: "admin-access",
    finds: create("aws_iam_role_policy.a", {
      role: "a",
      policy: policy({ Effect: "Allow", Action: "iam:PassRole", Resource: "*" }),
    }),
    lets: create("aws_iam_role_policy.a", {
      role: "a",
      policy: policy({ Effect: "Allow", Action: "iam:PassRole", Resource: "arn:aws:iam::000000000030:role/one" }),
    }),
  },
  {
    id: "pod-unconfined",
    finds: create("kubernetes_pod_v1.a", { spec: [{ host_network: true }] }),
    lets: create("kubernetes_pod_v1.a", { spec: [{ host_network: false }] }),
  },
  {
    id: "unencrypted",
    finds: create("aws_sns_topic.a", { name: "a", kms_master_key_id: null }),
    lets: create("aws_sns_topic.a", { name: "a", kms_master_key_id: ownKey }),
  },
  {
    id: "foreign-key",
    finds: create("aws_sns_topic.a", { name: "a", kms_master_key_id: "alias/aws/sns" }),
    lets: create("aws_sns_topic.a", { name: "a", kms_master_key_id: ownKey }),
  },
  {
    id: "running-interrupted",
    finds: update("aws_eks_addon.a", { addon_version: "v1" }, { addon_version: "v2" }),
    lets: update("aws_eks_addon.a", { addon_version: "v1", tags: null }, { addon_version: "v1", tags: { A: "b" } }),
  },
  {
    id: "access-widened",
    finds: update(
      "aws_iam_role_policy.a",
      { policy: policy(read) },
      { policy: policy({ ...read, Resource: "arn:aws:s3:::lake/*" }) },
    ),
    lets: update(
      "aws_iam_role_policy.a",
      { policy: policy({ ...read, Resource: "arn:aws:s3:::lake/*" }) },
      { policy: policy(read) },
    ),
  },
  {
    id: "access-narrowed",
    finds: update(
      "aws_iam_role_policy.a",
      { policy: policy({ ...read, Action: ["s3:GetObject", "s3:PutObject"] }) },
      { policy: policy(read) },
    ),
    lets: update(
      "aws_iam_role_policy.a",
      { policy: policy(read) },
      { policy: policy({ ...read, Action: ["s3:GetObject", "s3:PutObject"] }) },
    ),
  },
  {
    id: "unmasking",
    finds: create("snowflake_grant_account_role.a", { role_name: "PROD_UNMASK_PII", parent_role_name: "A" }),
    lets: create("snowflake_grant_account_role.a", { role_name: "MARTS_R", parent_role_name: "A" }),
  },
  {
    id: "encryption-key-changed",
    finds: update("aws_sns_topic.a", { kms_master_key_id: `${ownKey}2` }, { kms_master_key_id: ownKey }),
    lets: create("aws_sns_topic.a", { kms_master_key_id: ownKey }),
  },
  {
    id: "tags-missing",
    finds: create("aws_subnet.a", { tags_all: { Environment: "prod" } }),
    lets: create("aws_subnet.a", { tags_all: tags }),
  },
  {
    id: "warehouse-unmonitored",
    finds: create("snowflake_warehouse.a", { name: "OTHER_WH" }),
    lets: create("snowflake_warehouse.a", { name: "MONITORED_WH" }),
  },
  {
    id: "user-unrestricted",
    finds: create("snowflake_service_user.a", { name: "A", network_policy: "" }),
    lets: create("snowflake_service_user.a", { name: "A", network_policy: "SERVICE_USERS" }),
  },
  {
    id: "image-unpinned",
    finds: create("kubernetes_pod_v1.a", { spec: [{ container: [{ image: "a:1.2" }] }] }),
    lets: create("kubernetes_cron_job_v1.a", job({ active_deadline_seconds: 60 })),
  },
  {
    id: "job-without-deadline",
    finds: create("kubernetes_cron_job_v1.a", job({})),
    lets: create("kubernetes_cron_job_v1.a", job({ active_deadline_seconds: 60 })),
  },
  {
    id: "job-overlaps",
    finds: create("kubernetes_cron_job_v1.a", job({ active_deadline_seconds: 60 })),
    lets: create("kubernetes_cron_job_v1.a", {
      spec: [{ ...job({ active_deadline_seconds: 60 }).spec[0], concurrency_policy: "Forbid" }],
    }),
  },
  {
    id: "identity-unknown",
    finds: update("aws_msk_topic.a", { name: "a" }, {}, { after_unknown: { name: true } }),
    lets: update("aws_msk_topic.a", { name: "a", arn: "x" }, { name: "a" }, { after_unknown: { arn: true } }),
  },
  {
    id: "change-not-understood",
    finds: update("aws_s3_bucket.a", { new_argument: 1 }, { new_argument: 2 }),
    lets: update("aws_s3_bucket.a", { force_destroy: true }, { force_destroy: false }),
  },
];
