import { z } from "zod";
import { listOf, logDays, snowflakeName, text, topicName, whole } from "../support/fields.ts";
import { rule } from "../support/rule.ts";
import { fileLoadsConfig } from "./file-load-config.ts";
import { patienceBreaches, workerBreaches } from "./rules.ts";

/** Days that the link's log stays in CloudWatch. */
const days = logDays.default(30);

const archiveConfig = z
  .strictObject({
    /** Topics that are copied to the lake; all of the environment's when not given. */
    topics: listOf(topicName).optional(),
    /** A file is written when so much has come together … (Amazon Data Firehose API reference, BufferingHints). */
    bufferMib: whole(1, 128, "MiB that Amazon Data Firehose buffers for S3").default(64),
    /** … or so many seconds after the first event, whichever is first. Firehose takes fewer than 60, and then fills the lake with small files. */
    bufferSeconds: whole(60, 900, "seconds that Amazon Data Firehose buffers for S3").default(300),
    /** Age in minutes of the oldest event that is not in the lake yet, from which on it is an alarm. */
    staleMinutes: whole(5, 1440, "minutes that the lake may be behind").default(60),
    logDays: days,
  })
  .check(rule(patienceBreaches))
  .readonly();

const workersConfig = z
  .strictObject({
    /** MSK Connect units of a worker, of 1 vCPU and 4 GiB each (Amazon MSK developer guide, "Understand connector capacity"). */
    units: z.literal([1, 2, 4, 8]).default(1),
    /** Workers of each topic's connector. MSK Connect adds and takes away by the processors' load. */
    min: whole(1, 10, "workers of a connector, MSK Connect quota").default(1),
    max: whole(1, 10, "workers of a connector, MSK Connect quota").default(2),
  })
  .check(rule(workerBreaches))
  .readonly();

const connectorConfig = z
  .strictObject({
    /** Version of the Snowflake connector for Kafka in the archive. */
    version: text(/^[0-9]+\.[0-9]+\.[0-9]+$/, "a version of three numbers", 'Write it like "3.5.0"'),
    /** SHA-256 of the archive that `plinth artifacts push` uploads. All zeros stand for one still to be made. */
    sha256: text(
      /^[0-9a-f]{64}$/,
      "a SHA-256 of 64 lower-case hexadecimal digits",
      "Write what sha256sum prints for the archive",
    ),
    /** Topics that are loaded; all of the environment's when not given. Each has a connector of its own. */
    topics: listOf(topicName).optional(),
    /** Service user of `warehouse.users` that loads: its role and the secret with its key are declared there. */
    user: snowflakeName.default("CONNECTOR"),
    workers: workersConfig.prefault({}),
    /** Age in minutes of the oldest event that is not in Snowflake yet, from which on it is an alarm. */
    lagMinutes: whole(5, 1440, "minutes that Snowflake may be behind").default(30),
    logDays: days,
  })
  .readonly();

/** Where topics flow: by Amazon Data Firehose to the lake, by MSK Connect to Snowflake; and which of the lake's files flow to Snowflake. What is left out does not exist. */
export const linksConfig = z
  .strictObject({ archive: archiveConfig.optional(), connector: connectorConfig.optional(), files: fileLoadsConfig })
  .readonly();

export type ArchiveConfig = z.output<typeof archiveConfig>;
export type ConnectorConfig = z.output<typeof connectorConfig>;
export type LinksConfig = z.output<typeof linksConfig>;

/** The topics of a link, in the order in which they are declared. */
export function linkedTopics<T>(
  link: { readonly topics?: readonly string[] | undefined } | undefined,
  topics: Readonly<Record<string, T>>,
): readonly (readonly [name: string, topic: T])[] {
  if (link === undefined) return [];
  return Object.entries(topics).filter(([name]) => link.topics?.includes(name) ?? true);
}
