import type { JobContractDocument, JobKind } from "../../jobs/contract.ts";
import { zoneNames } from "../support/zones.ts";
import type { JobConfig } from "./config.ts";
import { declared } from "./declared.ts";
import type { JobSurroundings } from "./surroundings.ts";

/** What the definition tells the program in its container, as jobs/contract.ts reads it. Secrets go by ARN, values never. */
export function contractDocument(
  name: string,
  kind: JobKind,
  definition: JobConfig,
  surroundings: JobSurroundings,
): JobContractDocument {
  const { context, warehouse } = surroundings;
  const { publish, transform } = definition;
  return {
    version: 1,
    environment: context.name,
    job: { name, kind },
    lake: Object.fromEntries(zonesOf(definition).map((zone) => [zone, { bucket: surroundings.buckets[zone].name }])),
    warehouse: warehouseTerms(name, definition, warehouse),
    transform: {
      project: transform.project,
      target: warehouse.engine,
      marts: [...transform.marts],
      searchOptimization: searchedTables(definition, warehouse.config),
    },
    publish: {
      keepPrevious: publish.keepPrevious,
      leaseSeconds: publish.leaseSeconds,
      maxRowLossPercent: publish.maxRowLossPercent,
    },
    secrets: Object.fromEntries(
      definition.secrets.map((secret) => [secret, declared(surroundings.secretArns, secret)]),
    ),
  };
}

function warehouseTerms(
  name: string,
  definition: JobConfig,
  { engine, config, names }: JobSurroundings["warehouse"],
): JobContractDocument["warehouse"] {
  const { database, warehouse, publish } = definition;
  if (!database || !warehouse) {
    throw new Error(
      `Job ${name} of kind ${definition.kind} must name a database and a warehouse; its contract holds both.`,
    );
  }
  return {
    engine,
    database: declared(names.databases, database),
    control: declared(names.databases, publish.control),
    schemas: [...declared(config.databases, database).schemas],
    warehouse: declared(names.warehouses, warehouse.name),
    role: declared(names.roles, warehouse.role),
    user: declared(names.users, userOf(warehouse.role, config)),
  };
}

/** Search optimization has no Terraform resource, and the project rebuilds the tables: it turns on what is declared here. */
function searchedTables({ database }: JobConfig, { databases }: JobSurroundings["warehouse"]["config"]) {
  const tables = database === undefined ? {} : (databases[database]?.tables ?? {});
  return Object.fromEntries(
    Object.entries(tables).flatMap(([name, { searchOptimization }]) =>
      searchOptimization.length > 0 ? [[name, [...searchOptimization]]] : [],
    ),
  );
}

/** The service user that works under a role; the environment's rules leave a publish job's role exactly one. */
function userOf(role: string, { users }: JobSurroundings["warehouse"]["config"]): string {
  const name = Object.keys(users).find((user) => users[user]?.role === role);
  if (name === undefined) throw new Error(`No service user works under ${role}, and a job signs in as one.`);
  return name;
}

function zonesOf({ zones }: JobConfig) {
  return zoneNames.filter((zone) => zones[zone] !== undefined);
}
