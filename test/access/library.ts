import { runSimulation } from "@cloud-copilot/iam-simulate";
import type { AwsAccess } from "../../scripts/access/aws-access.ts";
import type { Deciding, PolicyDocument } from "../../scripts/access/policy-decision.ts";
import type { Call } from "./matrix.ts";

/** The simulator does not know keys that end in a name of the caller's own: another text that KMS gives stands for the bucket's. */
const encryptedFor = { real: "kms:EncryptionContext:aws:s3:arn", stand: "kms:CallerAccount" } as const;

/** What the IAM simulator answers to a role's call. Throws when the request or a policy is not one that IAM would take. */
export async function simulated(access: AwsAccess, role: string, call: Call): Promise<boolean> {
  const { roleArn, ...policies } = access.deciding(role, call.resource);
  return await asked(access, roleArn, call, policies);
}

/** The same for a service or for someone of another account, whom only the resource's own policy lets in. */
export async function simulatedStranger(
  access: AwsAccess,
  principal: string,
  call: Call,
  own = false,
): Promise<boolean> {
  // A stranger's own account is taken to allow everything.
  const everything = { Statement: [{ Effect: "Allow", Action: "*", Resource: "*" } as const] };
  return await asked(access, principal, call, {
    identity: own ? [everything] : [],
    resource: access.policyOf(call.resource),
  });
}

async function asked(
  access: AwsAccess,
  principal: string,
  { action, resource, context }: Call,
  { identity, boundary, resource: onResource }: Omit<Deciding, "roleArn">,
): Promise<boolean> {
  const answer = await runSimulation(
    {
      request: {
        principal,
        action,
        resource: { resource, accountId: [...access.roles.values()][0]?.arn.split(":")[4] ?? "" },
        contextVariables: JSON.parse(standIn({ ...access.context(action), ...context })),
      },
      identityPolicies: identity.map((policy, index) => ({ name: String(index), policy: taken(policy) })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(boundary && { permissionBoundaryPolicies: [{ name: "boundary", policy: taken(boundary) }] }),
      ...(onResource && { resourcePolicy: taken(onResource) }),
    },
    {},
  );
  if (answer.resultType === "error")
    throw new Error(`${principal}: ${action} on ${resource}: ${JSON.stringify(answer.errors)}`);
  return answer.overallResult === "Allowed";
}

const known = new Map<PolicyDocument, PolicyDocument>();

function taken(document: PolicyDocument): PolicyDocument {
  const found = known.get(document) ?? JSON.parse(standIn(document));
  known.set(document, found);
  return found;
}

function standIn(value: unknown): string {
  return JSON.stringify(value).replaceAll(encryptedFor.real, encryptedFor.stand);
}
