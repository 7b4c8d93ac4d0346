import { z } from "zod";
import { description, kebabName, listOf, recordOf, snowflakeName, text, whole } from "../support/fields.ts";
import { type Breach, rule } from "../support/rule.ts";
import { databaseSchema, governanceConfig } from "./governance-config.ts";
import { governanceBreaches } from "./governance-rules.ts";
import { hierarchyBreaches } from "./hierarchy-rules.ts";
import { protectionBreaches } from "./protection-rules.ts";
import { ownerBreaches, referenceBreaches, tableBreaches, userBreaches } from "./rules.ts";
import { schemaColumn, schemaTable, tableConfig } from "./table-config.ts";

export const warehouseSizes = ["X-SMALL", "SMALL", "MEDIUM", "LARGE", "X-LARGE", "XX-LARGE"] as const;

const virtualWarehouseConfig = z
  .strictObject({
    size: z.enum(warehouseSizes),
    /** Idle seconds until the warehouse stops costing credits. Every start bills 60 s, so less saves nothing. */
    autoSuspendSeconds: whole(60, 3600, "seconds; a start bills 60 seconds at least").default(60),
    minClusters: whole(1, 10, "clusters of a multi-cluster warehouse").default(1),
    maxClusters: whole(1, 10, "clusters of a multi-cluster warehouse").default(1),
    /** STANDARD starts a cluster as soon as a query waits, ECONOMY only for six minutes of work. */
    scalingPolicy: z.enum(["STANDARD", "ECONOMY"]).default("STANDARD"),
    /** Seconds until a running statement is cancelled; Snowflake's own default is two days. */
    statementTimeoutSeconds: whole(1, 604_800, "seconds, Snowflake STATEMENT_TIMEOUT_IN_SECONDS").default(7200),
    /** Seconds that a statement waits for a busy warehouse until it is cancelled; Snowflake's own default is for ever. */
    queuedTimeoutSeconds: whole(1, 604_800, "seconds, Snowflake STATEMENT_QUEUED_TIMEOUT_IN_SECONDS").default(1800),
  })
  .check(rule(clusterBreaches))
  .readonly();

const databaseConfig = z
  .strictObject({
    description: description("what the database holds"),
    /** Days of Time Travel. Snowflake keeps at most 90 (Enterprise), or 1 (Standard). */
    retentionDays: whole(0, 36_500, "days of Time Travel"),
    schemas: listOf(snowflakeName),
    /** Replaced as a whole by the publish job's clone swap, or written in place by loaders. */
    publishedBySwap: z.boolean().default(false),
    /** Shells of tables, as SCHEMA.TABLE, for what only Terraform can declare: clustering. */
    tables: recordOf(schemaTable, tableConfig).default({}),
    /** Columns, as SCHEMA.TABLE.COLUMN, that hold data of a class. The project that builds the table tags each; a publish is refused when one is not masked. */
    protects: recordOf(schemaColumn, snowflakeName).default({}),
  })
  .readonly();

/** A whole database, or one schema of it. */
const place = text(
  /^(?!.*__)[A-Z][A-Z0-9_]{0,254}(\.[A-Z][A-Z0-9_]{0,254})?$/,
  "a database or a schema as DATABASE.SCHEMA, in upper case, without two underscores in a row",
  'Write it like "ANALYTICS" or "ANALYTICS.MARTS"',
);

const functionalRoleConfig = z
  .strictObject({
    description: description("who holds the role"),
    /** Databases, or schemas as DATABASE.SCHEMA, whose tables and views the role reads. */
    reads: listOf(place).default([]),
    /** Databases or schemas that the role fills: it creates tables there and reads and writes them. */
    writes: listOf(place).default([]),
    /** Schemas, as DATABASE.SCHEMA, that a streaming connector fills. The privileges go to the role itself: the connector sees none that are inherited. */
    streams: listOf(databaseSchema).default([]),
    /** Virtual warehouses the role runs queries on. */
    uses: listOf(snowflakeName).default([]),
    /** Data classes that the role sees unmasked. */
    unmasks: listOf(snowflakeName).default([]),
    /** The roles that hold this one, and with it all it may: other functional roles, or SYSADMIN, which every chain ends in. */
    heldBy: listOf(text(/^[A-Z][A-Z0-9_]{0,254}$/, "a role's name", 'Write it like "SYSADMIN"')).default(["SYSADMIN"]),
  })
  .readonly();

const serviceUserConfig = z
  .strictObject({
    description: description("which program signs in"),
    /** The functional role it works under, and the only one it is given. */
    role: snowflakeName,
    /** Functional roles that it may take in the place of its own, to read as their holders do: a publish asks as them what it shows. */
    readsAs: listOf(snowflakeName).default([]),
    /** The secret, by its name in `secrets`, that holds the user's private key as JSON: {"user", "privateKey"}. `plinth keys` fills it. */
    secret: kebabName,
  })
  .readonly();

export const warehouseConfig = z
  .strictObject({
    warehouses: recordOf(snowflakeName, virtualWarehouseConfig),
    databases: recordOf(snowflakeName, databaseConfig),
    /** Functional roles: what people and programs are given. They hold access roles, one for each place and right. */
    roles: recordOf(snowflakeName, functionalRoleConfig).default({}),
    /** One for each program that signs in: without a password, by a key pair, from the environment's own addresses. */
    users: recordOf(snowflakeName, serviceUserConfig).default({}),
    governance: governanceConfig.optional(),
  })
  .check(
    rule(referenceBreaches),
    rule(ownerBreaches),
    rule(tableBreaches),
    rule(hierarchyBreaches),
    rule(userBreaches),
    rule(governanceBreaches),
    rule(protectionBreaches),
  )
  .readonly();

export type WarehouseConfig = z.output<typeof warehouseConfig>;
export type VirtualWarehouseConfig = z.output<typeof virtualWarehouseConfig>;
export type DatabaseConfig = z.output<typeof databaseConfig>;
export type ServiceUserConfig = z.output<typeof serviceUserConfig>;
export type FunctionalRoleConfig = z.output<typeof functionalRoleConfig>;

function* clusterBreaches(config: { minClusters: number; maxClusters: number }): Iterable<Breach> {
  if (config.maxClusters >= config.minClusters) return;
  yield {
    path: ["maxClusters"],
    also: [["minClusters"]],
    rule: `it must be at least minClusters (${config.minClusters})`,
    remedy: `Use ${config.minClusters} or more`,
  };
}
