import { callersOf } from "./callers.ts";
import type { Environment } from "./environment.ts";

/** An environment's two accounts with the roles that a bootstrap makes in them. */
export function accountsOf(environment: Environment) {
  const { aws, snowflake } = environment;
  const callers = callersOf(environment);
  return {
    aws: { accountId: aws.accountId, roles: Object.values(callers.aws) },
    snowflake: {
      organization: snowflake.organization,
      account: snowflake.account,
      roles: [callers.snowflake.objects, callers.snowflake.access],
    },
  };
}
