import { z } from "zod";
import { ConfigurationError } from "../../constructs/support/errors.ts";
import { terraform } from "../../rehearsal/terraform.ts";
import type { StackPlace } from "../stack-places.ts";

/** Which state a plan was made on, as Terraform tells one from the next (https://developer.hashicorp.com/terraform/language/state/backends). */
export const stateMark = z.strictObject({ lineage: z.string(), serial: z.number() });
export type StateMark = z.output<typeof stateMark>;

/** The mark of a stack's state now, of which nothing else is read; null where there is none yet. The stack must be initialized. */
export async function markOf(place: StackPlace, signal?: AbortSignal): Promise<StateMark | null> {
  const { code, stdout, stderr } = await terraform(["state", "pull"], { ...place, ...(signal && { signal }) });
  if (code === 0 && stdout.trim() === "") return null;
  const { success, data } = z.object(stateMark.shape).safeParse(code === 0 ? parsed(stdout) : undefined);
  if (success) return data;
  throw new ConfigurationError([
    `${place.stack}: its state cannot be read (${stderr.trim().replaceAll(/\s+/g, " ") || "it is no state"}). Sign in to its account, and run the command again.`,
  ]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
