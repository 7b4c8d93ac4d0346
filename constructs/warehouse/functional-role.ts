import { AccountRole } from "@cdktf/provider-snowflake/lib/account-role/index.js";
import { Construct } from "constructs";
import type { AccessRole } from "./access-role.ts";
import type { FunctionalRoleConfig } from "./config.ts";
import { grantRole } from "./grants.ts";
import { type AccountNameOwner, accountName } from "./names.ts";
import type { SnowflakeProviders } from "./providers.ts";

export interface FunctionalRoleProps {
  readonly owner: AccountNameOwner;
  readonly name: string;
  readonly config: FunctionalRoleConfig;
  readonly providers: SnowflakeProviders;
}

/** What people and programs are given. It has no privileges of its own but those of the access roles it holds. */
export class FunctionalRole extends Construct {
  readonly roleName: string;
  readonly #providers: SnowflakeProviders;

  constructor(scope: Construct, id: string, { owner, name, config, providers }: FunctionalRoleProps) {
    super(scope, id);
    this.#providers = providers;
    const provider = providers.access;
    const role = new AccountRole(this, "role", {
      provider,
      name: accountName(owner, name),
      comment: config.description,
    });
    this.roleName = role.name;
    // Whatever the role comes to own, the account's administrators can administer.
    grantRole(this, "parent", { provider, role: role.name, to: "SYSADMIN" });
  }

  /** Everything the access role may, this role may. `id` names the right, and is unique in the role. */
  holds(id: string, access: AccessRole): void {
    grantRole(this, id, { provider: this.#providers.access, role: access.roleName, to: this.roleName });
  }
}
