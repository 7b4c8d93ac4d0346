import { archiveFolder, failureFolder } from "../../constructs/links/archive-layout.ts";
import { linkedTopics } from "../../constructs/links/config.ts";
import { linkPart } from "../../constructs/links/link-part.ts";
import { deadLetterTopic } from "../../constructs/support/dead-letter.ts";
import { physicalName } from "../../constructs/support/names.ts";
import { schemaRegistryName } from "../../constructs/support/schema-access.ts";
import { zoneNames } from "../../constructs/support/zones.ts";
import type { Environment } from "../../environments/environment.ts";
import { datasetFolder } from "../../jobs/lake-layout.ts";

/** One call of a role, with what only some calls tell IAM. */
export interface Call {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
}

/** ARNs that exist in an environment, by its declaration's names. */
export function arnsOf(environment: Environment) {
  const { aws, platform, name } = environment;
  const at = (service: string, rest: string) => `arn:aws:${service}:${aws.region}:${aws.accountId}:${rest}`;
  const kafka = (kind: string, part: string) =>
    at("kafka", `${kind}/${platform}-${name}/0a1b2c3d-0000-4000-8000-000000000001-1${part}`);
  const registry = schemaRegistryName(environment);
  return {
    cluster: kafka("cluster", ""),
    topic: (topic: string) => kafka("topic", `/${topic}`),
    group: (group: string) => kafka("group", `/${group}`),
    bucket: (part: string) => `arn:aws:s3:::${physicalName("bucket", environment, part)}`,
    secret: (secret: string) =>
      at(
        "secretsmanager",
        `secret:${physicalName("secret", environment, environment.secrets[secret]?.owner ?? "", secret)}-AbCdEf`,
      ),
    registry: at("glue", `registry/${registry}`),
    schema: (topic: string) => at("glue", `schema/${registry}/${topic}`),
    logOfArchive: (topic: string) =>
      at("logs", `log-group:${physicalName("logGroup", environment, "links", "archive")}:log-stream:${topic}`),
    fileEvents: at("sns", `${platform}-${name}-bronze-files`),
  };
}

export type Arns = ReturnType<typeof arnsOf>;

export function call(action: string, resource: string, context: Call["context"] = {}): Call {
  return { action, resource, context };
}

export function on(
  service: string,
  actions: readonly string[],
  resource: string,
  context: Call["context"] = {},
): Call[] {
  return actions.map((action) => call(`${service}:${action}`, resource, context));
}

/** A key's use by S3 for a bucket, by Secrets Manager for a secret, or directly. */
export function through(environment: Environment, service: "s3" | "secretsmanager", bucket?: string): Call["context"] {
  return {
    "kms:ViaService": `${service}.${environment.aws.region}.amazonaws.com`,
    ...(bucket && { "kms:EncryptionContext:aws:s3:arn": bucket }),
  };
}

/** What S3 is told when a day's folder is listed. */
export function within(folder: string): Call["context"] {
  return { "s3:prefix": `${folder}ingest_dt=2026-01-01/` };
}

/** Folders that the links' and loads' declarations name, as zone and folder. */
export function foldersOf({ streaming, links }: Environment): (readonly [zone: string, folder: string])[] {
  const topics = linkedTopics(links.archive, streaming.topics).flatMap(([name]) => [
    archiveFolder(name),
    failureFolder(name),
  ]);
  return [
    ...topics.map((folder) => ["bronze", folder] as const),
    ...Object.values(links.files).map(({ zone, dataset }) => [zone, datasetFolder(dataset)] as const),
  ];
}

export function folderNames(environment: Environment): string[] {
  return [...new Set(foldersOf(environment).map(([, folder]) => folder))];
}

/** Below a dataset, what a run left unfinished; and what is in no folder that anything names. */
export const staged = "events/_staging/";
export const another = "raw/another/";

/** Folders of the artifact bucket: where jobs record their runs, and dbt's artifacts of the project that is published. */
export function artifactFolders({ jobs }: Environment): string[] {
  const runs = Object.keys(jobs.definitions).map((job) => `runs/${job}/`);
  return [...runs, "runs/another/", "dbt/examples/transform/", "dbt/examples/transform/runs/", "dbt/another/"];
}

/** Says whose artifacts are live's. */
export const livePointer = "dbt/examples/transform/current.json";

/** What S3 is told when a folder of artifacts is listed. */
export function listing(folder: string): Call["context"] {
  return { "s3:prefix": `${folder}2026` };
}

/** One topic of those in which a connector keeps its books, which get their last part from MSK Connect. */
export function booksOf(environment: Environment, topic: string): string {
  return `__amazon_msk_connect_offsets_${physicalName("connector", environment, linkPart("load", topic))}_0a1b-2`;
}

export function groupOfConnector(environment: Environment, topic: string): string {
  return `connect-${physicalName("connector", environment, linkPart("load", topic))}`;
}

/** The workers of all connectors meet in groups of this kind. */
export const workersGroup = "__amazon_msk_connect_workers";

/** Everything that any role could try with anything of the environment, and with what merely has a similar name. */
export function everyCall(environment: Environment, arns: Arns, keys: Readonly<Record<string, string>>): Call[] {
  const { streaming, secrets, links } = environment;
  const topics = Object.keys(streaming.topics);
  const loaded = linkedTopics(links.connector, streaming.topics).map(([name]) => name);
  const groups = new Set(Object.values(streaming.topics).flatMap(({ consumers }) => Object.keys(consumers)));
  const allTopics = [
    ...topics.flatMap((name) => [name, deadLetterTopic(name), `${name}_2`]),
    ...loaded.map((name) => booksOf(environment, name)),
    "payroll",
  ];
  const allGroups = [
    ...[...groups].flatMap((name) => [name, `${name}-2`]),
    ...loaded.map((name) => groupOfConnector(environment, name)),
    workersGroup,
  ];
  const buckets = [...zoneNames, "artifacts", "audit", "logs"];
  const objects = [
    ...foldersOf(environment).map(([zone, folder]) => `${arns.bucket(zone)}/${folder}ingest_dt=2026-01-01/a.json`),
    ...buckets.map((bucket) => `${arns.bucket(bucket)}/${another}a.json`),
    ...zoneNames.map((zone) => `${arns.bucket(zone)}/${staged}a.json`),
    ...artifactFolders(environment).map((folder) => `${arns.bucket("artifacts")}/${folder}a.json`),
    `${arns.bucket("artifacts")}/${livePointer}`,
  ];
  const listings = zoneNames.flatMap((zone) =>
    folderNames(environment).map((folder) => call("s3:ListBucket", arns.bucket(zone), within(folder))),
  );
  const keyUse = (key: string, context: Call["context"]) => on("kms", ["Decrypt", "GenerateDataKey"], key, context);
  return [
    ...on("kafka-cluster", clusterActions, arns.cluster),
    ...on("kafka", ["DescribeCluster", "DescribeClusterV2", "DeleteCluster", "UpdateBrokerStorage"], arns.cluster),
    call("kafka:GetBootstrapBrokers", "*"),
    ...allTopics.flatMap((name) => on("kafka-cluster", topicActions, arns.topic(name))),
    ...allGroups.flatMap((name) =>
      on("kafka-cluster", ["AlterGroup", "DeleteGroup", "DescribeGroup"], arns.group(name)),
    ),
    ...objects.flatMap((object) => on("s3", objectActions, object)),
    ...buckets.flatMap((name) => on("s3", bucketActions, arns.bucket(name))),
    ...listings,
    ...artifactFolders(environment).flatMap((folder) =>
      ["artifacts", "audit"].map((name) => call("s3:ListBucket", arns.bucket(name), listing(folder))),
    ),
    ...keyUse(keys.artifacts ?? "", through(environment, "s3", arns.bucket("artifacts"))),
    ...zoneNames.flatMap((zone) => keyUse(keys.lake ?? "", through(environment, "s3", arns.bucket(zone)))),
    ...keyUse(keys.secrets ?? "", through(environment, "secretsmanager")),
    ...Object.values(keys).flatMap((key) => [
      ...keyUse(key, {}),
      ...zoneNames.flatMap((zone) =>
        key === keys.lake ? [] : keyUse(key, through(environment, "s3", arns.bucket(zone))),
      ),
      ...(key === keys.artifacts ? [] : keyUse(key, through(environment, "s3", arns.bucket("artifacts")))),
      ...on("kms", ["PutKeyPolicy", "ScheduleKeyDeletion"], key),
    ]),
    ...Object.keys(secrets).flatMap((name) =>
      on("secretsmanager", ["GetSecretValue", "PutSecretValue"], arns.secret(name)),
    ),
    ...[arns.registry, `${arns.registry}-2`].map((registry) => call("glue:GetSchemaByDefinition", registry)),
    call("glue:GetSchemaVersion", "*"),
    ...[...topics, "payroll"].flatMap((name) =>
      on("glue", ["GetSchemaByDefinition", "RegisterSchemaVersion", "DeleteSchema"], arns.schema(name)),
    ),
    ...topics.map((name) => call("logs:PutLogEvents", arns.logOfArchive(name))),
    ...on("sns", ["Publish", "Subscribe"], arns.fileEvents),
  ];
}

const clusterActions = ["AlterCluster", "Connect", "DescribeCluster", "WriteDataIdempotently"];
const topicActions = [
  "AlterTopic",
  "CreateTopic",
  "DeleteTopic",
  "DescribeTopic",
  "DescribeTopicDynamicConfiguration",
  "ReadData",
  "WriteData",
];
const objectActions = [
  "AbortMultipartUpload",
  "DeleteObject",
  "DeleteObjectVersion",
  "GetObject",
  "GetObjectVersion",
  "ListMultipartUploadParts",
  "PutObject",
];
const bucketActions = ["GetBucketLocation", "ListBucket", "ListBucketMultipartUploads", "PutBucketPolicy"];
