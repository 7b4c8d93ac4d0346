import { archiveFolder, failureFolder } from "../../constructs/links/archive-layout.ts";
import { linkedTopics } from "../../constructs/links/config.ts";
import { linkPart } from "../../constructs/links/link-part.ts";
import { deadLetterTopic } from "../../constructs/support/dead-letter.ts";
import { physicalName } from "../../constructs/support/names.ts";
import { accessOf } from "../../constructs/support/topic-access.ts";
import type { Environment } from "../../environments/environment.ts";
import { datasetFolder } from "../../jobs/lake-layout.ts";
import {
  type Arns,
  another,
  booksOf,
  type Call,
  call,
  folderNames,
  groupOfConnector,
  listing,
  livePointer,
  on,
  staged,
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

type Use = "read" | "write" | "clean";

/** What each kind of job is for, and so does in the lake. */
const zonesOfKind: Readonly<Record<string, Readonly<Record<string, Use>>>> = {
  ingest: { bronze: "read", silver: "write", quarantine: "write" },
  backfill: { bronze: "read", silver: "write", quarantine: "write" },
  publish: { silver: "read" },
  transform: { silver: "read" },
  maintenance: { silver: "clean", quarantine: "clean" },
};

/** Jobs that sign in to Snowflake as the publisher. */
const publishers = ["backfill", "maintenance", "publish", "transform"];

function jobWork(surroundings: Surroundings, job: string): Call[] {
  const { environment, arns, keys } = surroundings;
  const kind = environment.jobs.definitions[job]?.kind ?? "";
  const zones = zonesOfKind[kind] ?? {};
  const secrets = publishers.includes(kind) ? ["snowflake-publisher-key"] : [];
  const ofSecrets = secrets.map((name) => call("secretsmanager:GetSecretValue", arns.secret(name)));
  const key =
    secrets.length > 0 ? [call("kms:Decrypt", keys.secrets ?? "", through(environment, "secretsmanager"))] : [];
  const inZones = Object.entries(zones).flatMap(([zone, use]) => zoneWork(surroundings, zone, use));
  return [...kafka(surroundings, job), ...inZones, ...artifactWork(surroundings, job, kind), ...ofSecrets, ...key];
}

function zoneWork(surroundings: Surroundings, zone: string, use: Use): Call[] {
  const { environment, arns } = surroundings;
  const whole = [
    call("s3:ListBucket", arns.bucket(zone)),
    call("s3:GetBucketLocation", arns.bucket(zone)),
    ...folderNames(environment).map((folder) => call("s3:ListBucket", arns.bucket(zone), within(folder))),
  ];
  if (use === "clean") return [...whole, call("s3:DeleteObject", object(arns, zone, staged))];
  const uploads = use === "write" ? [call("s3:ListBucketMultipartUploads", arns.bucket(zone))] : [];
  const folders = [...foldersIn(environment, zone), another, staged].flatMap((folder) => [
    ...readFolder(surroundings, zone, folder),
    ...(use === "write" ? writeFolder(surroundings, zone, folder) : []),
  ]);
  return [...whole, ...uploads, ...folders];
}

/** A job records its runs, and reads those it waits for; who builds keeps what dbt left, who swaps says which of it is live's. */
function artifactWork({ environment, arns, keys }: Surroundings, job: string, kind: string): Call[] {
  const bucket = arns.bucket("artifacts");
  const others = kind === "publish" ? Object.keys(environment.jobs.definitions) : [];
  const named = Object.keys(environment.jobs.definitions[job]?.waitsFor ?? {});
  // It answers how every job did, and so reads under names that no job has.
  const waited = [...others, ...named, ...(kind === "publish" ? ["another"] : [])].map((other) => `runs/${other}/`);
  const engine = { pointer: "dbt/examples/transform/", runs: "dbt/examples/transform/runs/" };
  const builds = ["backfill", "publish", "transform"].includes(kind);
  const written = [
    `runs/${job}/`,
    ...(builds ? [engine.runs] : []),
    ...(builds && kind !== "transform" ? [engine.pointer] : []),
  ];
  const read = [...new Set([...written, ...waited, ...(builds ? [engine.pointer] : [])])];
  return [
    call("s3:GetBucketLocation", bucket),
    ...read.flatMap((folder) => [
      call("s3:ListBucket", bucket, listing(folder)),
      call("s3:GetObject", `${bucket}/${folder}a.json`),
    ]),
    ...written.flatMap((folder) =>
      on("s3", ["AbortMultipartUpload", "ListMultipartUploadParts", "PutObject"], `${bucket}/${folder}a.json`),
    ),
    ...(builds ? [call("s3:GetObject", `${bucket}/${livePointer}`)] : []),
    ...(builds && kind !== "transform"
      ? on(
          "s3",
          ["AbortMultipartUpload", "DeleteObject", "ListMultipartUploadParts", "PutObject"],
          `${bucket}/${livePointer}`,
        )
      : []),
    ...on("kms", ["Decrypt", "GenerateDataKey"], keys.artifacts ?? "", through(environment, "s3", bucket)),
  ];
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
    ...([another, staged].includes(folder) ? [] : [call("s3:ListBucket", arns.bucket(zone), within(folder))]),
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
  const file = [another, staged].includes(folder) ? "a.json" : "ingest_dt=2026-01-01/a.json";
  return `${arns.bucket(zone)}/${folder}${file}`;
}
