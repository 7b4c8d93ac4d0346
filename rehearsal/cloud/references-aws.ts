import { isValues, type Value, type Values } from "../value.ts";
import type { Change } from "./account.ts";
import { AWS_KINDS } from "./objects-aws.ts";
import { textsAt } from "./paths.ts";
import { refuse, type Surroundings } from "./rule.ts";

/** Ids that tell their type: the type, and where AWS shows further ids of the kind that are no objects of their own. */
const BY_PREFIX: Readonly<Record<string, readonly (readonly [type: string, path: string])[]>> = {
  acl: [
    ["aws_network_acl", "id"],
    ["aws_vpc", "default_network_acl_id"],
  ],
  eipalloc: [["aws_eip", "id"]],
  igw: [["aws_internet_gateway", "id"]],
  lt: [["aws_launch_template", "id"]],
  nat: [["aws_nat_gateway", "id"]],
  rtb: [
    ["aws_route_table", "id"],
    ["aws_vpc", "default_route_table_id"],
  ],
  sg: [
    ["aws_security_group", "id"],
    ["aws_vpc", "default_security_group_id"],
    ["aws_eks_cluster", "vpc_config.cluster_security_group_id"],
  ],
  subnet: [["aws_subnet", "id"]],
  vpc: [["aws_vpc", "id"]],
  vpce: [["aws_vpc_endpoint", "id"]],
};

/** Arguments that name another object: types by pattern, argument, the type that is named, its code when it is missing. */
const BY_NAME: readonly (readonly [RegExp, string, string, string])[] = [
  [/^aws_s3_(bucket_\w+|object)$/, "bucket", "aws_s3_bucket", "NoSuchBucket"],
  [/^aws_s3_bucket_logging$/, "target_bucket", "aws_s3_bucket", "InvalidTargetBucketForLogging"],
  [/^aws_cloudtrail$/, "s3_bucket_name", "aws_s3_bucket", "S3BucketDoesNotExistException"],
  [/^aws_codebuild_webhook$/, "project_name", "aws_codebuild_project", "ResourceNotFoundException"],
  [/^aws_eks_/, "cluster_name", "aws_eks_cluster", "ResourceNotFoundException"],
  [/^aws_iam_(role_\w+|instance_profile)$/, "role", "aws_iam_role", "NoSuchEntity"],
  [/^aws_ecr_(lifecycle|repository)_policy$/, "repository", "aws_ecr_repository", "RepositoryNotFoundException"],
  [/^aws_sqs_queue_policy$/, "queue_url", "aws_sqs_queue", "AWS.SimpleQueueService.NonExistentQueue"],
  [/^aws_cloudwatch_event_target$/, "rule", "aws_cloudwatch_event_rule", "ResourceNotFoundException"],
  [
    /^aws_msk_cluster$/,
    "logging_info.broker_logs.cloudwatch_logs.log_group",
    "aws_cloudwatch_log_group",
    "BadRequestException",
  ],
  [/^aws_cloudwatch_log_stream$/, "log_group_name", "aws_cloudwatch_log_group", "ResourceNotFoundException"],
  [
    /^aws_mskconnect_connector$/,
    "log_delivery.worker_log_delivery.cloudwatch_logs.log_group",
    "aws_cloudwatch_log_group",
    "BadRequestException",
  ],
  [/^aws_kms_(alias|key_policy)$/, "target_key_id", "aws_kms_key", "NotFoundException"],
  [/^aws_kms_key_policy$/, "key_id", "aws_kms_key", "NotFoundException"],
];

/** Free text: what looks like an id there refers to nothing. */
const FREE_TEXT = new Set(["tags", "tags_all", "description"]);

/** Refuses a new reference to an object of the caller's own account that does not exist. */
export function checkReferences(change: Change, near: Surroundings, account: string): void {
  if (change.asked === null) return;
  const known = new Set(textsOf(change.prior ?? {}));
  for (const text of new Set(textsOf(change.asked))) {
    if (!known.has(text)) checkText(change, near, account, text);
  }
  for (const [types, path, target, code] of BY_NAME) {
    if (types.test(change.type)) checkNames(change, near, path, target, code);
  }
}

function checkText(change: Change, near: Surroundings, account: string, text: string): void {
  const [, prefix = ""] = /^([a-z]+)-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.exec(text) ?? [];
  const places = BY_PREFIX[prefix];
  if (places && !places.some(([type, path]) => holds(near, type, path, text))) {
    refuse(
      change,
      "NotFound",
      `${text} does not exist in this account and region. Create it first, or name one that exists.`,
    );
  }
  if (/^arn:[\w-]+:[\w-]+:[\w-]*:\d*:/.test(text) && isMissing(near, account, text)) {
    refuse(change, "NotFound", `${text} does not exist. Create it first, or name one that exists.`);
  }
}

function holds(near: Surroundings, type: string, path: string, id: string): boolean {
  return path === "id"
    ? near.find(type, id) !== null
    : near.list(type).some(({ values }) => textsAt(values, path).includes(id));
}

function checkNames(change: Change, near: Surroundings, path: string, target: string, code: string): void {
  for (const name of textsAt(change.asked ?? {}, path)) {
    if (name === "" || name.startsWith("arn:")) continue;
    // Some have an ARN for an id and a name beside it.
    if (near.find(target, name) === null && !holds(near, target, "name", name)) {
      refuse(
        change,
        code,
        `${path} names ${name}, and there is no ${target} of that name. Create it first, or name one that exists.`,
      );
    }
  }
}

/** ARNs of other accounts, of AWS itself, with wildcards, or of a form that no known type has, are taken on trust. */
function isMissing(near: Surroundings, account: string, arn: string): boolean {
  const [, , service = "", , owner = "", ...rest] = arn.split(":");
  if (service === "s3")
    return !arn.includes("*") && near.find("aws_s3_bucket", rest.join(":").split("/")[0] ?? "") === null;
  if (owner !== account || arn.includes("/aws-service-role/")) return false;
  const bare = arn.replace(/:\*$/, "");
  if (bare.includes("*")) return false;
  const types = ARN_FORMS.filter(([, form]) => form.test(bare)).map(([type]) => type);
  return types.length > 0 && !types.some((type) => near.list(type).some(({ values }) => values.arn === bare));
}

/** Each type's ARNs as a pattern, from its template. */
const ARN_FORMS: readonly (readonly [type: string, form: RegExp])[] = Object.entries(AWS_KINDS).flatMap(
  ([type, kind]) => {
    const template = kind.fills?.arn;
    if (typeof template !== "string" || !template.startsWith("arn:")) return [];
    return [[type, new RegExp(`^${template.replace(/\{[^{}]+\}/g, "[^:]*")}$`)] as const];
  },
);

function textsOf(values: Values): string[] {
  return Object.entries(values).flatMap(([name, value]) => (FREE_TEXT.has(name) ? [] : textsIn(value)));
}

function textsIn(value: Value): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isValues(value) ? textsOf(value) : [];
}
