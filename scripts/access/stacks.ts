import { homesOf } from "../../environments/accounts.ts";
import type { Environment } from "../../environments/environment.ts";
import { AccountStack } from "../../stacks/account-stack.ts";
import { newApp } from "../../stacks/engine.ts";
import { folderState } from "../../stacks/state.ts";
import { StateStack } from "../../stacks/state-stack.ts";
import { synthesized } from "../goldens.ts";

/** A stack's file as Terraform gets it. */
export type Stack = Readonly<Record<string, unknown>>;

/** An environment's stacks by name, and those of the accounts it lives in, which hold the limits of its roles. */
export async function accessStacks(environment: Environment): Promise<Map<string, Stack>> {
  const { aws, snowflake } = await homesOf(environment);
  // Where the accounts keep their states decides nothing about access.
  const state = folderState("/state");
  const account = new AccountStack(newApp(), snowflake, state);
  const limits = new StateStack(newApp(), aws, state);
  return new Map<string, Stack>([
    ...synthesized(environment),
    [snowflake.stack, Object(account.toTerraform())],
    [aws.stack, Object(limits.toTerraform())],
  ]);
}
