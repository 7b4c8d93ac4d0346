import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider/index.js";
import type { Construct } from "constructs";
import { arn } from "../support/arn.ts";
import type { PlatformContext } from "../support/context.ts";

/** GitHub's issuer of workflow identities (GitHub documentation, "Configuring OpenID Connect in Amazon Web Services"). */
export const issuer = "token.actions.githubusercontent.com";
export const audience = "sts.amazonaws.com";

/** Lets GitHub's workflows sign in to the account; what each may take, the trust policies of the roles say. */
export function createGithubProvider(scope: Construct, id: string): void {
  new IamOpenidConnectProvider(scope, id, {
    url: `https://${issuer}`,
    clientIdList: [audience],
    lifecycle: { preventDestroy: true },
  });
}

export function githubProviderArn(context: Pick<PlatformContext, "accountId" | "region">): string {
  return arn(context, "iam", `oidc-provider/${issuer}`, "global");
}
