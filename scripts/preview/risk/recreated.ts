import { changesAt, type PlannedChange } from "../plan/planned-change.ts";

const streamed = ["at", "before", "show_initial_rows"];

/**
 * Attributes that a provider changes by making the object anew, though its plan calls that an update. Source: snowflakedb/snowflake
 * 2.11.0, the pages of streams: they "can not be ALTERed", and "even though a change is marked as update, the resource is recreated".
 */
const recreating: Readonly<Record<string, readonly string[]>> = {
  snowflake_stream_on_table: ["table", "append_only", ...streamed],
  snowflake_stream_on_view: ["view", "append_only", ...streamed],
  snowflake_stream_on_external_table: ["external_table", "insert_only", ...streamed],
  snowflake_stream_on_directory_table: ["stage"],
};

export function isRecreated(change: PlannedChange): boolean {
  const paths = Object.hasOwn(recreating, change.type) ? recreating[change.type] : undefined;
  return change.action === "update" && (paths ?? []).some((path) => changesAt(change, path).length > 0);
}
