import { Fn, Op, type TerraformStack, TerraformVariable } from "cdktf";
import { type Caller, callerName as name } from "../environments/callers.ts";

/**
 * Declares the caller of a stack. It is said when Terraform runs and stands in no plan file, so that what the one has planned is
 * what the other applies (https://developer.hashicorp.com/terraform/language/block/variable#ephemeral, Terraform 1.10 and later).
 */
export function callerVariable(stack: TerraformStack): TerraformVariable {
  const variable = new TerraformVariable(stack, name, {
    type: "string",
    default: "deploy" satisfies Caller,
    nullable: false,
    description: "Who runs Terraform: plan, which reads, or deploy, which changes",
    validation: [
      { condition: `\${contains(["plan", "deploy"], var.${name})}`, errorMessage: "It must be plan or deploy." },
    ],
  });
  variable.overrideLogicalId(name);
  variable.addOverride("ephemeral", true);
  return variable;
}

/** The one of two texts that is the caller's. */
export function ofCaller(caller: TerraformVariable, texts: Readonly<Record<Caller, string>>): string {
  return Fn.conditional(Op.eq(caller.stringValue, "plan" satisfies Caller), texts.plan, texts.deploy);
}
