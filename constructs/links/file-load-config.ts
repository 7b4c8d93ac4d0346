import { z } from "zod";
import { isDataset } from "../../jobs/lake-layout.ts";
import { description, kebabName, listOf, recordOf, snowflakeName, text } from "../support/fields.ts";
import { type Breach, rule } from "../support/rule.ts";
import { each } from "../support/soundness.ts";
import { zoneNames } from "../support/zones.ts";

const fileLoadConfig = z
  .strictObject({
    description: description("whose files these are and what a row is"),
    zone: z.enum(zoneNames).default("bronze"),
    /** Folder of the zone that the files come to, in the layout of jobs/lake-layout.ts. */
    dataset: z
      .string()
      .refine(
        isDataset,
        'it must be folders of lower-case letters, digits, _ and -, joined by /. Write it like "raw/orders"',
      ),
    /** JSON: an object a line, or one array. CSV: a first line with names that nobody reads, then lines that become arrays of fields. */
    format: z.enum(["JSON", "PARQUET", "CSV"]),
    /** What the fields of a CSV file are called, in order: how many there are, and what the table says of them. */
    columns: listOf(snowflakeName).default([]),
    /** Where the rows go. The table is the load's own: made with it, and filled by nobody else. */
    table: text(
      /^(?!.*__)[A-Z][A-Z0-9_]*(\.[A-Z][A-Z0-9_]*){2}$/,
      "a table as DATABASE.SCHEMA.TABLE, without two underscores in a row",
      'Write it like "RAW_DATA.BATCH_EXTRACTS.ORDERS"',
    ),
    /** Roles of `identity.roles` that put the files there; jobs write by their own declaration. */
    writers: listOf(kebabName).default([]),
  })
  .check(rule(columnBreaches))
  .readonly();

/** Files of the lake that Snowflake loads as they come, by name. */
export const fileLoadsConfig = recordOf(kebabName, fileLoadConfig)
  .check(rule(folderBreaches), rule(countBreaches))
  .default({});

export type FileLoadConfig = z.output<typeof fileLoadConfig>;
export type FileLoadsConfig = z.output<typeof fileLoadsConfig>;

function* columnBreaches({ format, columns }: { format: string; columns: readonly string[] }): Iterable<Breach> {
  if ((format === "CSV") === columns.length > 0) return;
  yield {
    path: ["columns"],
    also: [["format"]],
    rule:
      format === "CSV"
        ? "CSV files do not name their fields, so that columns must"
        : `${format} files name their own fields`,
    remedy: format === "CSV" ? "List a name for every field" : "Leave columns out",
  };
}

/** S3 sends an event of a key to one place only, and refuses two notifications whose prefixes overlap. */
function* folderBreaches(loads: Readonly<Record<string, FileLoadConfig>>): Iterable<Breach> {
  const first = new Map<string, string>();
  yield* each(loads, function* ({ zone, dataset }, name) {
    const place = `${zone}/${dataset}`;
    const other = first.get(place);
    first.set(place, other ?? name);
    if (other === undefined) return;
    yield {
      path: [name, "dataset"],
      also: [[other, "dataset"]],
      rule: `${other} loads the same folder already, and S3 tells one load of a file`,
      remedy: "Give each load a dataset of its own",
    };
  });
}

/** Amazon S3 user guide, "Enabling event notifications": configurations of a bucket. */
const mostOfBucket = 100;

function* countBreaches(loads: Readonly<Record<string, FileLoadConfig>>): Iterable<Breach> {
  const counts = new Map<string, number>();
  yield* each(loads, function* ({ zone }, name) {
    const count = (counts.get(zone) ?? 0) + 1;
    counts.set(zone, count);
    if (count !== mostOfBucket + 1) return;
    yield {
      path: [name, "zone"],
      rule: `a zone has at most ${mostOfBucket} loads (S3 takes no more notifications of a bucket)`,
      remedy: "Load by a job what comes seldom",
    };
  });
}
