import { z } from "zod";
import { snowflakeName, whole } from "../support/fields.ts";
import { type Breach, rule } from "../support/rule.ts";

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
  .check(rule([["minClusters"], ["maxClusters"]], clusterBreaches))
  .readonly();

const databaseConfig = z
  .strictObject({
    description: z.string().min(1, "it must say what the database holds. Write a sentence"),
    /** Days of Time Travel. Snowflake keeps at most 90 (Enterprise), or 1 (Standard). */
    retentionDays: whole(0, 36_500, "days of Time Travel"),
    schemas: z.array(snowflakeName).readonly(),
    /** Replaced as a whole by the publish job's clone swap, or written in place by loaders. */
    publishedBySwap: z.boolean().default(false),
  })
  .readonly();

const functionalRoleConfig = z
  .strictObject({
    description: z.string().min(1, "it must say who holds the role. Write a sentence"),
    /** Databases whose tables the role reads. */
    reads: z.array(snowflakeName).readonly().default([]),
    /** Databases whose schemas the role fills: it creates tables there and reads and writes them. */
    writes: z.array(snowflakeName).readonly().default([]),
    /** Virtual warehouses the role runs queries on. */
    uses: z.array(snowflakeName).readonly().default([]),
  })
  .readonly();

export const warehouseConfig = z
  .strictObject({
    warehouses: z.record(snowflakeName, virtualWarehouseConfig).readonly(),
    databases: z.record(snowflakeName, databaseConfig).readonly(),
    /** Functional roles: what people and programs are given. They hold access roles, one per database and right. */
    roles: z.record(snowflakeName, functionalRoleConfig).readonly().default({}),
  })
  .check(rule([["roles"], ["databases", "*"], ["warehouses", "*"]], referenceBreaches))
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

function* referenceBreaches(config: {
  roles: Readonly<Record<string, FunctionalRoleConfig>>;
  databases: Readonly<Record<string, unknown>>;
  warehouses: Readonly<Record<string, unknown>>;
}): Iterable<Breach> {
  const known = { reads: config.databases, writes: config.databases, uses: config.warehouses };
  for (const [name, role] of Object.entries(config.roles)) {
    for (const list of ["reads", "writes", "uses"] as const) {
      for (const [index, target] of role[list].entries()) {
        if (target in known[list]) continue;
        const kind = list === "uses" ? "warehouse" : "database";
        yield {
          path: ["roles", name, list, index],
          rule: `it must be a ${kind} of this environment (${Object.keys(known[list]).join(", ")})`,
          remedy: `Name one of them or declare the ${kind}`,
        };
      }
    }
  }
}
