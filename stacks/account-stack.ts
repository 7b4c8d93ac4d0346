import { SnowflakeProvider } from "@cdktf/provider-snowflake/lib/provider/index.js";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { AccountPolicies } from "../constructs/accounts/account-policies.ts";
import type { AccountProviders } from "../constructs/accounts/account-providers.ts";
import { Deployers } from "../constructs/accounts/deployers.ts";
import { Monitors } from "../constructs/accounts/monitors.ts";
import type { SnowflakeHome } from "../environments/accounts.ts";
import { callersOf, snowflakePrefix } from "../environments/callers.ts";
import type { StateStore } from "./state.ts";

/**
 * What a Snowflake account needs before its first deploy, and what only its administrator may set: users and roles for
 * Terraform, resource monitors, parameters, the network policy. Applied by a person with ACCOUNTADMIN, seldom.
 */
export class AccountStack extends TerraformStack {
  constructor(scope: Construct, home: SnowflakeHome, state: StateStore) {
    super(scope, home.stack);
    state.keep(this, home.stack);
    const providers = administrators(this, home);
    for (const environment of home.environments) {
      const { snowflake, name } = environment;
      const under = new Construct(this, name);
      const names = callersOf(environment).snowflake;
      new Deployers(under, "deployers", { names, environment: name, providers });
      new Monitors(under, "monitors", {
        config: snowflake.monitors,
        attach: snowflake.attachMonitors,
        physicalName: (warehouse) => snowflakePrefix(environment) + warehouse,
        providers,
      });
    }
    const allowedAddresses = [...new Set(home.environments.flatMap(({ snowflake }) => snowflake.allowedAddresses))];
    new AccountPolicies(this, "policies", { name: "PLINTH_NETWORK", allowedAddresses, providers });
  }
}

/** Who signs in, and how, a person says in the environment: SNOWFLAKE_USER and SNOWFLAKE_AUTHENTICATOR. */
function administrators(stack: TerraformStack, { organization, account }: SnowflakeHome): AccountProviders {
  const common = { organizationName: organization, accountName: account };
  new SnowflakeProvider(stack, "snowflake", { ...common, role: "PUBLIC" });
  return {
    security: new SnowflakeProvider(stack, "snowflake-security", {
      ...common,
      alias: "security",
      role: "SECURITYADMIN",
    }),
    account: new SnowflakeProvider(stack, "snowflake-account", { ...common, alias: "account", role: "ACCOUNTADMIN" }),
  };
}
