import type { PlannedChange } from "../../plan/planned-change.ts";
import { changesAt, isUnknown } from "../../plan/planned-change.ts";
import { first } from "../../plan/values.ts";
import { type PolicyStatement, policyStatements } from "./policy-document.ts";

/** Where a type keeps an IAM policy; where it is not named here, under `policy`. */
const attributes: ReadonlyMap<string, readonly string[]> = new Map([
  ["aws_iam_role", ["assume_role_policy", "inline_policy.policy"]],
  ["aws_cloudwatch_log_destination_policy", ["access_policy"]],
  ["aws_cloudwatch_log_resource_policy", ["policy_document"]],
  ["aws_glacier_vault", ["access_policy"]],
  ["aws_opensearch_domain", ["access_policies"]],
  ["aws_s3tables_table_bucket_policy", ["resource_policy"]],
  ["aws_s3tables_table_policy", ["resource_policy"]],
  ["aws_ssoadmin_permission_set_inline_policy", ["inline_policy"]],
]);

/** Types whose `policy` is not an IAM policy. */
const others = new Set([
  "aws_ecr_lifecycle_policy",
  "aws_dlm_lifecycle_policy",
  "aws_organizations_policy",
  "aws_appautoscaling_policy",
]);

/** A policy that gives nobody a right: it only bounds what an endpoint lets through. */
export function isBound({ type }: Pick<PlannedChange, "type">): boolean {
  return type === "aws_vpc_endpoint" || type === "aws_vpc_endpoint_policy";
}

export interface ChangedPolicy {
  readonly attribute: string;
  /** Undefined where there is none, or where it cannot be read. */
  readonly before: readonly PolicyStatement[] | undefined;
  /** Of one that is known only when applied, what the configuration writes out. */
  readonly after: readonly PolicyStatement[] | undefined;
  /** Known only when applied. */
  readonly unknown: boolean;
  /** There is a policy that this program cannot read. */
  readonly unreadable: boolean;
}

const read = new WeakMap<PlannedChange, ChangedPolicy[]>();

/** The IAM policies that a change makes, alters or removes. */
export function changedPolicies(change: PlannedChange): readonly ChangedPolicy[] {
  const known = read.get(change);
  if (known !== undefined) return known;
  const found = policyAttributes(change.type)
    .filter((attribute) => changesAt(change, attribute).length > 0 && !isReadBack(change, attribute))
    .map((attribute) => changedPolicy(change, attribute));
  read.set(change, found);
  return found;
}

/** Not known because the provider reads it back, and written nowhere here. */
function isReadBack(change: PlannedChange, attribute: string): boolean {
  const written = change.configured?.has(attribute.split(".")[0] ?? "") ?? true;
  return isUnknown(change, attribute) && !written;
}

function policyAttributes(type: string): readonly string[] {
  if (!type.startsWith("aws_") || others.has(type)) return [];
  return attributes.get(type) ?? ["policy"];
}

function changedPolicy(change: PlannedChange, attribute: string): ChangedPolicy {
  const texts = [change.before, change.after].map((values) => first(values, attribute));
  const [before, known] = texts.map(policyStatements);
  const unreadable = texts.some((text) => text !== undefined && policyStatements(text) === undefined);
  const unknown = isUnknown(change, attribute);
  const after = unknown ? declaredStatements(change, attribute, before) : known;
  return { attribute, before, after, unknown, unreadable };
}

/** The statements with their references; one that stood before, whatever the references come to, as it stood. */
function declaredStatements(
  { declared }: PlannedChange,
  attribute: string,
  before: readonly PolicyStatement[] = [],
): PolicyStatement[] | undefined {
  return policyStatements(first(declared, attribute))?.map(
    (statement) => before.find((old) => mayBe(statement, old)) ?? statement,
  );
}

function mayBe(declared: PolicyStatement, old: PolicyStatement): boolean {
  return (
    declared.effect === old.effect &&
    declared.inverted === old.inverted &&
    mayBeAll(declared.actions, old.actions) &&
    mayBeAll(declared.principals, old.principals) &&
    mayBeAll(declared.resources, old.resources) &&
    mayBeAll([...declared.conditions.keys()], [...old.conditions.keys()]) &&
    [...declared.conditions].every(([key, values]) => mayBeAll(values, old.conditions.get(key) ?? []))
  );
}

/** Whether texts with references may come to these. */
function mayBeAll(declared: readonly string[], values: readonly string[]): boolean {
  return declared.length === values.length && declared.every((text) => values.some((value) => fits(text, value)));
}

function fits(text: string, value: string): boolean {
  const parts = text.split(/\$\{[^}]*\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".+")}$`, "s").test(value);
}

/** Actions as a finding may repeat them: nothing but words of IAM's own, since a policy may hold anything. */
export function shownActions(actions: readonly string[]): string {
  const plain = actions.filter(
    (action) =>
      /^(\*|[a-z][a-z0-9-]{1,30}:(\*|[A-Z][A-Za-z]{2,40}\*?))$/.test(action) &&
      services.has(action.split(":")[0] ?? ""),
  );
  const more = actions.length - Math.min(plain.length, 5);
  const named = plain.slice(0, 5).join(", ");
  if (named === "") return `${actions.length} ${actions.length === 1 ? "action" : "actions"}`;
  return more > 0 ? `${named} and ${more} more` : named;
}

/** Prefixes of the services that this platform's policies speak of (service authorization reference). */
const services = new Set(
  "* acm application-autoscaling athena autoscaling backup budgets cloudtrail cloudwatch config dynamodb ec2 ecr eks elasticloadbalancing events firehose glue iam kafka kafka-cluster kafkaconnect kinesis kms lakeformation lambda logs organizations rds redshift route53 s3 secretsmanager sns sqs ssm sts tag".split(
    " ",
  ),
);
