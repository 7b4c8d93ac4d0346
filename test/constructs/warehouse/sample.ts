import { SnowflakeProvider } from "@cdktf/provider-snowflake/lib/provider/index.js";
import type { Protection } from "../../../constructs/support/protection.ts";
import { type WarehouseConfig, warehouseConfig } from "../../../constructs/warehouse/config.ts";
import { Warehouse } from "../../../constructs/warehouse/warehouse.ts";
import { type Built, build } from "../../support/synth.ts";

/** A warehouse with one object of every sort. */
export const sample: WarehouseConfig = warehouseConfig.parse({
  warehouses: {
    BUILD_WH: { size: "SMALL", maxClusters: 4 },
    QUERY_WH: { size: "X-SMALL", autoSuspendSeconds: 300 },
  },
  databases: {
    RAW: { description: "As it came", retentionDays: 7, schemas: ["EVENTS"] },
    MODEL: { description: "Published", retentionDays: 30, schemas: ["MARTS"], publishedBySwap: true },
  },
  roles: {
    PUBLISHER: { description: "Publishes", reads: ["RAW"], writes: ["MODEL"], uses: ["BUILD_WH"] },
    LOADER: { description: "Loads", writes: ["RAW"], uses: ["QUERY_WH"] },
    ANALYST: { description: "Asks", reads: ["MODEL"], uses: ["QUERY_WH"] },
  },
});

interface Variation {
  readonly config?: WarehouseConfig;
  readonly sharedAccount?: boolean;
  readonly protection?: Protection;
}

export function buildWarehouse({
  config = sample,
  sharedAccount = false,
  protection = "locked",
}: Variation = {}): Built {
  return build((stack) => {
    new SnowflakeProvider(stack, "powerless", { role: "PUBLIC" });
    const providers = {
      objects: new SnowflakeProvider(stack, "objects", { alias: "objects", role: "CREATOR" }),
      access: new SnowflakeProvider(stack, "access", { alias: "access", role: "GRANTER" }),
    };
    const context = { platform: "acme", name: "dev", region: "eu-west-1", accountId: "111122223333", protection };
    new Warehouse(stack, "warehouse", { context: { ...context, sharedAccount }, config, providers });
  });
}
