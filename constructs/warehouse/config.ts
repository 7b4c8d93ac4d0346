import { z } from "zod";
import { description, listOf, recordOf, snowflakeName, whole } from "../support/fields.ts";
import { type Breach, rule } from "../support/rule.ts";
import { ownerBreaches, referenceBreaches } from "./rules.ts";

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
  })
  .readonly();

const functionalRoleConfig = z
  .strictObject({
    description: description("who holds the role"),
    /** Databases whose tables the role reads. */
    reads: listOf(snowflakeName).default([]),
    /** Databases whose schemas the role fills: it creates tables there and reads and writes them. */
    writes: listOf(snowflakeName).default([]),
    /** Virtual warehouses the role runs queries on. */
    uses: listOf(snowflakeName).default([]),
  })
  .readonly();

export const warehouseConfig = z
  .strictObject({
    warehouses: recordOf(snowflakeName, virtualWarehouseConfig),
    databases: recordOf(snowflakeName, databaseConfig),
    /** Functional roles: what people and programs are given. They hold access roles, one per database and right. */
    roles: recordOf(snowflakeName, functionalRoleConfig).default({}),
  })
  .check(rule(referenceBreaches), rule(ownerBreaches))
  .readonly();

export type WarehouseConfig = z.output<typeof warehouseConfig>;
export type VirtualWarehouseConfig = z.output<typeof virtualWarehouseConfig>;
export type DatabaseConfig = z.output<typeof databaseConfig>;
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
