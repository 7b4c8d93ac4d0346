import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { CallerRoles } from "../constructs/accounts/caller-roles.ts";
import { ImageRole } from "../constructs/accounts/image-role.ts";
import { createGithubProvider } from "../constructs/accounts/oidc-provider.ts";
import { StateBucket } from "../constructs/accounts/state-bucket.ts";
import type { AwsHome } from "../environments/accounts.ts";
import { callersOf } from "../environments/callers.ts";
import { defaultTags } from "../environments/tags.ts";
import type { StateStore } from "./state.ts";

/**
 * What an AWS account needs before its first deploy in a region: the bucket of the states, GitHub's identity provider,
 * and for each environment the roles that plan it, deploy it and push its images. Applied by an administrator; no role of ours can change it.
 */
export class StateStack extends TerraformStack {
  constructor(scope: Construct, home: AwsHome, state: StateStore) {
    super(scope, home.stack);
    const { accountId, region, platform, environments, tags } = home;
    state.keep(this, home.stack);
    new AwsProvider(this, "aws", { region, allowedAccountIds: [accountId], defaultTags: defaultTags("state", tags) });
    // No environment can be called so: the names do not meet those of an environment.
    const context = { platform, name: "state", region, accountId, protection: "locked" } as const;
    const place = new StateBucket(this, "state", context);
    if (home.makesOidcProvider) createGithubProvider(this, "github");
    const roles = new Construct(this, "roles");
    for (const environment of environments) {
      const here = { ...context, name: environment.name, protection: environment.protection };
      const config = environment.ci;
      const callers = new CallerRoles(roles, environment.name, {
        context: here,
        config,
        names: callersOf(environment).aws,
        state: place,
      });
      new ImageRole(callers, "images", { context: here, config });
    }
  }
}
