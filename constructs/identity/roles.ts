import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { Construct } from "constructs";
import type { PlatformContext } from "../support/context.ts";
import { physicalName } from "../support/names.ts";
import { allow, policyDocument } from "../support/policy.ts";
import type { IdentityConfig, RoleConfig } from "./config.ts";

export interface RolesProps {
  readonly context: PlatformContext;
  readonly config: IdentityConfig;
}

/** The IAM roles of programs outside the cluster. A role may nothing until a domain grants it something. */
export class Roles extends Construct {
  /** By the names of the configuration. */
  readonly arns: Readonly<Record<string, string>>;
  readonly names: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: RolesProps) {
    super(scope, id);
    const roles = Object.entries(props.config.roles).map(
      ([name, config]) => [name, createRole(this, props.context, name, config)] as const,
    );
    this.arns = Object.fromEntries(roles.map(([name, role]) => [name, role.arn]));
    this.names = Object.fromEntries(roles.map(([name, role]) => [name, role.name]));
  }
}

function createRole(scope: Construct, context: PlatformContext, name: string, config: RoleConfig): IamRole {
  return new IamRole(new Construct(scope, name), "role", {
    name: physicalName("role", context, name),
    description: config.description,
    assumeRolePolicy: policyDocument(allow(["sts:AssumeRole"], [], { principals: { service: config.trustedService } })),
  });
}
