import { AccountRole } from "@cdktf/provider-snowflake/lib/account-role/index.js";
import type { SnowflakeProvider } from "@cdktf/provider-snowflake/lib/provider/index.js";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { grantRole } from "./grants.ts";

export interface AccessRoleProps {
  readonly provider: SnowflakeProvider;
  readonly name: string;
  readonly comment: string;
  /** What must be done before the role is granted anything. */
  readonly grantAfter?: readonly ITerraformDependable[];
}

/**
 * One right on one database or warehouse. Nobody is given it directly: functional roles hold access roles. It is an
 * account role even for a database, since a database role would leave with the database when that is swapped.
 */
export class AccessRole extends Construct {
  readonly provider: SnowflakeProvider;
  readonly roleName: string;
  readonly grantAfter: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { provider, name, comment, grantAfter = [] }: AccessRoleProps) {
    super(scope, id);
    this.provider = provider;
    this.grantAfter = grantAfter;
    this.roleName = new AccountRole(this, "role", { provider, name, comment }).name;
  }

  /** Everything this role may, the other may too. */
  includes(other: AccessRole): void {
    grantRole(this, "includes", { provider: this.provider, role: other.roleName, to: this.roleName });
  }
}
