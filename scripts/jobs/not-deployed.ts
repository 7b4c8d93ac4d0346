import { ConfigurationError } from "../../constructs/support/errors.ts";
import type { Environment } from "../../environments/environment.ts";

/** A job was named that does not stand in the environment. */
export function notDeployed({ name }: Environment, job: string, deployed: readonly string[]): ConfigurationError {
  const there = deployed.length > 0 ? `deployed are ${deployed.join(", ")}` : "no job is deployed";
  return new ConfigurationError([
    `plinth job: the job is ${job}; it must be deployed in ${name} (${there}). Run npx cdktf deploy ${name}, or name a deployed job.`,
  ]);
}
