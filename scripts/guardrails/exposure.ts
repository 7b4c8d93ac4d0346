import { changesAt, isUnknown, type PlannedChange } from "../preview/plan/planned-change.ts";
import { at, first, texts, type Values } from "../preview/plan/values.ts";
import { deedsOf } from "../preview/risk/sql-statements.ts";
import { isEverywhere, letsThrough, networkRules } from "../preview/risk/widening/network-rules.ts";
import { newlyAllowing } from "../preview/risk/widening/policies.ts";
import { changedPolicies, isBound } from "../preview/risk/widening/policy-attributes.ts";
import { asksForValue, type PolicyStatement } from "../preview/risk/widening/policy-document.ts";
import { bareName, givesMore } from "../preview/risk/widening/snowflake-grants.ts";
import { admitsAnyWorkflow } from "../preview/risk/widening/web-identity.ts";
import { openBindings } from "./cluster-rights.ts";
import { openedLoadBalancer } from "./load-balancers.ts";
import { networkSettings } from "./network-settings.ts";
import type { Policy } from "./policy.ts";

export interface PublicSetting {
  readonly type: string;
  readonly path: string;
  /** Whether a value opens it to anybody. */
  readonly open: (value: unknown) => boolean;
  /** Attributes of which any that is fixed says who of everybody it is. */
  readonly within?: readonly string[];
  /** It keeps everybody out, and only the declaration sets it: what may be off from then on counts as off. */
  readonly guards?: true;
  /** Where the rest of the change has a say in it. */
  readonly when?: (change: PlannedChange) => boolean;
  /** Where the change alone does not settle whether anybody gets in. */
  readonly severity?: "warn";
}

const isTrue = (value: unknown) => value === true || value === "true";
const isEverybody = (value: unknown) => bareName(value) === "PUBLIC";
const isFalse = (value: unknown) => value === false || value === "false";

/** Settings that let in anybody; sources: the types' pages of their providers. */
const settings: readonly PublicSetting[] = [
  ...["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"].flatMap((path) =>
    ["aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block"].map((type) => ({
      type,
      path,
      open: isFalse,
      guards: true as const,
    })),
  ),
  ...["aws_s3_bucket_acl", "aws_s3_bucket", "aws_s3_object", "aws_s3_object_copy"].map((type) => ({
    type,
    path: "acl",
    open: (value: unknown) => /^(public-|authenticated-read)/.test(String(value)),
  })),
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
  ...["aws_db_snapshot", "aws_db_snapshot_copy", "aws_db_cluster_snapshot", "aws_rds_cluster_snapshot_copy"].map(
    (type) => ({ type, path: "shared_accounts", open: (value: unknown) => value === "all" }),
  ),
  { type: "aws_ami_launch_permission", path: "group", open: (value) => value === "all" },
  // Whatever is in it, anybody pulls (Amazon ECR Public user guide, "Amazon ECR public repositories").
  { type: "aws_ecrpublic_repository", path: "repository_name", open: () => true },
  {
    type: "aws_cloudwatch_event_permission",
    path: "principal",
    open: (value) => value === "*",
    within: ["condition.value"],
  },
  {
    type: "aws_lambda_permission",
    path: "principal",
    open: (value) => value === "*",
    within: ["source_account", "source_arn", "principal_org_id"],
  },
  { type: "aws_subnet", path: "map_public_ip_on_launch", open: isTrue },
  { type: "aws_lambda_function_url", path: "authorization_type", open: (value) => value === "NONE" },
  { type: "aws_lb", path: "internal", open: isFalse },
  // Another name of aws_lb.
  { type: "aws_alb", path: "internal", open: isFalse },
  { type: "aws_instance", path: "associate_public_ip_address", open: isTrue },
  { type: "snowflake_network_policy", path: "allowed_ip_list", open: (value) => isEverywhere(String(value)) },
  { type: "snowflake_network_rule", path: "value_list", open: (value) => isEverywhere(String(value)) },
  {
    type: "snowflake_grant_privileges_to_account_role",
    path: "account_role_name",
    open: isEverybody,
  },
  { type: "snowflake_grant_account_role", path: "parent_role_name", open: isEverybody },
  { type: "snowflake_grant_application_role", path: "parent_account_role_name", open: isEverybody },
  { type: "snowflake_grant_database_role", path: "parent_role_name", open: isEverybody },
  { type: "snowflake_grant_ownership", path: "account_role_name", open: isEverybody },
];

const byType = Map.groupBy([...settings, ...networkSettings], ({ type }) => type);

/**
 * Condition keys that say who calls or from where (IAM user guide, "AWS global condition context keys"); aws:PrincipalTag does
 * not, since every account tags its own.
 */
const callerKeys =
  /(aws:(principal(arn|account|orgid|orgpaths)|source(arn|account|owner|vpc|vpce|ip|orgid|orgpaths|identity)|userid|vpcsourceip)|kms:calleraccount|sts:externalid|s3:dataaccesspointaccount|sns:endpoint)$/;

export const exposure: readonly Policy[] = [
  {
    id: "public-exposure",
    risk: "R5",
    severity: "block",
    why: "Anybody on the internet, or in the account, can then reach it",
    remedy:
      "Name who needs it: an account, a network, a role; private addresses reach the platform through the network",
    look: (change) => [
      ...openSettings(change),
      ...openRules(change),
      ...openPolicies(change),
      ...deedsOf(change, "admits-everyone"),
      ...openedLoadBalancer(change),
      ...openBindings(change),
    ],
  },
];

function openSettings(change: PlannedChange) {
  const news = (byType.get(change.type) ?? []).filter(
    (setting) =>
      (isOpen(setting, change.before)
        ? givesMore(change)
        : [setting.path, ...(setting.within ?? [])].some((path) => changesAt(change, path).length > 0)) &&
      (setting.when?.(change) ?? true),
  );
  return news.flatMap((setting) => {
    const { path, within = [], severity } = setting;
    const said = (what: string) => [{ what, ...(severity && { severity }) }];
    if (mayBeOff(setting, change)) return said(`${path} is known only when applied, and may let in anybody`);
    const later = within.some((each) => isUnknown(change, each));
    return isOpen(setting, change.after) && !later ? said(`${path} lets in anybody`) : [];
  });
}

function isOpen({ path, open, within = [] }: PublicSetting, values: Values | undefined): boolean {
  return at(values, path).some(open) && !within.some((each) => at(values, each).flatMap(texts).some(isFixed));
}

function mayBeOff({ path, guards }: PublicSetting, change: PlannedChange): boolean {
  return guards === true && isUnknown(change, path) && at(change.before, path).length > 0;
}

/** Only ways in: what may be called from inside is not an exposure. */
function openRules({ type, before, after }: PlannedChange): string[] {
  const read = Object.hasOwn(networkRules, type) ? networkRules[type] : undefined;
  if (read === undefined || after === undefined) return isAccessList(type) ? openLists(before, after) : [];
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
    waysIn(values).filter((rule) => {
      const everywhere = [...at(rule, "cidr_block"), ...at(rule, "ipv6_cidr_block")].some((source) =>
        isEverywhere(String(source)),
      );
      const all = at(rule, "protocol").some((protocol) => protocol === "-1" || protocol === "all");
      return everywhere && all && [...at(rule, "action"), ...at(rule, "rule_action")].includes("allow");
    });
  return open(after).length > open(before).length ? ["Every port is open to every address"] : [];
}

function isAccessList(type: string): boolean {
  return /network_acl(_rule)?$/.test(type);
}

/** The entries of a list, or the rule that is one by itself. */
function waysIn(values: Values | undefined): unknown[] {
  const isRule = at(values, "rule_action").length > 0;
  return isRule && first(values, "egress") !== true ? [values] : at(values, "ingress");
}

function openPolicies(change: PlannedChange): string[] {
  if (isBound(change)) return [];
  return changedPolicies(change).flatMap(({ attribute, before, after }) => {
    return newlyAllowing(before, after).some(isPublic) ? [`${attribute} allows everyone`] : [];
  });
}

/** Whether a statement allows anybody, under no condition of who calls or from where. */
function isPublic(statement: PolicyStatement): boolean {
  const { effect, principals, inverted, conditions, text } = statement;
  if (effect !== "Allow") return false;
  const everyone =
    principals.includes("*") || (inverted && text.includes("NotPrincipal")) || admitsAnyWorkflow(statement);
  return everyone && ![...conditions].some(([key, values]) => bounds(key, values));
}

function bounds(key: string, values: readonly string[]): boolean {
  const [operator = "", name = ""] = key.split(" ");
  return callerKeys.test(name) && asksForValue(operator) && values.every(isFixed);
}

/** Signs of a pattern, and variables that each caller fills in himself (S3 user guide, "The meaning of public"). */
const unsettled = /[*?]|\$\{(?!aws:Resource)\w+:/i;

/** What names one caller though the rest is a pattern: an ARN's account, a bucket, an organization, a role's own id. */
const fixedStart =
  /^(arn:[^:]*:[^:]*:[^:]*:\d{12}:|arn:[^:]*:s3:[^:]*:[^:]*:[^:*?/]+(\/|$)|o-[a-z0-9]+\/|AROA[A-Z0-9]{12,}:)/;

/** A reference of Terraform's, known only when applied; a variable of IAM's has a colon. */
const reference = /\$\{\w+(?!\w*:)/;

function isFixed(value: string): boolean {
  if (value === "*" || isEverywhere(value)) return false;
  return !unsettled.test(value) || fixedStart.test(value) || reference.test(value);
}
