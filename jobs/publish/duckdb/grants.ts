import { readFile } from "node:fs/promises";
import { z } from "zod";
import { identifier, text } from "../../contract-terms.ts";
import { JobFailure } from "../../failure.ts";

/** A privilege as it was granted. `now`: on the thing itself, or on all objects of the kind that are there; `future`: on those to come. */
const platformGrant = z.strictObject({
  role: identifier,
  privilege: text,
  on: z.enum(["DATABASE", "SCHEMA", "TABLES", "VIEWS", "DYNAMIC TABLES"]),
  database: identifier,
  /** Absent for the database itself. */
  schema: identifier.optional(),
  when: z.enum(["now", "future"]),
});

/** A masking policy that a tag carries, as DATABASE.SCHEMA.NAME, for columns of one data type. Its body sees the value as VAL. */
const platformMask = z.strictObject({ policy: text, type: text, body: text });

/**
 * What stands in the simulated Snowflake account that the DuckDB engine works in: the file that PLINTH_GRANTS names. It
 * is what a real account would answer to SHOW GRANTS, SHOW TAGS and DESCRIBE MASKING POLICY, not what was declared.
 */
export const platformGrants = z.strictObject({
  /** Role → the roles that it holds directly. */
  roles: z.record(identifier, z.array(identifier)),
  grants: z.array(platformGrant),
  /** Tag as DATABASE.SCHEMA.TAG → its masking policies. A tag without any masks nothing. */
  tags: z.record(text, z.array(platformMask)),
});
export type PlatformGrants = z.output<typeof platformGrants>;

/** An account in which nothing is granted: what an engine works in that PLINTH_GRANTS does not tell of. */
export const nothingGranted: PlatformGrants = { roles: {}, grants: [], tags: {} };

/** Reads the file that PLINTH_GRANTS names. */
export async function readPlatformGrants(file: string | undefined): Promise<PlatformGrants> {
  if (!file) return nothingGranted;
  try {
    return platformGrants.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new JobFailure(`${file} cannot be read as the grants of a simulated account (${why}). Start the job again.`);
  }
}
