import type { PlatformContext } from "../support/context.ts";
import { allow, type Statement } from "../support/policy.ts";
import type { CiConfig } from "./config.ts";
import { audience, githubProviderArn, issuer } from "./oidc-provider.ts";

/**
 * The GitHub environment whose workflows take a role on: `deploy`, of the same name, where people approve; `plan`, with
 * `-plan` after it, where nobody is asked. Workflows outside of both, as those of pull requests, have no identity.
 */
export type WorkflowKind = "plan" | "deploy";

/** Lets workflows of one repository take on a role, by GitHub's identity provider and no stored key. */
export function workflowTrust(context: PlatformContext, config: CiConfig, kind: WorkflowKind): Statement {
  const environment = kind === "plan" ? `${context.name}-plan` : context.name;
  return allow(["sts:AssumeRoleWithWebIdentity"], [], {
    sid: "Workflows",
    principals: { federated: githubProviderArn(context) },
    conditions: {
      StringEquals: {
        [`${issuer}:aud`]: audience,
        [`${issuer}:sub`]: `repo:${config.repository}:environment:${environment}`,
      },
    },
  });
}
