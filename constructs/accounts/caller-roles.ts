import type { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js";
import { Construct } from "constructs";
import { arn } from "../support/arn.ts";
import type { PlatformContext } from "../support/context.ts";
import { physicalName } from "../support/names.ts";
import { nodeMakerStatements } from "../support/node-maker-policy.ts";
import { allow, policyDocument, type Statement } from "../support/policy.ts";
import type { CiConfig } from "./config.ts";
import { managedPolicy } from "./managed-policy.ts";
import { boundary } from "./permissions/boundary.ts";
import { type Boundaries, identityChanges } from "./permissions/identity.ts";
import { linkChanges } from "./permissions/links.ts";
import { networkChanges } from "./permissions/network.ts";
import { readPermissions, readServices } from "./permissions/reading.ts";
import { runnerChanges, runnerReading, runnerUse } from "./permissions/runner.ts";
import { dataServices, foundationServices, workerServices } from "./permissions/services.ts";
import { type StatePlace, stateReading, stateWriting } from "./permissions/state.ts";
import { bucketPermissions, keyPermissions, secretPermissions } from "./permissions/storage.ts";
import { type Reach, reachOf } from "./reach.ts";
import { boundaryName, nodeBoundaryName } from "./role-boundary.ts";
import { type WorkflowKind, workflowTrust } from "./workflow-trust.ts";

export interface CallerRolesProps {
  readonly context: PlatformContext;
  readonly config: CiConfig;
  /** Names of the two roles. */
  readonly names: { readonly plan: string; readonly deploy: string };
  readonly state: StatePlace;
}

/**
 * The two roles that Terraform runs under in an environment, for GitHub's workflows of one repository and for
 * administrators. Both see settings and states of their environment alone; only `deploy` changes anything, within its
 * prefix and tag, and what roles it makes stay below a boundary that it cannot lift.
 */
export class CallerRoles extends Construct {
  constructor(scope: Construct, id: string, props: CallerRolesProps) {
    super(scope, id);
    const { context, config, names, state } = props;
    const reach = reachOf(context);
    const make = (part: string, description: string, statements: readonly Statement[]) =>
      policyOf(this, context, part, description, statements);
    const limit = make("boundary", "The most that a role of the environment can do", [
      ...boundary(reach),
      ...(config.runner ? runnerUse(reach, config.runner) : []),
    ]);
    const nodeLimit = make(
      "node-boundary",
      "The most that the role which makes nodes can do",
      nodeMakerStatements(context, { arn: reach.regional("kms", "key/*"), conditions: reach.own.StringEquals }),
    );
    const reading = {
      settings: make("read", "Reads the environment's settings", readPermissions(reach)),
      services: make("read-services", "Reads the environment's services", [
        ...readServices(reach),
        ...(config.runner ? runnerReading(reach) : []),
      ]),
    };
    const plan = createRole(this, "plan", names.plan, trust(context, config, names.plan, "plan"));
    const planState = make("plan-state", "Reads the environment's states", [
      ...stateReading(reach, state),
      takeOn(reach, names.plan),
    ]);
    attach(plan, { ...reading, state: planState });
    const deploy = createRole(this, "deploy", names.deploy, trust(context, config, names.deploy, "deploy"));
    const changing = mapped(changes(reach, { all: limit.arn, nodes: nodeLimit.arn }, props), (layer, statements) =>
      make(`deploy-${layer}`, `Changes the environment: ${layer}`, statements),
    );
    attach(deploy, { ...reading, ...changing });
  }
}

/** One policy a subject: IAM takes 6,144 characters a policy and ten policies a role. */
function changes(
  reach: Reach,
  boundaries: Boundaries,
  { state, config, names }: Pick<CallerRolesProps, "state" | "config" | "names">,
): Record<string, Statement[]> {
  return {
    state: [...stateWriting(reach, state), takeOn(reach, names.deploy)],
    network: networkChanges(reach),
    identity: identityChanges(reach, boundaries),
    storage: [...bucketPermissions(reach), ...keyPermissions(reach), ...secretPermissions(reach)],
    foundation: [...foundationServices(reach), ...(config.runner ? runnerChanges(reach, config.runner) : [])],
    data: dataServices(reach),
    links: linkChanges(reach),
    workers: workerServices(reach),
  };
}

/** A role takes itself on again; the trust policy says so too. */
function takeOn(reach: Reach, role: string): Statement {
  return allow(["sts:AssumeRole"], [reach.global("iam", `role/${role}`)], { sid: "Itself" });
}

/** Workflows; the role itself; administrators. */
function trust(context: PlatformContext, config: CiConfig, role: string, kind: WorkflowKind): string {
  const workflows = workflowTrust(context, config, kind);
  // Providers take the role whoever calls, so also where a workflow has it already; a role that does not exist yet cannot
  // be named as principal. Source: AWS Security Blog, "Announcing an update to IAM role trust policy behavior".
  const itself = allow(["sts:AssumeRole"], [], {
    sid: "Itself",
    principals: { aws: arn(context, "iam", "root", "global") },
    conditions: { ArnEquals: { "aws:PrincipalArn": arn(context, "iam", `role/${role}`, "global") } },
  });
  if (config.administrators.length === 0) return policyDocument(workflows, itself);
  const people = allow(["sts:AssumeRole"], [], { sid: "Administrators", principals: { aws: config.administrators } });
  return policyDocument(workflows, itself, people);
}

function createRole(scope: Construct, id: "plan" | "deploy", name: string, assumeRolePolicy: string): IamRole {
  return new IamRole(new Construct(scope, id), "role", {
    name,
    description: id === "plan" ? "Runs terraform plan; changes nothing" : "Runs terraform apply",
    assumeRolePolicy,
    // A rebuild of the cluster and its nodes takes longer than the default of one hour.
    maxSessionDuration: id === "plan" ? 3600 : 4 * 3600,
  });
}

function policyOf(
  scope: Construct,
  context: PlatformContext,
  part: string,
  description: string,
  statements: readonly Statement[],
): IamPolicy {
  const name = policyName(context, part);
  return managedPolicy(new Construct(scope, part), "policy", { name, description, statements });
}

/** Boundaries are named by others, too. */
function policyName(context: PlatformContext, part: string): string {
  if (part === "boundary") return boundaryName(context);
  return part === "node-boundary" ? nodeBoundaryName(context) : physicalName("role", context, part);
}

function attach(role: IamRole, policies: Readonly<Record<string, IamPolicy>>): void {
  const scope = role.node.scope;
  if (scope === undefined) throw new Error("A role lies in the scope of its caller.");
  for (const [id, { arn }] of Object.entries(policies)) {
    new IamRolePolicyAttachment(new Construct(scope, id), "attachment", { role: role.name, policyArn: arn });
  }
}

function mapped<T, R>(record: Readonly<Record<string, T>>, map: (key: string, value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(key, value)]));
}
