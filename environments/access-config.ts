import { z } from "zod";
import { listOf, recordOf, text } from "../constructs/support/fields.ts";

const object = text(
  /^(topic|group|zone|secret|schema|class|user|account) \S+$/,
  "a kind and a name, as `plinth access` prints them",
  'Write it like "topic user_events" or "schema ANALYTICS.MARTS"',
);

const holder = text(
  /^\S+$/,
  "a role or service, as `plinth access` prints it",
  'Write it like "event-collector" or "ANALYST"',
);

const holders = z
  .strictObject({
    reads: listOf(holder).optional(),
    /** Or deletes, or makes. */
    writes: listOf(holder).optional(),
    /** Reads in a consumer group. */
    joins: listOf(holder).optional(),
    /** Sees values of a class as they are. */
    unmasks: listOf(holder).optional(),
    /** Changes or takes off the masks of a class. */
    changes: listOf(holder).optional(),
    /** Roles that a user can work under. */
    takes: listOf(holder).optional(),
    /** Hands out rights, and so can have any. */
    grants: listOf(holder).optional(),
  })
  .readonly();

/**
 * Who is expected to be able to do what, by object: what `plinth access` compares the synthesized policies and grants
 * with. Nobody is expected where nothing is said. It gives nobody anything.
 */
export const accessConfig = recordOf(object, holders);

export const rights = [
  "reads",
  "writes",
  "joins",
  "unmasks",
  "changes",
  "takes",
  "grants",
] as const satisfies (keyof z.output<typeof holders>)[];
export type Right = (typeof rights)[number];
export type AccessConfig = z.output<typeof accessConfig>;
