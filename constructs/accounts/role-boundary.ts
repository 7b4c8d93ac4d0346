import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import type { IAspect } from "cdktf";
import type { IConstruct } from "constructs";
import { arn } from "../support/arn.ts";
import type { PlatformContext } from "../support/context.ts";
import { physicalName } from "../support/names.ts";
import { nodeMakerRole } from "../support/node-maker-policy.ts";

/** The managed policy that the account's state stack makes; the deploy role may make no role without it. */
export function boundaryName(context: PlatformContext): string {
  return physicalName("role", context, "boundary");
}

/** The boundary of the one role that makes nodes, which can do nothing else: neither boundary holds what the other does. */
export function nodeBoundaryName(context: PlatformContext): string {
  return physicalName("role", context, "node-boundary");
}

/** Puts every IAM role of a stack under the environment's boundary. For stacks: on the whole app, aspects do not run. */
export class RoleBoundary implements IAspect {
  readonly #arn: string;
  readonly #nodes: string;
  readonly #nodeMaker: string;

  constructor(context: PlatformContext) {
    this.#nodes = arn(context, "iam", `policy/${nodeBoundaryName(context)}`, "global");
    this.#nodeMaker = physicalName("role", context, nodeMakerRole);
    this.#arn = arn(context, "iam", `policy/${boundaryName(context)}`, "global");
  }

  visit(node: IConstruct): void {
    if (node instanceof IamRole)
      node.permissionsBoundary = node.nameInput === this.#nodeMaker ? this.#nodes : this.#arn;
  }
}
