import { changesAt, type PlannedChange } from "../preview/plan/planned-change.ts";
import { at, texts, type Values } from "../preview/plan/values.ts";
import { isEverywhere, letsThrough, networkRules } from "../preview/risk/widening/network-rules.ts";
import { changedPolicies, isBound } from "../preview/risk/widening/policy-attributes.ts";
import type { PolicyStatement } from "../preview/risk/widening/policy-document.ts";
import type { Policy } from "./policy.ts";

interface PublicSetting {
  readonly type: string;
  readonly path: string;
  /** Whether a value opens it to anybody. */
  readonly open: (value: unknown) => boolean;
}

const isTrue = (value: unknown) => value === true || value === "true";
const isFalse = (value: unknown) => value === false || value === "false";

/** Settings that let in anybody; sources: the types' pages of their providers. */
const settings: readonly PublicSetting[] = [
  ...["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"].flatMap((path) =>
    ["aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block"].map((type) => ({
      type,
      path,
      open: isFalse,
    })),
  ),
  { type: "aws_s3_bucket_acl", path: "acl", open: (value) => /^(public-|authenticated-read)/.test(String(value)) },
  { type: "aws_s3_bucket", path: "acl", open: (value) => /^(public-|authenticated-read)/.test(String(value)) },
  {
    type: "aws_s3_bucket_acl",
    path: "access_control_policy.grant.grantee.uri",
    open: (value) => /AllUsers|AuthenticatedUsers/.test(String(value)),
  },
  {
    type: "aws_msk_cluster",
    path: "broker_node_group_info.connectivity_info.public_access.type",
    open: (value) => value !== "DISABLED",
  },
  { type: "aws_eks_cluster", path: "vpc_config.endpoint_public_access", open: isTrue },
  { type: "aws_db_instance", path: "publicly_accessible", open: isTrue },
  { type: "aws_rds_cluster_instance", path: "publicly_accessible", open: isTrue },
  { type: "aws_redshift_cluster", path: "publicly_accessible", open: isTrue },
  { type: "aws_subnet", path: "map_public_ip_on_launch", open: isTrue },
  { type: "aws_lambda_function_url", path: "authorization_type", open: (value) => value === "NONE" },
  { type: "aws_lb", path: "internal", open: isFalse },
  { type: "aws_instance", path: "associate_public_ip_address", open: isTrue },
  {
    type: "kubernetes_service_v1",
    path: "spec.type",
    open: (value) => value === "LoadBalancer" || value === "NodePort",
  },
  { type: "kubernetes_ingress_v1", path: "spec.rule", open: () => true },
  { type: "snowflake_network_policy", path: "allowed_ip_list", open: (value) => isEverywhere(String(value)) },
  { type: "snowflake_network_rule", path: "value_list", open: (value) => isEverywhere(String(value)) },
  {
    type: "snowflake_grant_privileges_to_account_role",
    path: "account_role_name",
    open: (value) => value === "PUBLIC",
  },
  { type: "snowflake_grant_account_role", path: "parent_role_name", open: (value) => value === "PUBLIC" },
];

const byType = Map.groupBy(settings, ({ type }) => type);

/** Condition keys that say who calls or from where (IAM user guide, "AWS global condition context keys"). */
const callerKeys =
  /(aws:(principal(arn|account|orgid|orgpaths|tag\/.*)|source(arn|account|vpc|vpce|ip|orgid|orgpaths|identity)|userid|vpcsourceip)|kms:calleraccount|sts:externalid|s3:dataaccesspointaccount|sns:endpoint)$/;

export const exposure: readonly Policy[] = [
  {
    id: "public-exposure",
    risk: "R5",
    severity: "block",
    why: "Anybody on the internet, or in the account, can then reach it",
    remedy:
      "Name who needs it: an account, a network, a role; private addresses reach the platform through the network",
    look: (change) => [...openSettings(change), ...openRules(change), ...openPolicies(change)],
  },
];

function openSettings(change: PlannedChange): string[] {
  const { type, before, after } = change;
  return (byType.get(type) ?? [])
    .filter(
      ({ path, open }) =>
        at(after, path).some(open) && !at(before, path).some(open) && changesAt(change, path).length > 0,
    )
    .map(({ path }) => `${path} lets in anybody`);
}

/** Only ways in: what may be called from inside is not an exposure. */
function openRules({ type, before, after }: PlannedChange): string[] {
  const read = Object.hasOwn(networkRules, type) ? networkRules[type] : undefined;
  if (read === undefined || after === undefined) return type.endsWith("network_acl") ? openLists(before, after) : [];
  const open = (values: Values | undefined) =>
    values === undefined
      ? []
      : read(values).filter(({ direction, source }) => direction === "ingress" && isEverywhere(source));
  const were = open(before);
  const more = open(after).filter((rule) => !were.some((other) => letsThrough(other, rule)));
  return more.length > 0 ? ["A way in is open to every address"] : [];
}

/** A network access list has nothing but addresses: open to all is usual for answers, but not for every port. */
function openLists(before: Values | undefined, after: Values | undefined): string[] {
  const open = (values: Values | undefined) =>
    at(values, "ingress").filter((rule) => {
      const everywhere = [...at(rule, "cidr_block"), ...at(rule, "ipv6_cidr_block")].some((source) =>
        isEverywhere(String(source)),
      );
      const all = at(rule, "protocol").some((protocol) => protocol === "-1" || protocol === "all");
      return everywhere && all && at(rule, "action").includes("allow");
    });
  return open(after).length > open(before).length ? ["Every port is open to every address"] : [];
}

function openPolicies(change: PlannedChange): string[] {
  if (isBound(change)) return [];
  return changedPolicies(change).flatMap(({ attribute, before, after }) => {
    const known = new Set(before?.map(({ text }) => text));
    const open = (after ?? []).filter((statement) => isPublic(statement) && !known.has(statement.text));
    return open.length > 0 ? [`${attribute} allows everyone`] : [];
  });
}

/** Whether a statement allows anybody, under no condition of who calls or from where. */
function isPublic({ effect, principals, inverted, conditions, text }: PolicyStatement): boolean {
  if (effect !== "Allow") return false;
  const everyone = principals.includes("*") || (inverted && text.includes("NotPrincipal"));
  return everyone && ![...conditions].some(([key, values]) => bounds(key, values));
}

function bounds(key: string, values: readonly string[]): boolean {
  const [operator = "", name = ""] = key.split(" ");
  return (
    callerKeys.test(name) &&
    !/Not|IfExists|^Null/.test(operator) &&
    !values.some((value) => texts(value).includes("*") || isEverywhere(value))
  );
}
