import { z } from "zod";
import type { Breach } from "../support/rule.ts";
import type { WarehouseConfig } from "./config.ts";

export const editions = ["STANDARD", "ENTERPRISE", "BUSINESS_CRITICAL"] as const;
export const edition = z.enum(editions);
export type Edition = z.output<typeof edition>;

/** Source: Snowflake documentation, "Snowflake editions" and "Understanding & using Time Travel". */
const limits: Record<Edition, { retentionDays: number; clusters: number }> = {
  STANDARD: { retentionDays: 1, clusters: 1 },
  ENTERPRISE: { retentionDays: 90, clusters: 10 },
  BUSINESS_CRITICAL: { retentionDays: 90, clusters: 10 },
};

/** What the account's edition lacks; Snowflake itself would say so only at apply. Paths start at the environment. */
export function* editionBreaches(edition: Edition, warehouse: WarehouseConfig): Iterable<Breach> {
  const limit = limits[edition];
  const also = [["snowflake", "edition"]];
  for (const [name, database] of Object.entries(warehouse.databases)) {
    if (database.retentionDays <= limit.retentionDays) continue;
    yield {
      path: ["warehouse", "databases", name, "retentionDays"],
      also,
      rule: `Snowflake keeps Time Travel for at most ${limit.retentionDays} day(s) on the ${edition} edition`,
      remedy: `Use ${limit.retentionDays} or fewer; keep longer history in the lake's bronze zone`,
    };
  }
  for (const [name, virtual] of Object.entries(warehouse.warehouses)) {
    if (virtual.maxClusters <= limit.clusters) continue;
    yield {
      path: ["warehouse", "warehouses", name, "maxClusters"],
      also,
      rule: `the ${edition} edition has no multi-cluster warehouses`,
      remedy: "Use 1, or an account of the ENTERPRISE edition",
    };
  }
}
