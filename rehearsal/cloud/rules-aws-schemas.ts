import type { Change } from "./account.ts";
import { textAt } from "./paths.ts";
import { type Rule, refuse } from "./rule.ts";

/** What the Glue Schema Registry refuses, by type. */
export const SCHEMA_RULES: Readonly<Record<string, readonly Rule[]>> = {
  aws_glue_schema: [formatStays, definitionParses, versionsAllowed],
};

/**
 * The registry has no call that changes a format. The provider plans such a change in place, sends nothing, and plans it
 * again the next time (terraform-provider-aws 6.x, internal/service/glue/schema.go): here it is said at once.
 */
function formatStays(change: Change): void {
  const [before, after] = [textAt(change.prior ?? {}, "data_format"), textAt(change.asked ?? {}, "data_format")];
  if (before === undefined || after === undefined || before === after) return;
  refuse(
    change,
    "InvalidInputException",
    `data_format would go from ${before} to ${after}; a schema keeps its format. Remove the schema, apply, and declare it anew.`,
  );
}

/** https://docs.aws.amazon.com/glue/latest/webapi/API_CreateSchema.html */
function definitionParses(change: Change): void {
  const definition = textAt(change.asked ?? {}, "schema_definition");
  if (definition === undefined || textAt(change.asked ?? {}, "data_format") === "PROTOBUF") return;
  try {
    JSON.parse(definition);
  } catch {
    refuse(change, "InvalidInputException", "schema_definition is not JSON. Correct it.");
  }
}

/** AWS Glue developer guide, "Schema versioning and compatibility": DISABLED takes no further version. */
function versionsAllowed(change: Change): void {
  const [before, after] = [change.prior?.schema_definition, change.asked?.schema_definition];
  if (change.operation !== "update" || before === after || change.asked?.compatibility !== "DISABLED") return;
  refuse(
    change,
    "InvalidInputException",
    "compatibility is DISABLED, and the schema takes no further version. Choose another compatibility first.",
  );
}
