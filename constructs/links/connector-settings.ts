import { deadLetterTopic } from "../support/dead-letter.ts";

/** Where Snowflake is and as whom a connector signs in there. Names are physical. */
export interface SnowflakeTarget {
  readonly organization: string;
  readonly account: string;
  readonly user: string;
  readonly role: string;
  readonly database: string;
  readonly schema: string;
}

export interface ConnectorSettings {
  readonly topic: string;
  /** Name of the table in the target's schema. */
  readonly table: string;
  readonly snowflake: SnowflakeTarget;
  /** Physical name of the secret with the user's private key. */
  readonly secretName: string;
  /** Tasks that read the topic side by side. */
  readonly tasks: number;
  readonly replicationFactor: number;
}

/**
 * After so many milliseconds a connector starts anew and reads its key again, as it must after `plinth keys rotate`; the
 * provider of secrets has no other way (aws-samples/msk-config-providers, "TTL Support").
 */
const keyLifetime = 3_600_000;

/** The field of the secret that holds the key. */
const keyField = "privateKey";

/**
 * What a connector is told. Sources: Snowflake documentation, "Snowflake Connector for Kafka: Install and configure" and
 * "Using Snowflake Connector for Kafka with Snowpipe Streaming"; Apache Kafka documentation, "Sink Connector Configs".
 */
export function connectorSettings(settings: ConnectorSettings): Record<string, string> {
  const { topic, table, snowflake, secretName } = settings;
  return {
    "connector.class": "com.snowflake.kafka.connector.SnowflakeSinkConnector",
    // MSK Connect counts workers and units itself; this is the most that they come to.
    "tasks.max": String(settings.tasks),
    topics: topic,
    "snowflake.topic2table.map": `${topic}:${table}`,
    "snowflake.url.name": snowflakeUrl(snowflake),
    "snowflake.user.name": snowflake.user,
    "snowflake.role.name": snowflake.role,
    // Two dollars are one to Terraform. The workers put the key in its place; no plan, state or log sees it.
    "snowflake.private.key": `$\${secretsmanager:${secretName}:${keyField}?ttl=${keyLifetime}}`,
    "snowflake.database.name": snowflake.database,
    "snowflake.schema.name": snowflake.schema,
    "snowflake.ingestion.method": "SNOWPIPE_STREAMING",
    // Events stay whole in one column: their fields are the transform project's business.
    "snowflake.enable.schematization": "false",
    "errors.tolerance": "all",
    "errors.deadletterqueue.topic.name": deadLetterTopic(topic),
    "errors.deadletterqueue.topic.replication.factor": String(settings.replicationFactor),
    "errors.deadletterqueue.context.headers.enable": "true",
    "errors.log.enable": "true",
    // What an event holds is nothing for a log.
    "errors.log.include.messages": "false",
  };
}

/** Underscores of names are hyphens in hosts (Snowflake documentation, "Account identifiers"). */
function snowflakeUrl({ organization, account }: SnowflakeTarget): string {
  return `${organization}-${account}.snowflakecomputing.com:443`.toLowerCase().replaceAll("_", "-");
}

/** What all workers are told, as lines of a properties file: how events are read, and where secrets come from. Source: Amazon MSK developer guide, "Externalize sensitive information using config providers". */
export function workerProperties(region: string): string {
  const properties = {
    "key.converter": "org.apache.kafka.connect.storage.StringConverter",
    "value.converter": "org.apache.kafka.connect.json.JsonConverter",
    "value.converter.schemas.enable": "false",
    "config.providers": "secretsmanager",
    "config.providers.secretsmanager.class": "com.amazonaws.kafka.config.providers.SecretsManagerConfigProvider",
    "config.providers.secretsmanager.param.region": region,
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
}
