import type { Protection } from "../../constructs/support/protection.ts";
import { callersOf, snowflakePrefix } from "../../environments/callers.ts";
import type { Environment } from "../../environments/environment.ts";
import { tagsOf } from "../../environments/tags.ts";
import type { Unlock } from "../../environments/unlock.ts";
import type { StackPreview } from "./document.ts";
import type { Configuration } from "./plan/configuration.ts";
import type { DeployedReading } from "./plan/output-readers.ts";

/** What judges a plan must know of the environment that it changes. */
export interface EnvironmentContext {
  readonly name: string;
  readonly protection: Protection;
  readonly accountId: string;
  /** ARN of the role that deploys it. */
  readonly deployer: string;
  /** Keys that every resource with tags must have among them. */
  readonly requiredTags: readonly string[];
  /** Physical names of the virtual warehouses that the account's stack attaches a resource monitor to. */
  readonly monitored: readonly string[];
  /** Of those that it will attach one to, once they stand. */
  readonly toBeMonitored: readonly string[];
}

/** What judges a plan must know of its stack, beside the plan. */
export interface StackContext {
  readonly environment: EnvironmentContext;
  readonly stack: string;
  readonly layer: string;
  readonly status: StackPreview["status"];
  /** Upstream outputs that are about to change under a provisional plan. */
  readonly provisional: readonly string[];
  readonly problems: readonly string[];
  /** The stack as it is deployed and as it will be, where they are known. */
  readonly base?: Configuration;
  readonly head?: Configuration;
  /** What deployed stacks read of this one's outputs, and which. */
  readonly readings: readonly DeployedReading[];
  /** Addresses that a rehearsed plan changes in place though the provider may replace them. */
  readonly doubts: ReadonlySet<string>;
  /** PLINTH_UNLOCK in force for the environment. */
  readonly unlock?: Unlock;
}

export function environmentContext(environment: Environment): EnvironmentContext {
  const { name, protection, aws, snowflake } = environment;
  const declared = Object.keys(snowflake.monitors).map((warehouse) => snowflakePrefix(environment) + warehouse);
  return {
    name,
    protection,
    accountId: aws.accountId,
    deployer: `arn:aws:iam::${aws.accountId}:role/${callersOf(environment).aws.deploy}`,
    requiredTags: Object.keys(tagsOf(environment)),
    monitored: snowflake.attachMonitors ? declared : [],
    toBeMonitored: snowflake.attachMonitors ? [] : declared,
  };
}
