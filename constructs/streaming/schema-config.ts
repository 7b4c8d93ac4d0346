import { z } from "zod";
import { text } from "../support/fields.ts";

/** The form of a topic's events, kept in the AWS Glue Schema Registry under the topic's name. */
export const schemaConfig = z
  .strictObject({
    /** Of the definition. A registered schema keeps its format: see docs/streaming.md. */
    format: z.enum(["AVRO", "JSON", "PROTOBUF"]),
    /** Which new versions the registry accepts. BACKWARD: readers with the new version understand events of the one before; …_ALL: of every one before. Source: AWS Glue developer guide, "Schema versioning and compatibility". */
    compatibility: z
      .enum(["NONE", "DISABLED", "BACKWARD", "BACKWARD_ALL", "FORWARD", "FORWARD_ALL", "FULL", "FULL_ALL"])
      .default("BACKWARD"),
    /** A file of environments/schemas. */
    definition: text(
      /^[a-z0-9][a-z0-9_-]*\.(json|avsc|proto)$/,
      "the name of a .json, .avsc or .proto file of environments/schemas",
      'Write it like "user_events.json"',
    ),
  })
  .readonly();

export type SchemaConfig = z.output<typeof schemaConfig>;
