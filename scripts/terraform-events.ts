import { z } from "zod";

/** The parts we read of Terraform's machine-readable output (https://developer.hashicorp.com/terraform/internals/machine-readable-ui). */
const event = z.looseObject({
  type: z.string(),
  changes: z.looseObject({ operation: z.string(), add: z.number(), change: z.number(), remove: z.number() }).optional(),
  diagnostic: z
    .looseObject({
      severity: z.string(),
      summary: z.string(),
      detail: z.string().default(""),
      address: z.string().optional(),
    })
    .optional(),
});
export type TerraformEvent = z.output<typeof event>;

/** The event that a line of output holds; none for a line that was cut off or says something else. */
export function readEvent(line: string): TerraformEvent[] {
  try {
    const parsed = event.safeParse(JSON.parse(line));
    return parsed.success ? [parsed.data] : [];
  } catch {
    return [];
  }
}
