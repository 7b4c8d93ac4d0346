import { AccountRole } from "@cdktf/provider-snowflake/lib/account-role/index.js";
import { GrantAccountRole } from "@cdktf/provider-snowflake/lib/grant-account-role/index.js";
import { GrantPrivilegesToAccountRole } from "@cdktf/provider-snowflake/lib/grant-privileges-to-account-role/index.js";
import { ServiceUser } from "@cdktf/provider-snowflake/lib/service-user/index.js";
import { Construct } from "constructs";
import { accountPrivileges } from "./account-privileges.ts";
import type { AccountProviders } from "./account-providers.ts";

/** Names of who deploys to Snowflake: two users, and the role behind each provider alias of the everyday stacks. */
export interface SnowflakeCallers {
  readonly users: { readonly plan: string; readonly deploy: string };
  readonly objects: string;
  readonly access: string;
}

export interface DeployersProps {
  readonly names: SnowflakeCallers;
  readonly environment: string;
  readonly providers: AccountProviders;
}

/** Who holds the alias roles from above. What `access` may, MANAGE GRANTS, is SECURITYADMIN's; SYSADMIN must not gain it. */
const holders = { objects: "SYSADMIN", access: "SECURITYADMIN" } as const;

/**
 * The users that Terraform signs in as, and the two roles it works under, with exactly the account privileges that
 * everyday stacks use. The users' keys are set out of band and left alone here.
 */
export class Deployers extends Construct {
  constructor(scope: Construct, id: string, { names, environment, providers }: DeployersProps) {
    super(scope, id);
    const { security: provider } = providers;
    const users = (["plan", "deploy"] as const).map((use) => createUser(this, use, names, environment, providers));
    for (const alias of ["objects", "access"] as const) {
      const under = new Construct(this, alias);
      const comment = `Terraform in ${environment}: ${alias}`;
      const role = new AccountRole(under, "role", { provider, name: names[alias], comment });
      new GrantPrivilegesToAccountRole(under, "account", {
        provider,
        accountRoleName: role.name,
        privileges: [...accountPrivileges[alias]],
        onAccount: true,
        withGrantOption: false,
      });
      new GrantAccountRole(under, "above", { provider, roleName: role.name, parentRoleName: holders[alias] });
      for (const user of users) {
        const given = new Construct(under, user.use);
        new GrantAccountRole(given, "user", { provider, roleName: role.name, userName: user.name });
      }
    }
  }
}

function createUser(
  scope: Construct,
  use: "plan" | "deploy",
  names: SnowflakeCallers,
  environment: string,
  { security: provider }: AccountProviders,
) {
  const user = new ServiceUser(new Construct(scope, use), "service", {
    provider,
    name: names.users[use],
    comment: `Terraform ${use} in ${environment}`,
    defaultRole: "PUBLIC",
    defaultSecondaryRolesOption: "NONE",
    lifecycle: { ignoreChanges: ["rsa_public_key", "rsa_public_key_2"] },
  });
  return { use, name: user.name };
}
