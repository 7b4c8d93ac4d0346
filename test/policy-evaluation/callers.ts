import { runSimulation } from "@cloud-copilot/iam-simulate";
import { homesOf } from "../../environments/accounts.ts";
import { loadEnvironment } from "../../environments/catalog.ts";
import type { Environment } from "../../environments/environment.ts";
import { synthesizedState } from "./synthesized-state.ts";
import { type Owner, type Thing, things } from "./things.ts";

export interface Request {
  readonly action: string;
  readonly resource: string;
  readonly accountId: string;
  readonly context: Readonly<Record<string, string>>;
}

/** The policies of an environment's callers as IAM would have them after the bootstrap. */
export interface Callers {
  readonly environment: Environment;
  readonly owner: Owner;
  readonly policies: (role: string) => Record<string, unknown>[];
  readonly boundary: Record<string, unknown>;
  readonly boundaryArn: string;
}

export async function callersFor(name: string): Promise<Callers> {
  const environment = await loadEnvironment(name);
  const { aws } = await homesOf(environment);
  const state = synthesizedState(aws);
  const prefix = `${environment.platform}-${name}`;
  const boundaryName = `${prefix}-boundary`;
  return {
    environment,
    owner: ownerOf(environment),
    policies: (role) => state.policiesOf(`${prefix}-${role}`),
    boundary: state.policy(boundaryName),
    boundaryArn: `arn:aws:iam::${aws.accountId}:policy/${boundaryName}`,
  };
}

export function ownerOf({ platform, name, aws }: Environment): Owner {
  return { platform, environment: name, accountId: aws.accountId, region: aws.region };
}

/** A call on something of `owner`, with all that IAM would know about it. */
export function requestOn(owner: Owner, action: string, thing: Thing, isNew: boolean, boundaryArn: string): Request {
  const tag = isNew ? "aws:RequestTag/Environment" : "aws:ResourceTag/Environment";
  const context = {
    "aws:RequestedRegion": owner.region,
    "aws:ResourceAccount": owner.accountId,
    [tag]: owner.environment,
    "iam:PermissionsBoundary": boundaryArn,
    "iam:PassedToService": "eks.amazonaws.com",
    "kms:GrantIsForAWSResource": "true",
    "application-autoscaling:service-namespace": "kafka",
  };
  return { action, resource: things[thing](owner), accountId: owner.accountId, context };
}

/** What IAM answers. Throws when the request or a policy is not one that IAM would take. */
export async function allowed(
  { owner, policies }: Pick<Callers, "owner" | "policies">,
  role: string,
  { action, resource, accountId, context }: Request,
  boundary?: Record<string, unknown>,
): Promise<boolean> {
  const answer = await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${owner.accountId}:role/${owner.platform}-${owner.environment}-${role}`,
        action,
        resource: { resource, accountId },
        contextVariables: { ...context },
      },
      identityPolicies: policies(role).map((policy, index) => ({ name: String(index), policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(/:key\//.test(resource) && { resourcePolicy: keyPolicy(accountId) }),
      ...(boundary && { permissionBoundaryPolicies: [{ name: "boundary", policy: boundary }] }),
    },
    {},
  );
  if (answer.resultType === "error") throw new Error(`${action} on ${resource}: ${answer.errors.message}`);
  return answer.overallResult === "Allowed";
}

/** A key leaves the decision to the account's IAM policies, as ours do, here without their further conditions. */
function keyPolicy(accountId: string) {
  const statement = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${accountId}:root` },
    Action: "kms:*",
    Resource: "*",
  };
  return { Version: "2012-10-17", Statement: [statement] };
}
