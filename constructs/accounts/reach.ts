import { arn } from "../support/arn.ts";
import type { PlatformContext } from "../support/context.ts";
import { joined } from "../support/names.ts";
import type { Conditions } from "../support/policy.ts";

/** Whatever the permissions of one environment's callers are bounded by: account, region, name prefix, tag. */
export interface Reach {
  readonly context: PlatformContext;
  /** `<platform>-<environment>`: every name starts with it and a hyphen, or with it in a path. */
  readonly prefix: string;
  /** The same for names that are paths: `/<platform>/<environment>`. */
  readonly path: string;
  readonly regional: (service: string, resource: string) => string;
  readonly global: (service: string, resource: string) => string;
  /** On things that are the environment's already. */
  readonly own: Conditions;
  /** On things that are born as the environment's. */
  readonly born: Conditions;
  /** On readings that AWS scopes by nothing but the region. */
  readonly here: Conditions;
  /** On names that are unique in the world, which may be somebody else's. */
  readonly sameAccount: Conditions;
}

export function reachOf(context: PlatformContext): Reach {
  return {
    context,
    prefix: joined("role", context, []),
    path: joined("secret", context, []),
    regional: (service, resource) => arn(context, service, resource),
    global: (service, resource) => arn(context, service, resource, "global"),
    own: { StringEquals: { "aws:ResourceTag/Environment": context.name } },
    born: { StringEquals: { "aws:RequestTag/Environment": context.name } },
    here: { StringEquals: { "aws:RequestedRegion": context.region } },
    sameAccount: { StringEquals: { "aws:ResourceAccount": context.accountId } },
  };
}

/** Tags may be changed, but nothing may be handed to another environment. */
export function keepsEnvironment({ context, own }: Reach): Conditions {
  return { ...own, StringEqualsIfExists: { "aws:RequestTag/Environment": context.name } };
}

/** `service:` before each action. */
export function of(service: string, actions: readonly string[]): string[] {
  return actions.map((action) => `${service}:${action}`);
}
