import { existsSync } from "node:fs";
import { ConfigurationError } from "../../constructs/support/errors.ts";
import type { Environment } from "../../environments/environment.ts";
import { placeholders } from "../../environments/placeholders.ts";
import { unlock } from "../../environments/unlock.ts";

/** What a verb may not start without. Returns warnings; throws with everything that is missing. */
export function gate(verb: string, environment: Environment, providerLock: string): string[] {
  if (!["deploy", "diff", "destroy"].includes(verb)) return [];
  const problems = [...destroyProblems(verb, environment), ...placeholderProblems(environment)];
  const lockMissing = environment.cloud === "real" && !existsSync(providerLock);
  const lockText = `${providerLock}: the file is missing; it pins the hashes of the real providers. Run npx plinth lock where a registry can be reached, and commit it.`;
  if (lockMissing && environment.protection === "locked") problems.push(lockText);
  if (problems.length > 0) throw new ConfigurationError(problems);
  const permission = unlock(environment.name);
  return [
    ...(lockMissing && environment.protection === "standard" ? [`warning: ${lockText}`] : []),
    ...(permission ? [`PLINTH_UNLOCK is in force: ${permission.text}`] : []),
  ];
}

function destroyProblems(verb: string, environment: Environment): string[] {
  if (verb !== "destroy" || environment.protection !== "locked" || unlock(environment.name)) return [];
  return [
    `environments/${environment.name}.ts: protection is locked; a locked environment is not destroyed. Allow it for a while with PLINTH_UNLOCK=${environment.name}:<address glob>:<expiry date>.`,
  ];
}

function placeholderProblems(environment: Environment): string[] {
  if (environment.cloud === "simulated") return [];
  return placeholders(environment).map(
    ({ path, value, remedy }) =>
      `environments/${environment.name}.ts: ${path} is ${JSON.stringify(value)}; it is a placeholder, and no account is called by one. ${remedy}.`,
  );
}
