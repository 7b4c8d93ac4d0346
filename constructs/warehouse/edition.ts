import { z } from "zod";
import type { Breach } from "../support/rule.ts";
import { each } from "../support/soundness.ts";
import { counted } from "../support/wording.ts";
import type { WarehouseConfig } from "./config.ts";

export const editions = ["STANDARD", "ENTERPRISE", "BUSINESS_CRITICAL"] as const;
export const edition = z.enum(editions);
export type Edition = z.output<typeof edition>;

/** Source: Snowflake documentation, "Snowflake editions" and "Understanding & using Time Travel". */
const limits: Record<Edition, { retentionDays: number; clusters: number; governs: boolean }> = {
  STANDARD: { retentionDays: 1, clusters: 1, governs: false },
  ENTERPRISE: { retentionDays: 90, clusters: 10, governs: true },
  BUSINESS_CRITICAL: { retentionDays: 90, clusters: 10, governs: true },
};

interface Account {
  readonly snowflake: { readonly edition: Edition };
  readonly warehouse: Pick<WarehouseConfig, "databases" | "warehouses" | "governance">;
}

/** Time Travel that the account's edition does not keep; Snowflake itself would say so only at apply. Paths start at the environment. */
export function* retentionBreaches({ snowflake, warehouse }: Account): Iterable<Breach> {
  const { edition } = snowflake;
  const { retentionDays } = limits[edition];
  yield* each(warehouse.databases, function* (database, name) {
    if (database.retentionDays <= retentionDays) return;
    yield {
      path: ["warehouse", "databases", name, "retentionDays"],
      also: [["snowflake", "edition"]],
      rule: `Snowflake keeps Time Travel for at most ${counted(retentionDays, "day")} on the ${edition} edition`,
      remedy: `Use ${retentionDays} or fewer; keep longer history in the lake's bronze zone`,
    };
  });
}

/** Clusters that the account's edition does not run. */
export function* clusterBreaches({ snowflake, warehouse }: Account): Iterable<Breach> {
  const { edition } = snowflake;
  const { clusters } = limits[edition];
  yield* each(warehouse.warehouses, function* ({ maxClusters }, name) {
    if (maxClusters <= clusters) return;
    yield {
      path: ["warehouse", "warehouses", name, "maxClusters"],
      also: [["snowflake", "edition"]],
      rule: `the ${edition} edition has no multi-cluster warehouses`,
      remedy: "Use 1, or an account of the ENTERPRISE edition",
    };
  });
}

/** Column masks, row policies and search optimization that the account's edition does not have. */
export function* governanceEditionBreaches({ snowflake, warehouse }: Account): Iterable<Breach> {
  const { edition } = snowflake;
  if (limits[edition].governs) return;
  const lacking = (path: readonly string[], what: string): Breach => ({
    path: ["warehouse", ...path],
    also: [["snowflake", "edition"]],
    rule: `the ${edition} edition has no ${what}`,
    remedy: "Remove it, or use an account of the ENTERPRISE edition",
  });
  yield* each(["classes", "rows"] as const, function* (key) {
    const what = key === "classes" ? "masking policies" : "row-access policies";
    for (const name of Object.keys(warehouse.governance?.[key] ?? {})) yield lacking(["governance", key, name], what);
  });
  yield* each(warehouse.databases, function* ({ tables }, database) {
    yield* each(tables, function* ({ searchOptimization }, table) {
      if (searchOptimization.length > 0)
        yield lacking(["databases", database, "tables", table, "searchOptimization"], "search optimization");
    });
  });
}
