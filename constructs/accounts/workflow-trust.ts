import type { PlatformContext } from "../support/context.ts";
import { allow, type Statement } from "../support/policy.ts";
import type { CiConfig } from "./config.ts";
import { audience, githubProviderArn, issuer } from "./oidc-provider.ts";

/** Workflows of the repository: those of the GitHub environment of the same name, and of its pull requests. */
export type WorkflowKind = "environment" | "pull_request";

/** Lets workflows of one repository take on a role, by GitHub's identity provider and no stored key. */
export function workflowTrust(context: PlatformContext, config: CiConfig, kinds: readonly WorkflowKind[]): Statement {
  const subjects = kinds.map((kind) =>
    kind === "environment"
      ? `repo:${config.repository}:environment:${context.name}`
      : `repo:${config.repository}:pull_request`,
  );
  return allow(["sts:AssumeRoleWithWebIdentity"], [], {
    sid: "Workflows",
    principals: { federated: githubProviderArn(context) },
    conditions: { StringEquals: { [`${issuer}:aud`]: audience, [`${issuer}:sub`]: subjects } },
  });
}
