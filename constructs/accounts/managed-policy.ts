import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy/index.js";
import type { Construct } from "constructs";
import { policyDocument, type Statement } from "../support/policy.ts";

/** IAM user guide, "IAM and AWS STS quotas": characters of a managed policy without white space. */
const policyLimit = 6144;

/** A customer managed policy that IAM takes: one that is too long is refused here, with its length. */
export function managedPolicy(
  scope: Construct,
  id: string,
  { name, description, statements }: { name: string; description: string; statements: readonly Statement[] },
): IamPolicy {
  // References are longer or shorter than the ARNs they stand for, by less than this.
  const slack = 100;
  const policy = policyDocument(...statements);
  if (policy.length > policyLimit - slack) {
    throw new Error(
      `The policy ${name} has ${policy.length} characters; IAM takes ${policyLimit}. Split its statements.`,
    );
  }
  return new IamPolicy(scope, id, { name, description, policy });
}
