import type { BatchConnectionDocument, SecretReference } from "../../jobs/batch-connection.ts";
import { type ConnectionConfig, prefixOf, type StreamConfig } from "./config.ts";
import type { SourceConfig } from "./source-config.ts";

/** Where every connection goes, by physical names. */
export interface BatchDestination {
  /** Host of the Snowflake account. */
  readonly host: string;
  readonly user: string;
  readonly role: string;
  readonly warehouse: string;
  readonly database: string;
  readonly schema: string;
  /** Name in Secrets Manager of the secret with the user's private key. */
  readonly secretName: string;
}

/** What a connection is to be, for the job that makes Airbyte so. `secretName` is the source's secret in Secrets Manager. */
export function connectionDocument(
  name: string,
  config: ConnectionConfig,
  destination: BatchDestination,
  secretName: string,
): BatchConnectionDocument {
  return {
    version: 1,
    source: { name, ...sourceOf(config.source, secretName) },
    destination: snowflake(destination),
    connection: {
      name,
      status: config.paused ? "inactive" : "active",
      schedule: { scheduleType: "cron", cronExpression: everyHours(config.everyHours) },
      namespaceDefinition: "destination",
      prefix: prefixOf(name),
      // A new column of the source becomes one of the table; a column that goes stops the connection until someone looks.
      nonBreakingSchemaUpdatesBehavior: "propagate_columns",
      configurations: { streams: Object.entries(config.streams).map(streamOf) },
    },
  };
}

/** Quartz: seconds, minutes, hours, day of month, month, day of week. */
function everyHours(hours: number): string {
  if (hours === 1) return "0 0 * * * ?";
  return hours === 24 ? "0 0 0 * * ?" : `0 0 0/${hours} * * ?`;
}

function streamOf([name, { sync, key, cursor }]: [string, StreamConfig]) {
  const syncMode = sync === "append" ? ("incremental_append" as const) : ("incremental_deduped_history" as const);
  return { name, syncMode, cursorField: [cursor], primaryKey: key === undefined ? [] : [[key]] };
}

/** Airbyte connectors and their configurations; sources: each connector's specification in airbytehq/airbyte. */
function sourceOf(source: SourceConfig, secretName: string): Omit<BatchConnectionDocument["source"], "name"> {
  const secret = (field: string) => reference(secretName, field);
  switch (source.kind) {
    case "salesforce":
      return {
        definition: "source-salesforce",
        configuration: {
          is_sandbox: source.sandbox,
          ...(source.startDate === undefined ? {} : { start_date: source.startDate }),
          credentials: {
            auth_type: "Client",
            client_id: secret("clientId"),
            client_secret: secret("clientSecret"),
            refresh_token: secret("refreshToken"),
          },
        },
      };
    case "postgres":
      return {
        definition: "source-postgres",
        configuration: {
          host: source.host,
          port: source.port,
          database: source.database,
          schemas: [...source.schemas],
          username: secret("username"),
          password: secret("password"),
          ssl_mode: { mode: "verify-full" },
          // A replica answers queries; it hands out no log to decode.
          replication_method: { method: "Standard" },
        },
      };
    case "stripe":
      return {
        definition: "source-stripe",
        configuration: {
          account_id: source.accountId,
          client_secret: secret("clientSecret"),
          start_date: `${source.startDate}T00:00:00Z`,
        },
      };
  }
}

function snowflake({ host, user, role, warehouse, database, schema, secretName }: BatchDestination) {
  return {
    name: "snowflake",
    definition: "destination-snowflake",
    configuration: {
      host,
      role,
      warehouse,
      database,
      schema,
      username: user,
      credentials: { auth_type: "Key Pair Authentication", private_key: reference(secretName, "privateKey") },
    },
  };
}

function reference(name: string, field: string): SecretReference {
  return { $secret: { name, field } };
}
