import { type SnowflakeAlias, snowflakeAliases } from "../constructs/accounts/account-privileges.ts";
import { joined } from "../constructs/support/names.ts";
import { recordOf } from "../constructs/support/record.ts";
import type { Environment } from "./environment.ts";

/** Who may run Terraform in an environment's accounts. They exist before the first deploy: a bootstrap makes them. */
export interface Callers {
  /** IAM roles: `plan` reads, `deploy` changes. */
  readonly aws: { readonly plan: string; readonly deploy: string };
  /** Snowflake: a user for each of the two, the role behind each provider alias, and the warehouse of their few queries. */
  readonly snowflake: {
    readonly users: { readonly plan: string; readonly deploy: string };
    readonly roles: Readonly<Record<SnowflakeAlias, string>>;
    readonly warehouse: string;
  };
}

/** Who runs Terraform: the plan role reads, the deploy role changes. */
export type Caller = keyof Callers["aws"];

/** Terraform takes a variable from the environment under this name. */
export const callerName = "caller";

/** What Terraform's environment holds for a caller; an apply of a plan file wants it where its plan had it. */
export function callerSettings(caller: Caller): Record<string, string> {
  return { [`TF_VAR_${callerName}`]: caller };
}

/** What account-level names start with where environments share a Snowflake account. */
export function snowflakePrefix({ name, snowflake }: Environment): string {
  return snowflake.shared ? `${name.toUpperCase()}_` : "";
}

export function callersOf(environment: Environment): Callers {
  const prefix = snowflakePrefix(environment);
  const role = (name: string) => joined("role", environment, [name]);
  return {
    aws: { plan: role("plan"), deploy: role("deploy") },
    snowflake: {
      users: { plan: `${prefix}PLINTH_PLAN`, deploy: `${prefix}PLINTH_DEPLOY` },
      roles: recordOf(snowflakeAliases, (alias) => `${prefix}PLINTH_${alias.toUpperCase()}`),
      warehouse: `${prefix}PLINTH_WH`,
    },
  };
}
