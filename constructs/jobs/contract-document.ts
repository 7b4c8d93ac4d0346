import type { JobContractDocument } from "../../jobs/contract.ts";
import { rawDataset } from "../../jobs/lake-layout.ts";
import { ingestionOf, publicationOf } from "./companions.ts";
import type { JobConfig, JobConfigOf } from "./config.ts";
import { declared } from "./declared.ts";
import { keyedUser } from "./job-user.ts";
import { zonesOf } from "./job-zones.ts";
import type { JobSurroundings } from "./surroundings.ts";

type Program = Exclude<JobConfig, { kind: "container" }>;
type Published = Pick<Extract<JobContractDocument, { kind: "publish" }>, "warehouse" | "transform" | "publish">;
type Ingested = Pick<Extract<JobContractDocument, { kind: "ingest" }>, "ingest">;

/** What the definition tells the program in its container, as jobs/contract.ts reads it. Secrets go by ARN, values never. */
export function contractDocument(name: string, job: Program, surroundings: JobSurroundings): JobContractDocument {
  const common = commonTerms(name, job, surroundings);
  switch (job.kind) {
    case "publish":
    case "transform":
      return { ...common, kind: job.kind, ...published(job, surroundings) };
    case "ingest":
      return { ...common, kind: job.kind, ...ingested(job, surroundings) };
    case "backfill":
      return { ...common, kind: job.kind, ...ingested(job, surroundings), ...published(job, surroundings) };
    case "maintenance": {
      const maintenance = { stagingHours: job.stagingHours };
      return { ...common, kind: job.kind, maintenance, ...published(job, surroundings) };
    }
  }
}

function commonTerms(name: string, job: Program, surroundings: JobSurroundings) {
  const { context, buckets, artifacts, secretArns } = surroundings;
  return {
    version: 1 as const,
    environment: context.name,
    job: name,
    lake: Object.fromEntries(
      zonesOf(job).map(([zone, access]) => {
        return [zone, { bucket: buckets[zone].name, access: access === "read" ? access : ("write" as const) }];
      }),
    ),
    artifacts: { bucket: artifacts.name },
    secrets: Object.fromEntries(secretsOf(job, surroundings).map((secret) => [secret, declared(secretArns, secret)])),
    waitsFor: Object.entries(job.waitsFor).map(([other, { minutes }]) => ({ job: other, minutes })),
  };
}

/** The secrets a job reads: those it names, and the key of the user it signs in as. */
export function secretsOf(job: JobConfig, surroundings: JobSurroundings): string[] {
  const publication = publicationOf(job, surroundings.definitions);
  const key = publication && keyedUser(publication.warehouse.role, surroundings.warehouse.config).secret;
  return [...new Set([...job.secrets, ...(key === undefined ? [] : [key])])];
}

function published(job: Program, surroundings: JobSurroundings): Published {
  const publication = publicationOf(job, surroundings.definitions);
  if (publication === undefined) throw new Error(`A job of kind ${job.kind} publishes nothing.`);
  const { warehouse } = surroundings;
  const { transform, database } = publication;
  const { control, ...publish } = publication.publish;
  return {
    warehouse: { ...warehouseTerms(publication, warehouse), control: declared(warehouse.names.databases, control) },
    transform: {
      project: transform.project,
      target: warehouse.engine,
      marts: [...transform.marts],
      searchOptimization: searchedTables(database, warehouse.config),
      raw: declared(warehouse.names.databases, transform.raw),
    },
    publish: { ...publish, access: declared(warehouse.access, database) },
  };
}

function warehouseTerms(
  { database, warehouse }: JobConfigOf<"publish">,
  { engine, account, config, names }: JobSurroundings["warehouse"],
): Omit<Published["warehouse"], "control"> {
  const user = keyedUser(warehouse.role, config);
  return {
    engine,
    account,
    database: declared(names.databases, database),
    schemas: [...declared(config.databases, database).schemas],
    warehouse: declared(names.warehouses, warehouse.name),
    role: declared(names.roles, warehouse.role),
    user: declared(names.users, user.name),
    key: user.secret,
  };
}

/** Search optimization has no Terraform resource, and the project rebuilds the tables: it turns on what is declared here. */
function searchedTables(database: string, { databases }: JobSurroundings["warehouse"]["config"]) {
  return Object.fromEntries(
    Object.entries(declared(databases, database).tables).flatMap(([name, { searchOptimization }]) =>
      searchOptimization.length > 0 ? [[name, [...searchOptimization]]] : [],
    ),
  );
}

function ingested(job: Program, surroundings: JobSurroundings): Ingested {
  const ingestion = ingestionOf(job, surroundings.definitions);
  if (ingestion === undefined) throw new Error(`A job of kind ${job.kind} ingests nothing.`);
  const sources = Object.entries(ingestion.sources).map(([topic, { key, time, lateHours }]) => {
    const schema = surroundings.eventSchema(topic);
    return { name: topic, from: rawDataset(topic), to: topic, schema, key: [...key], time, lateHours };
  });
  return { ingest: { sources } };
}
