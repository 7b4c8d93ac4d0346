import { conditionedActions, unscopedActions } from "../../constructs/support/unscoped-actions.ts";
import type { PlannedChange } from "../preview/plan/planned-change.ts";
import { at, first, texts } from "../preview/plan/values.ts";
import { deedsOf } from "../preview/risk/sql-statements.ts";
import { addsMasters } from "../preview/risk/widening/cluster-masters.ts";
import { newlyAllowing } from "../preview/risk/widening/policies.ts";
import { changedPolicies, isBound } from "../preview/risk/widening/policy-attributes.ts";
import { covers, type PolicyStatement } from "../preview/risk/widening/policy-document.ts";
import { bareName, hadBefore } from "../preview/risk/widening/snowflake-grants.ts";
import type { EnvironmentContext } from "../preview/stack-context.ts";
import { clusterAdmin } from "./cluster-rights.ts";
import type { Policy } from "./policy.ts";

/** Policies of AWS that give all, or the right to give oneself all (AWS managed policy reference). */
const adminPolicies =
  /:policy\/(job-function\/)?(AdministratorAccess|PowerUserAccess|IAMFullAccess|SystemAdministrator|\w+FullAccess)([-_]?\w+)?$|AmazonEKSClusterAdminPolicy$|AmazonEKSAdminPolicy$/;

/** Attributes that name such policies. */
const attachments = ["policy_arn", "managed_policy_arns", "policy_arns", "managed_policy_arn"];

/** Actions with which an identity can make itself anybody (IAM user guide, "Permissions boundaries", and the documentation of each action). */
const escalations = [
  "iam:PassRole",
  "iam:CreateAccessKey",
  "iam:CreateLoginProfile",
  "iam:UpdateLoginProfile",
  "iam:AttachUserPolicy",
  "iam:AttachRolePolicy",
  "iam:PutUserPolicy",
  "iam:PutRolePolicy",
  "iam:CreatePolicyVersion",
  "iam:SetDefaultPolicyVersion",
  "iam:UpdateAssumeRolePolicy",
  "iam:DeleteRolePermissionsBoundary",
  "iam:DeleteUserPermissionsBoundary",
  "iam:PutGroupPolicy",
  "iam:AttachGroupPolicy",
  "iam:AddUserToGroup",
  "sts:AssumeRole",
];

/** Resources among which every role or user is. */
const everyIdentity = /^(\*|arn:aws[\w-]*:iam::[^:]*:(\*|(role|user|group)\/\*))$/;

/** Every resource, or every one of a service: an ARN whose resource part is nothing but wildcards, or that ends before it. */
const everyResource = /^(\*+|arn:([^:/]*:){0,3}[^:/]*\*|arn:([^:]*:){4}[*?/]*\*[*?/]*)$/;

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
    look: (change, { context }) => wildcards(change, context.environment),
  },
  {
    id: "admin-access",
    risk: "R5",
    severity: "block",
    why: "Whoever has it can do everything, or give himself the right to",
    remedy: "Give the rights that the work needs; an administrator's work is done in the account's own stacks",
    look: (change, { context }) =>
      isDeployer(change, context.environment)
        ? []
        : [
            ...adminStatements(change),
            ...adminGrants(change),
            ...adminMaps(change),
            ...clusterAdmin(change),
            ...deedsOf(change, "admits-administrator"),
          ],
  },
];

function wildcards(change: PlannedChange, { accountId }: EnvironmentContext): string[] {
  // In the policy of a key, a vault or a bucket the resource "*" can only be that one.
  const own =
    /^aws_(kms_|s3_bucket_policy|secretsmanager_secret_policy|sns_topic_policy|sqs_queue_policy|ecr_repository_policy|backup_vault_policy|s3tables_|cloudwatch_log_destination_policy)/.test(
      change.type,
    );
  if (isBound(change)) return [];
  return changedPolicies(change).flatMap(({ attribute, before, after }) => {
    const news = newlyAllowing(before, after);
    const actions = news.some(
      (statement) => hasWildcardAction(statement) && !(own && isAccountRoot(statement, accountId)),
    );
    const resources = news.some((statement) => !own && reachesAll(statement));
    return [
      ...(actions ? [`${attribute} allows actions by a wildcard`] : []),
      ...(resources ? [`${attribute} allows actions on every resource`] : []),
    ];
  });
}

/** The whole of a service, or all but some: `s3:*`, `*`, NotAction. `s3:Get*` is a wildcard too. */
function hasWildcardAction({ actions, inverted }: PolicyStatement): boolean {
  return inverted || actions.some((action) => /[*?]/.test(action));
}

/** A key's policy gives its own account the right to manage it (KMS developer guide, "Default key policy"), and no other. */
function isAccountRoot({ principals, actions }: PolicyStatement, accountId: string): boolean {
  return (
    actions.every((action) => /^(kms):/.test(action)) &&
    principals.every((name) => /^AWS:(arn:aws[\w-]*:iam::)?(\d{12})(:root)?$/.exec(name)?.[2] === accountId)
  );
}

function reachesAll({ resources, actions, conditions }: PolicyStatement): boolean {
  const bound = [...conditions.keys()].flatMap((key) => {
    const [operator, name = ""] = key.split(" ");
    return operator === "StringEquals" ? conditionedEntries(name) : [];
  });
  return (
    resources.some((resource) => everyResource.test(resource)) &&
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
  if (!/^aws_(iam|ssoadmin)_/.test(change.type)) return [];
  return changedPolicies(change).flatMap(({ attribute, before, after }) => {
    const found = newlyAllowing(before, after).some(
      ({ actions, resources }) =>
        (resources.includes("*") && actions.some((action) => action === "*" || action === "*:*")) ||
        (resources.some((resource) => everyIdentity.test(resource)) &&
          actions.some((pattern) => escalations.some((action) => covers(pattern, action, true)))),
    );
    return found ? [`${attribute} gives all rights, or the right to give them`] : [];
  });
}

function adminMaps(change: PlannedChange): string[] {
  return addsMasters(change) ? ["It gives an identity all rights in the cluster"] : [];
}

function adminGrants(change: PlannedChange): string[] {
  const { type, action, after } = change;
  const before = hadBefore(change);
  if (action === "delete") return [];
  const news = (name: string) =>
    at(after, name)
      .flatMap(texts)
      .filter((value) => !at(before, name).includes(value));
  if (attachments.flatMap(news).some((arn) => adminPolicies.test(arn)))
    return ["It attaches a policy of administrators"];
  if (
    type === "snowflake_grant_account_role" &&
    news("role_name").some((role) => adminRoles.has(String(bareName(role))))
  )
    return ["It gives a role of the account's administrators away"];
  const everything = type.startsWith("snowflake_grant_privileges_to_") && first(after, "on_account") === true;
  if (everything && first(after, "all_privileges") === true && first(before, "all_privileges") !== true)
    return ["It gives all privileges on the account"];
  const granting =
    type.startsWith("snowflake_grant_privileges_to_") && !at(before, "privileges").includes(manageGrants);
  return granting && at(after, "privileges").includes(manageGrants) ? ["It lets a role give away any right"] : [];
}
