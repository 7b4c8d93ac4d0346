import { z } from "zod";
import { recordOf, snowflakeName, text, whole } from "../support/fields.ts";

const schemaTable = text(
  /^[A-Z][A-Z0-9_]*\.[A-Z][A-Z0-9_]*$/,
  "a table as SCHEMA.TABLE",
  'Write it like "MARTS.ORDERS"',
);

export const transformConfig = z
  .strictObject({
    /** Folder of the dbt project in the image. */
    project: text(
      /^[a-z0-9_-]+(\/[a-z0-9_-]+)*$/,
      "a folder of the image, without dots",
      'Write it like "examples/transform"',
    ).default("examples/transform"),
    /** Tables that consumers read. A publish is refused when one is missing, empty, or has lost too many rows. */
    marts: z
      .array(schemaTable)
      .min(1, "it must name at least one table that consumers read. Add one")
      .readonly()
      .default(["MARTS.FCT_CUSTOMER_EVENTS"]),
    /** Database of the tables that ingestion fills, which the project's sources name. */
    raw: snowflakeName.default("RAW_DATA"),
  })
  .readonly();

export const publishConfig = z
  .strictObject({
    /** Database of leases and publish history; never one that is published by swap. */
    control: snowflakeName.default("CONTROL"),
    /** Replaced versions that stay ready to go back to. */
    keepPrevious: whole(1, 30, "versions kept behind the live one").default(1),
    /** Hours until maintenance drops a replaced version, however many there are. */
    previousHours: whole(1, 8760, "hours that a replaced version stays").default(72),
    /**
     * Seconds after which another run may take over from one that no longer shows signs of life. No statement of a model
     * may take longer on Snowflake: it would outlive the lease of a run that died.
     */
    leaseSeconds: whole(5, 86_400, "seconds of a lease").default(300),
    /** Largest share of its live rows that a table may lose in one publish. */
    maxRowLossPercent: whole(0, 100, "percent of a table's rows").default(10),
    /** Mart → its column of time, and the hours that its newest value may lie behind the start of a run. */
    freshness: recordOf(
      schemaTable,
      z.strictObject({ column: snowflakeName, hours: whole(1, 8760, "hours behind the start of a run") }).readonly(),
    ).default({}),
  })
  .readonly();
