import type { TerraformResourceLifecycle } from "cdktf";
import type { PlatformContext } from "./context.ts";
import { safeguards } from "./protection.ts";

/** The lifecycle of a resource that holds state: Terraform refuses to destroy it where the environment's protection says so. */
export function stateful(
  context: Pick<PlatformContext, "protection">,
  rest?: TerraformResourceLifecycle,
): TerraformResourceLifecycle | undefined {
  return safeguards(context.protection).preventDestroy ? { ...rest, preventDestroy: true } : rest;
}
