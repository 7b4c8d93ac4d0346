import { z } from "zod";
import { description, kebabName, recordOf, snowflakeName, text } from "../support/fields.ts";
import { type Breach, rule } from "../support/rule.ts";
import { each } from "../support/soundness.ts";
import { sourceConfig } from "./source-config.ts";

const field = text(/^[A-Za-z_][A-Za-z0-9_]{0,254}$/, "a field of the stream", 'Write it like "updated_at"');

const streamConfig = z
  .strictObject({
    /** append_dedup keeps one row a key, the newest; append keeps every change. Both read only what the cursor has passed. */
    sync: z.enum(["append_dedup", "append"]),
    /** The field that identifies a row. append has none. */
    key: field.optional(),
    /** The field that grows with every change. */
    cursor: field,
  })
  .check(rule(keyBreaches))
  .readonly();

const connectionConfig = z
  .strictObject({
    description: description("what is read and whose it is"),
    source: sourceConfig,
    /** Hours between two reads. Airbyte offers these, and reads no more often ("Sync schedules"). */
    everyHours: z.literal([1, 2, 3, 6, 8, 12, 24]),
    /** Tables or objects of the source, by the name it gives them. */
    streams: recordOf(
      text(
        /^[A-Za-z_][A-Za-z0-9_]{0,127}$/,
        "a stream's name of at most 128 letters, digits and underscores",
        'Write it like "Account"',
      ),
      streamConfig,
    ).refine(
      (streams) => Object.keys(streams).length > 0,
      "it must name a stream at least. Name one, or leave the connection out",
    ),
    /** Stops the schedule; what was read stays. */
    paused: z.boolean().default(false),
  })
  .check(rule(tableBreaches))
  .readonly();

/** Batch ingestion: which other systems are read, how often, and where it goes. */
export const batchConfig = z
  .strictObject({
    destination: z
      .strictObject({
        /** Schema that tables are made in, as DATABASE.SCHEMA. */
        schema: text(
          /^(?!.*__)[A-Z][A-Z0-9_]*\.[A-Z][A-Z0-9_]*$/,
          "a schema as DATABASE.SCHEMA, without two underscores in a row",
          'Write it like "RAW_DATA.BATCH_EXTRACTS"',
        ).default("RAW_DATA.BATCH_EXTRACTS"),
        /** Service user of `warehouse.users` that loads, with its role and secret. */
        user: snowflakeName.default("LOADER"),
        /** Virtual warehouse of the load's statements. */
        warehouse: snowflakeName.default("DBT_TRANSFORM_WH"),
      })
      .readonly()
      .prefault({}),
    connections: recordOf(kebabName, connectionConfig).default({}),
  })
  .readonly();

export type BatchConfig = z.output<typeof batchConfig>;
export type ConnectionConfig = z.output<typeof connectionConfig>;
export type StreamConfig = z.output<typeof streamConfig>;

/** What a connection's tables start with, for two sources may call a stream the same. */
export function prefixOf(connection: string): string {
  return `${connection.replaceAll("-", "_")}_`;
}

/** The table of a stream: Airbyte's destination for Snowflake writes names in upper case. */
export function tableOfStream(connection: string, stream: string): string {
  return (prefixOf(connection) + stream).toUpperCase();
}

function* keyBreaches({ sync, key }: { sync: string; key?: string | undefined }): Iterable<Breach> {
  if ((sync === "append_dedup") === (key !== undefined)) return;
  yield {
    path: ["key"],
    also: [["sync"]],
    rule:
      sync === "append_dedup"
        ? "append_dedup must know which rows are the same"
        : "append keeps every change, whatever its key",
    remedy: sync === "append_dedup" ? 'Name the field, like "Id"' : "Leave it out",
  };
}

/** Snowflake's names are told apart by no case. */
function* tableBreaches({ streams }: { streams: Readonly<Record<string, unknown>> }): Iterable<Breach> {
  const first = new Map<string, string>();
  yield* each(streams, function* (_, name) {
    const other = first.get(name.toUpperCase());
    first.set(name.toUpperCase(), other ?? name);
    if (other === undefined) return;
    yield {
      path: ["streams", name],
      also: [["streams", other]],
      aboutName: true,
      rule: `${other} has the same table`,
      remedy: "Leave one of the two out",
    };
  });
}
