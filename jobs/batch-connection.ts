import { z } from "zod";

/** A field of a secret in Secrets Manager, in the place of its value: whoever applies the document fetches it then. */
const secretReference = z.strictObject({ $secret: z.strictObject({ name: z.string(), field: z.string() }) });

/** A connector's own configuration: the values that it asks for, secrets by reference. */
const configuration = z.record(z.string(), z.json());

const stream = z.strictObject({
  name: z.string(),
  syncMode: z.enum(["incremental_append", "incremental_deduped_history"]),
  cursorField: z.array(z.string()).length(1),
  primaryKey: z.array(z.array(z.string()).length(1)),
});

/**
 * A connection of batch ingestion as a reconcile job reads it: what to create or change in Airbyte, and nothing that
 * Airbyte makes up. Names are those of Airbyte's public API (createSource, createDestination, createConnection).
 */
export const batchConnection = z.strictObject({
  version: z.literal(1),
  source: z.strictObject({ name: z.string(), definition: z.string(), configuration }),
  destination: z.strictObject({ name: z.string(), definition: z.string(), configuration }),
  connection: z.strictObject({
    name: z.string(),
    status: z.enum(["active", "inactive"]),
    schedule: z.strictObject({ scheduleType: z.literal("cron"), cronExpression: z.string() }),
    namespaceDefinition: z.literal("destination"),
    prefix: z.string(),
    nonBreakingSchemaUpdatesBehavior: z.literal("propagate_columns"),
    configurations: z.strictObject({ streams: z.array(stream).min(1) }),
  }),
});

export type BatchConnectionDocument = z.input<typeof batchConnection>;
export type SecretReference = z.input<typeof secretReference>;

export function isSecretReference(value: unknown): value is SecretReference {
  return secretReference.safeParse(value).success;
}
