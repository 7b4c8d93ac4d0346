import { AccountRole } from "@cdktf/provider-snowflake/lib/account-role/index.js";
import { Construct } from "constructs";
import type { AccessRole } from "./access-role.ts";
import { type Grantee, grantOnAccount, grantRole } from "./grants.ts";
import { type AccountNameOwner, accountName } from "./names.ts";
import type { SnowflakeProviders } from "./providers.ts";

export interface FunctionalRoleProps {
  readonly owner: AccountNameOwner;
  readonly name: string;
  readonly description: string;
  readonly providers: SnowflakeProviders;
}

/** What people and programs are given. What it may, it has from the access roles it holds, but for what only counts on the role itself. */
export class FunctionalRole extends Construct {
  readonly roleName: string;
  readonly grantee: Grantee;
  readonly #providers: SnowflakeProviders;

  constructor(scope: Construct, id: string, { owner, name, description, providers }: FunctionalRoleProps) {
    super(scope, id);
    this.#providers = providers;
    const provider = providers.access;
    const role = new AccountRole(this, "role", { provider, name: accountName(owner, name), comment: description });
    this.roleName = role.name;
    this.grantee = { provider, roleName: role.name, grantAfter: [] };
  }

  /** Everything the access role may, this role may. `id` names the right, and is unique in the role. */
  holds(id: string, access: AccessRole): void {
    grantRole(this, id, { provider: this.#providers.access, role: access.roleName, to: this.roleName });
  }

  /** Whatever the role comes to own, the account's administrators can administer. */
  heldByAdministrators(): void {
    grantRole(this, "parent", { provider: this.#providers.access, role: this.roleName, to: "SYSADMIN" });
  }

  /** Everything this role may, the other may too. `id` is the other's name in the configuration. */
  heldBy(id: string, other: FunctionalRole): void {
    grantRole(this, `held-by-${id}`, {
      provider: this.#providers.access,
      role: this.roleName,
      to: other.roleName,
    });
  }

  /** Makes databases, and so clones, which it then owns. There is no narrower right: CREATE DATABASE is one on the account, and swapping two databases takes the ownership of both. */
  makesDatabases(): void {
    grantOnAccount(this, "clones", this.grantee, ["CREATE DATABASE"]);
  }
}
