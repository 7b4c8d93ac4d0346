import type { ChangeCase } from "./change-case.ts";

const role = (name: string) => `foundation/aws_iam_role.roles_${name}_role`;
const nodes = "workers/aws_eks_node_group.cluster_nodes_group";
const pools = "jobs/helm_release.nodes_pools";
const policy = (statement: string) => `{"Version":"2012-10-17","Statement":[${statement}]}`;
const added = (type: string, name: string, body: object) => ({
  foundation: { resource: { [type]: { [name]: body } } },
});

/** Sources: IAM user guide, "Policies and permissions", "Permissions boundaries". */
export const identity: readonly ChangeCase[] = [
  {
    name: "a role is described in other words",
    environment: "prod",
    patch: { identity: { roles: { "event-monitor": { description: "Follows all topics and reports what it sees" } } } },
    harmless: true,
    changes: { [role("event-monitor")]: "update R2" },
    findings: [],
  },
  {
    name: "a role is added that nothing is given to yet",
    environment: "prod",
    applied: true,
    patch: { identity: { roles: { "refund-desk": { description: "Looks up refunds for the service desk" } } } },
    harmless: true,
    changes: { [role("refund-desk")]: "create R1" },
    findings: [],
  },
  {
    name: "machines instead of containers may take a role",
    environment: "prod",
    patch: { identity: { roles: { "event-monitor": { trustedService: "ec2.amazonaws.com" } } } },
    harmless: false,
    changes: { [role("event-monitor")]: "update R3" },
    findings: [`access-widened warn ${role("event-monitor")}`, `access-narrowed note ${role("event-monitor")}`],
  },
  {
    name: "a role may do everything with every bucket",
    environment: "prod",
    stacks: added("aws_iam_role_policy", "everything", {
      role: "plinth-prod-event-monitor",
      policy: policy('{"Effect":"Allow","Action":["s3:*"],"Resource":["*"]}'),
    }),
    harmless: false,
    changes: { "foundation/aws_iam_role_policy.everything": "create R5" },
    findings: [
      "wildcard-access block foundation/aws_iam_role_policy.everything",
      "access-widened warn foundation/aws_iam_role_policy.everything",
    ],
  },
  {
    name: "a role may hand any role to a machine of its own",
    environment: "prod",
    stacks: added("aws_iam_role_policy", "passing", {
      role: "plinth-prod-event-monitor",
      policy: policy('{"Effect":"Allow","Action":["iam:PassRole"],"Resource":["*"]}'),
    }),
    harmless: false,
    changes: { "foundation/aws_iam_role_policy.passing": "create R5" },
    findings: [
      "wildcard-access block foundation/aws_iam_role_policy.passing",
      "admin-access block foundation/aws_iam_role_policy.passing",
      "access-widened warn foundation/aws_iam_role_policy.passing",
    ],
  },
  {
    name: "a role becomes an administrator of the account",
    environment: "prod",
    stacks: added("aws_iam_role_policy_attachment", "administrator", {
      role: "plinth-prod-event-monitor",
      policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess",
    }),
    harmless: false,
    changes: { "foundation/aws_iam_role_policy_attachment.administrator": "create R5" },
    findings: [
      "admin-access block foundation/aws_iam_role_policy_attachment.administrator",
      "access-widened warn foundation/aws_iam_role_policy_attachment.administrator",
    ],
  },
  {
    name: "anybody may take a role",
    environment: "prod",
    stacks: added("aws_iam_role", "roles_event-monitor_role", {
      assume_role_policy: policy('{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}'),
    }),
    harmless: false,
    changes: { [role("event-monitor")]: "update R5" },
    findings: [`public-exposure block ${role("event-monitor")}`, `access-widened warn ${role("event-monitor")}`],
  },
  {
    name: "a role loses the limit of what it can be given",
    environment: "prod",
    stacks: added("aws_iam_role", "roles_event-monitor_role", { permissions_boundary: null }),
    harmless: false,
    changes: { [role("event-monitor")]: "update R5" },
    findings: [`protection-loosened block ${role("event-monitor")}`],
  },
  {
    name: "everybody on duty is told of critical alarms by mail",
    environment: "prod",
    patch: { observability: { alerts: { critical: ["data-oncall@example.com"] } } },
    harmless: true,
    changes: { "foundation/aws_sns_topic_subscription.*": "create R1" },
    findings: [],
  },
  {
    name: "what runs belongs to another owner, and every tag says so",
    environment: "prod",
    patch: { tags: { owner: "data-platform-team" } },
    harmless: true,
    // Tags of a launch template make the provider take its next version for unknown.
    changes: {
      "{foundation,data}/aws_*": "update R2",
      "workers/aws_!(eks_node_group.*)": "update R2",
      [nodes]: "update R4",
      [pools]: "update R4",
    },
    findings: [`running-interrupted warn ${nodes}`, `running-interrupted warn ${pools}`],
  },
  {
    name: "nothing says any more where the bill goes",
    environment: "staging",
    stacks: {
      workers: {
        provider: {
          aws: [
            {
              allowed_account_ids: ["000000000020"],
              assume_role: [
                { role_arn: "arn:aws:iam::000000000020:role/plinth-staging-deploy", session_name: "plinth-staging" },
              ],
              default_tags: [
                { tags: { Environment: "staging", Owner: "data-engineering", Platform: "data", Source: "plinth" } },
              ],
              region: "us-west-2",
            },
          ],
        },
      },
    },
    harmless: true,
    changes: { "workers/aws_!(eks_node_group.*)": "update R2", [nodes]: "update R4" },
    findings: ["tags-missing warn workers/aws_*", `running-interrupted warn ${nodes}`],
  },
];
