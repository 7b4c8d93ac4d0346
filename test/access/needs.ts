import { archiveFolder, failureFolder } from "../../constructs/links/archive-layout.ts";
import { linkedTopics } from "../../constructs/links/config.ts";
import { linkPart } from "../../constructs/links/link-part.ts";
import { deadLetterTopic } from "../../constructs/support/dead-letter.ts";
import { physicalName } from "../../constructs/support/names.ts";
import { accessOf } from "../../constructs/support/topic-access.ts";
import { zoneNames } from "../../constructs/support/zones.ts";
import type { Environment } from "../../environments/environment.ts";
import { datasetFolder } from "../../jobs/lake-layout.ts";
import {
  type Arns,
  booksOf,
  type Call,
  call,
  folderNames,
  groupOfConnector,
  on,
  through,
  within,
  workersGroup,
} from "./matrix.ts";

interface Surroundings {
  readonly environment: Environment;
  readonly arns: Arns;
  readonly keys: Readonly<Record<string, string>>;
}

/** Physical role name → all that it must be able to do, by what the environment declares and each service's guide asks for. */
export function needsOf(surroundings: Surroundings): Map<string, Call[]> {
  const { environment } = surroundings;
  const { streaming, links, identity, jobs } = environment;
  const part = (link: string, topic: string) => linkPart(link, topic);
  const work: [string, Call[]][] = [
    ...Object.keys(identity.roles).map((role): [string, Call[]] => [
      role,
      [...kafka(surroundings, role), ...drops(surroundings, role)],
    ]),
    ...Object.keys(jobs.definitions).map((job): [string, Call[]] => [job, jobWork(surroundings, job)]),
    ...linkedTopics(links.archive, streaming.topics).map(([topic]): [string, Call[]] => [
      part("archive", topic),
      archive(surroundings, topic),
    ]),
    ...linkedTopics(links.connector, streaming.topics).map(([topic]): [string, Call[]] => [
      part("load", topic),
      connector(surroundings, topic),
    ]),
    [
      "snowflake-files",
      Object.values(links.files).flatMap(({ zone, dataset }) => fileLoad(surroundings, zone, datasetFolder(dataset))),
    ],
  ];
  return new Map(work.map(([role, calls]) => [physicalName("role", environment, role), calls]));
}

/** Amazon MSK developer guide, "Create authorization policies for the IAM role"; AWS Glue developer guide, "Getting started with schema registry". */
function kafka({ environment, arns }: Surroundings, identity: string): Call[] {
  const { topics } = environment.streaming;
  const { produces, consumes, groups } = accessOf(identity, topics);
  const used = [...produces, ...consumes];
  if (used.length === 0) return [];
  const described = used.filter((name) => topics[name]?.schema !== undefined);
  return [
    ...on("kafka-cluster", ["Connect", "WriteDataIdempotently"], arns.cluster),
    ...[...produces, ...consumes.map(deadLetterTopic)].flatMap((name) =>
      on("kafka-cluster", ["DescribeTopic", "WriteData"], arns.topic(name)),
    ),
    ...consumes.flatMap((name) => on("kafka-cluster", ["DescribeTopic", "ReadData"], arns.topic(name))),
    ...groups.flatMap((name) => on("kafka-cluster", ["AlterGroup", "DescribeGroup"], arns.group(name))),
    ...described.map((name) => call("glue:GetSchemaByDefinition", arns.schema(name))),
    ...(described.length > 0
      ? [call("glue:GetSchemaByDefinition", arns.registry), call("glue:GetSchemaVersion", "*")]
      : []),
  ];
}

/** Files that a role puts where Snowflake loads them from. */
function drops(surroundings: Surroundings, role: string): Call[] {
  const { files } = surroundings.environment.links;
  const own = Object.values(files).filter(({ writers }) => writers.includes(role));
  return own.flatMap(({ zone, dataset }) => [
    ...readFolder(surroundings, zone, datasetFolder(dataset)),
    ...writeFolder(surroundings, zone, datasetFolder(dataset)),
  ]);
}

function jobWork(surroundings: Surroundings, job: string): Call[] {
  const { environment, arns, keys } = surroundings;
  const { zones = {}, secrets = [] } = environment.jobs.definitions[job] ?? {};
  const inZones = zoneNames.flatMap((zone) => {
    if (zones[zone] === undefined) return [];
    const everywhere = [...foldersIn(environment, zone), "raw/another/"];
    const folders = everywhere.flatMap((folder) => [
      ...readFolder(surroundings, zone, folder),
      ...(zones[zone] === "write" ? writeFolder(surroundings, zone, folder) : []),
    ]);
    const listings = folderNames(environment).map((folder) => call("s3:ListBucket", arns.bucket(zone), within(folder)));
    return [...folders, ...listings, call("s3:ListBucket", arns.bucket(zone))];
  });
  const ofSecrets = secrets.map((name) => call("secretsmanager:GetSecretValue", arns.secret(name)));
  const key =
    secrets.length > 0 ? [call("kms:Decrypt", keys.secrets ?? "", through(environment, "secretsmanager"))] : [];
  return [...kafka(surroundings, job), ...inZones, ...ofSecrets, ...key];
}

function foldersIn({ streaming, links }: Environment, zone: string): string[] {
  const archived = linkedTopics(links.archive, streaming.topics).flatMap(([name]) => [
    archiveFolder(name),
    failureFolder(name),
  ]);
  const loaded = Object.values(links.files).filter((each) => each.zone === zone);
  return [...(zone === "bronze" ? archived : []), ...loaded.map(({ dataset }) => datasetFolder(dataset))];
}

/** Amazon Data Firehose developer guide, "Grant Firehose access to an Amazon S3 destination", part on Amazon MSK. */
function archive({ environment, arns, keys }: Surroundings, topic: string): Call[] {
  const { streaming, links } = environment;
  const groups = Object.values(streaming.topics).flatMap(({ consumers }) => Object.keys(consumers));
  const connectors = linkedTopics(links.connector, streaming.topics).map(([name]) =>
    groupOfConnector(environment, name),
  );
  const seen = [...groups.flatMap((name) => [name, `${name}-2`]), ...connectors, workersGroup];
  return [
    call("kafka:GetBootstrapBrokers", "*"),
    ...on("kafka", ["DescribeCluster", "DescribeClusterV2"], arns.cluster),
    call("kafka-cluster:Connect", arns.cluster),
    ...on("kafka-cluster", ["DescribeTopic", "DescribeTopicDynamicConfiguration", "ReadData"], arns.topic(topic)),
    // It sees groups and joins none: AWS names no group of Firehose's own.
    ...seen.map((name) => call("kafka-cluster:DescribeGroup", arns.group(name))),
    ...on("s3", ["GetBucketLocation", "ListBucket", "ListBucketMultipartUploads"], arns.bucket("bronze")),
    ...folderNames(environment).map((folder) => call("s3:ListBucket", arns.bucket("bronze"), within(folder))),
    ...[archiveFolder(topic), failureFolder(topic)].flatMap((folder) =>
      on("s3", ["AbortMultipartUpload", "GetObject", "PutObject"], object(arns, "bronze", folder)),
    ),
    ...on("kms", ["Decrypt", "GenerateDataKey"], keys.lake ?? "", through(environment, "s3", arns.bucket("bronze"))),
    call("logs:PutLogEvents", arns.logOfArchive(topic)),
  ];
}

/** Amazon MSK developer guide, "Understand service execution role". */
function connector({ environment, arns, keys }: Surroundings, topic: string): Call[] {
  const { links, warehouse } = environment;
  const secret = warehouse.users[links.connector?.user ?? ""]?.secret ?? "";
  return [
    ...on("kafka-cluster", ["Connect", "DescribeCluster", "WriteDataIdempotently"], arns.cluster),
    ...on("kafka-cluster", ["DescribeTopic", "ReadData"], arns.topic(topic)),
    ...on("kafka-cluster", ["DescribeTopic", "WriteData"], arns.topic(deadLetterTopic(topic))),
    ...on(
      "kafka-cluster",
      ["CreateTopic", "DescribeTopic", "ReadData", "WriteData"],
      arns.topic(booksOf(environment, topic)),
    ),
    ...[groupOfConnector(environment, topic), workersGroup].flatMap((name) =>
      on("kafka-cluster", ["AlterGroup", "DescribeGroup"], arns.group(name)),
    ),
    call("secretsmanager:GetSecretValue", arns.secret(secret)),
    call("kms:Decrypt", keys.secrets ?? "", through(environment, "secretsmanager")),
  ];
}

/** Snowflake documentation, "Configuring a Snowflake storage integration to access Amazon S3". */
function fileLoad(surroundings: Surroundings, zone: string, folder: string): Call[] {
  return [
    ...readFolder(surroundings, zone, folder),
    call("s3:GetObjectVersion", object(surroundings.arns, zone, folder)),
  ];
}

function readFolder({ environment, arns, keys }: Surroundings, zone: string, folder: string): Call[] {
  return [
    call("s3:GetBucketLocation", arns.bucket(zone)),
    ...(folder === "raw/another/" ? [] : [call("s3:ListBucket", arns.bucket(zone), within(folder))]),
    call("s3:GetObject", object(arns, zone, folder)),
    call("kms:Decrypt", keys.lake ?? "", through(environment, "s3", arns.bucket(zone))),
  ];
}

function writeFolder({ environment, arns, keys }: Surroundings, zone: string, folder: string): Call[] {
  const uploads = ["AbortMultipartUpload", "DeleteObject", "ListMultipartUploadParts", "PutObject"];
  return [
    ...on("s3", uploads, object(arns, zone, folder)),
    call("kms:GenerateDataKey", keys.lake ?? "", through(environment, "s3", arns.bucket(zone))),
  ];
}

function object(arns: Arns, zone: string, folder: string): string {
  const file = folder === "raw/another/" ? "a.json" : "ingest_dt=2026-01-01/a.json";
  return `${arns.bucket(zone)}/${folder}${file}`;
}
