import { conditionedActions, unscopedActions } from "../../constructs/support/unscoped-actions.ts";
import type { PlannedChange } from "../preview/plan/planned-change.ts";
import { at, first, texts } from "../preview/plan/values.ts";
import { newlyAllowing } from "../preview/risk/widening/policies.ts";
import { changedPolicies, isBound } from "../preview/risk/widening/policy-attributes.ts";
import type { PolicyStatement } from "../preview/risk/widening/policy-document.ts";
import type { EnvironmentContext } from "../preview/stack-context.ts";
import type { Policy } from "./policy.ts";

/** Policies of AWS that give all, or the right to give oneself all (AWS managed policy reference). */
const adminPolicies =
  /:policy\/(job-function\/)?(AdministratorAccess|PowerUserAccess|IAMFullAccess|SystemAdministrator|\w+FullAccess)(-\w+)?$|AmazonEKSClusterAdminPolicy$|AmazonEKSAdminPolicy$/;

/** Actions with which an identity can make itself anybody (IAM user guide, "Permissions boundaries", and the documentation of each action). */
const escalations =
  /^iam:(\*|PassRole|CreateAccessKey|CreateLoginProfile|UpdateLoginProfile|AttachUserPolicy|AttachRolePolicy|PutUserPolicy|PutRolePolicy|CreatePolicyVersion|SetDefaultPolicyVersion|UpdateAssumeRolePolicy|DeleteRolePermissionsBoundary|DeleteUserPermissionsBoundary|PutGroupPolicy|AttachGroupPolicy|AddUserToGroup)$/i;

/** Resources among which every role or user is. */
const everyIdentity = /^(\*|arn:aws[\w-]*:iam::[^:]*:(\*|(role|user|group)\/\*))$/;

/** Snowflake documentation, "Access control privileges", global privileges. */
const manageGrants = "MANAGE GRANTS";

/** Roles of Snowflake that everyday work never needs. */
const adminRoles = new Set(["ACCOUNTADMIN", "ORGADMIN", "GLOBALORGADMIN", "SECURITYADMIN"]);

export const identityAccess: readonly Policy[] = [
  {
    id: "wildcard-access",
    risk: "R5",
    severity: "block",
    why: "It reaches more than anybody listed, and whatever is added later",
    remedy:
      "Write the actions out and name the resources; where AWS offers nothing narrower, constructs/support/unscoped-actions.ts says why",
    look: (change) => wildcards(change),
  },
  {
    id: "admin-access",
    risk: "R5",
    severity: "block",
    why: "Whoever has it can do everything, or give himself the right to",
    remedy: "Give the rights that the work needs; an administrator's work is done in the account's own stacks",
    look: (change, { context }) =>
      isDeployer(change, context.environment) ? [] : [...adminStatements(change), ...adminGrants(change)],
  },
];

function wildcards(change: PlannedChange): string[] {
  // In the policy of a key, a vault or a bucket the resource "*" can only be that one.
  const own =
    /^aws_(kms_|s3_bucket_policy|secretsmanager_secret_policy|sns_topic_policy|sqs_queue_policy|ecr_repository_policy|backup_vault_policy|s3tables_|cloudwatch_log_destination_policy)/.test(
      change.type,
    );
  if (isBound(change)) return [];
  return changedPolicies(change).flatMap(({ attribute, before, after }) => {
    const news = newlyAllowing(before, after);
    const actions = news.some((statement) => hasWildcardAction(statement) && !(own && isAccountRoot(statement)));
    const resources = news.some((statement) => !own && reachesAll(statement));
    return [
      ...(actions ? [`${attribute} allows actions by a wildcard`] : []),
      ...(resources ? [`${attribute} allows actions on every resource`] : []),
    ];
  });
}

/** The whole of a service, or all but some: `s3:*`, `*`, NotAction. `s3:Get*` is a wildcard too. */
function hasWildcardAction({ actions, inverted }: PolicyStatement): boolean {
  return inverted || actions.some((action) => action.includes("*"));
}

/** A key's policy gives its own account the right to manage it (KMS developer guide, "Default key policy"). */
function isAccountRoot({ principals, actions }: PolicyStatement): boolean {
  return (
    actions.every((action) => /^(kms):/.test(action)) &&
    principals.every((name) => /^AWS:(arn:aws[\w-]*:iam::)?\d{12}(:root)?$/.test(name))
  );
}

function reachesAll({ resources, actions, conditions }: PolicyStatement): boolean {
  const bound = [...conditions.keys()].flatMap((key) => {
    const [operator, name = ""] = key.split(" ");
    return operator === "StringEquals" ? conditionedEntries(name) : [];
  });
  return (
    resources.includes("*") &&
    !actions.every((action) => Object.hasOwn(unscopedActions, action) || bound.includes(action))
  );
}

/** Condition keys are compared without case. */
function conditionedEntries(name: string): readonly string[] {
  return Object.entries(conditionedActions).flatMap(([key, actions]) => (key.toLowerCase() === name ? actions : []));
}

/** The jobs layer is deployed into the cluster by the environment's own deploy role, which nobody enters but its workflow. */
function isDeployer({ type, after }: PlannedChange, { deployer }: EnvironmentContext): boolean {
  return type === "aws_eks_access_policy_association" && first(after, "principal_arn") === deployer;
}

function adminStatements(change: PlannedChange): string[] {
  if (!/^aws_iam_/.test(change.type)) return [];
  return changedPolicies(change).flatMap(({ attribute, before, after }) => {
    const found = newlyAllowing(before, after).some(
      ({ actions, resources }) =>
        (resources.includes("*") && actions.some((action) => action === "*" || action === "*:*")) ||
        (resources.some((resource) => everyIdentity.test(resource)) &&
          actions.some((action) => escalations.test(action))),
    );
    return found ? [`${attribute} gives all rights, or the right to give them`] : [];
  });
}

function adminGrants({ type, action, before, after }: PlannedChange): string[] {
  if (action === "delete") return [];
  const news = (name: string) => texts(first(after, name)).filter((value) => value !== first(before, name));
  if (news("policy_arn").some((arn) => adminPolicies.test(arn))) return ["It attaches a policy of administrators"];
  if (type === "snowflake_grant_account_role" && news("role_name").some((role) => adminRoles.has(role)))
    return ["It gives a role of the account's administrators away"];
  const everything = type.startsWith("snowflake_grant_privileges_to_") && first(after, "on_account") === true;
  if (everything && first(after, "all_privileges") === true && first(before, "all_privileges") !== true)
    return ["It gives all privileges on the account"];
  const granting =
    type.startsWith("snowflake_grant_privileges_to_") && !at(before, "privileges").includes(manageGrants);
  if (granting && at(after, "privileges").includes(manageGrants)) return ["It lets a role give away any right"];
  return type.startsWith("kubernetes_") && news("role_ref.name").includes("cluster-admin")
    ? ["It gives all rights in the cluster"]
    : [];
}
