import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { parseJson } from "./json.ts";
import { codeOf } from "./lock.ts";
import { unreadable } from "./store.ts";

const identitySchema = z.looseObject({
  aws: z.object({ accountId: z.string(), role: z.string().nullish() }).optional(),
  snowflake: z.object({ organization: z.string(), account: z.string(), role: z.string().nullish() }).optional(),
});

/** Who calls the simulated cloud. Where the file says nothing, the caller owns the account that the provider names. */
export type Identity = z.output<typeof identitySchema>;

export function readIdentity(cloudDir: string): Identity {
  const file = join(cloudDir, "identity.json");
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return {};
    throw unreadable(file, error);
  }
  try {
    return identitySchema.parse(parseJson(text));
  } catch (error) {
    throw unreadable(file, error instanceof z.ZodError ? z.prettifyError(error) : error);
  }
}
