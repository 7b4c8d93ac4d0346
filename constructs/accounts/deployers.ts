import { AccountRole } from "@cdktf/provider-snowflake/lib/account-role/index.js";
import { GrantAccountRole } from "@cdktf/provider-snowflake/lib/grant-account-role/index.js";
import { GrantPrivilegesToAccountRole } from "@cdktf/provider-snowflake/lib/grant-privileges-to-account-role/index.js";
import { ServiceUser } from "@cdktf/provider-snowflake/lib/service-user/index.js";
import { Warehouse } from "@cdktf/provider-snowflake/lib/warehouse/index.js";
import { Construct } from "constructs";
import { accountPrivileges, type SnowflakeAlias, snowflakeAliases } from "./account-privileges.ts";
import type { AccountProviders } from "./account-providers.ts";

/** Names of who deploys to Snowflake: two users, the role behind each provider alias of the everyday stacks, a warehouse. */
export interface SnowflakeCallers {
  readonly users: { readonly plan: string; readonly deploy: string };
  readonly roles: Readonly<Record<SnowflakeAlias, string>>;
  readonly warehouse: string;
}

export interface DeployersProps {
  readonly names: SnowflakeCallers;
  readonly environment: string;
  readonly providers: AccountProviders;
}

/**
 * Who holds the alias roles from above. What `access` and `users` may, MANAGE GRANTS and making users, is SECURITYADMIN's,
 * and whoever administers the data must not lift its policies: SYSADMIN gains none of these.
 */
const holders: Readonly<Record<SnowflakeAlias, "SYSADMIN" | "SECURITYADMIN">> = {
  objects: "SYSADMIN",
  loading: "SYSADMIN",
  governance: "SECURITYADMIN",
  access: "SECURITYADMIN",
  users: "SECURITYADMIN",
};

/**
 * The users that Terraform signs in as, and the roles it works under, with exactly the account privileges that everyday
 * stacks use. The users' keys are set out of band and left alone here.
 */
export class Deployers extends Construct {
  constructor(scope: Construct, id: string, { names, environment, providers }: DeployersProps) {
    super(scope, id);
    const { security: provider } = providers;
    const users = (["plan", "deploy"] as const).map((use) => createUser(this, use, names, environment, providers));
    for (const alias of snowflakeAliases) {
      const under = new Construct(this, alias);
      const comment = `Terraform in ${environment}: ${alias}`;
      const role = new AccountRole(under, "role", { provider, name: names.roles[alias], comment });
      grantOnAccount(under, role.name, accountPrivileges[alias], providers);
      if (alias === "governance") createWarehouse(new Construct(this, "queries"), names, role, environment, providers);
      new GrantAccountRole(under, "above", { provider, roleName: role.name, parentRoleName: holders[alias] });
      for (const user of users) {
        const given = new Construct(under, user.use);
        new GrantAccountRole(given, "user", { provider, roleName: role.name, userName: user.name });
      }
    }
  }
}

function grantOnAccount(
  scope: Construct,
  accountRoleName: string,
  privileges: readonly string[],
  { security: provider }: AccountProviders,
): void {
  const given = { provider, accountRoleName, privileges: [...privileges], withGrantOption: false };
  new GrantPrivilegesToAccountRole(scope, "account", { ...given, onAccount: true });
}

/**
 * For what a provider can only ask with a query, such as a tag's policies. It is there before the first deploy, whose own
 * warehouses are not: a provider that names a warehouse must find it when it signs in.
 */
function createWarehouse(
  scope: Construct,
  names: SnowflakeCallers,
  role: AccountRole,
  environment: string,
  { account, security }: AccountProviders,
): void {
  const warehouse = new Warehouse(scope, "warehouse", {
    provider: account,
    name: names.warehouse,
    comment: `Queries of Terraform in ${environment}`,
    warehouseSize: "X-SMALL",
    autoSuspend: 60,
    autoResume: "true",
    initiallySuspended: true,
    enableQueryAcceleration: "false",
    statementTimeoutInSeconds: 300,
    statementQueuedTimeoutInSeconds: 60,
  });
  new GrantPrivilegesToAccountRole(scope, "use", {
    provider: security,
    accountRoleName: role.name,
    privileges: ["USAGE"],
    onAccountObject: { objectType: "WAREHOUSE", objectName: warehouse.name },
    withGrantOption: false,
  });
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
