import { SnowflakeProvider } from "@cdktf/provider-snowflake/lib/provider/index.js";
import { snowflakeAliases } from "../../../constructs/accounts/account-privileges.ts";
import type { Protection } from "../../../constructs/support/protection.ts";
import { recordOf } from "../../../constructs/support/record.ts";
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

/** The sample with everything that has policies, programs and shells of tables. */
export const governed: WarehouseConfig = warehouseConfig.parse({
  ...sample,
  databases: {
    ...sample.databases,
    MODEL: {
      ...sample.databases.MODEL,
      schemas: ["MARTS", "STAGING"],
      tables: {
        "MARTS.ORDERS": {
          description: "One row an order",
          columns: { ORDER_ID: "VARCHAR", PLACED_AT: "TIMESTAMP_NTZ", AMOUNT: "NUMBER(10,2)" },
          primaryKey: ["ORDER_ID"],
          clusterBy: ["DATE(PLACED_AT)", "ORDER_ID"],
          searchOptimization: ["ORDER_ID"],
        },
      },
    },
    RULES: { description: "Policies", retentionDays: 7, schemas: ["POLICIES", "NETWORK"] },
  },
  governance: {
    policies: "RULES.POLICIES",
    network: "RULES.NETWORK",
    classes: { PII: { description: "Of persons" } },
    rows: {
      BY_COUNTRY: {
        description: "Rows of a country",
        column: "COUNTRY",
        everything: ["PUBLISHER"],
        only: { ANALYST: ["DE", "FR"] },
      },
    },
  },
  roles: {
    ...sample.roles,
    PUBLISHER: { ...sample.roles.PUBLISHER, unmasks: ["PII"] },
    ANALYST: { description: "Asks", reads: ["MODEL.MARTS"], uses: ["QUERY_WH"], heldBy: ["SCIENTIST"] },
    SCIENTIST: { description: "Models", reads: ["MODEL"], unmasks: ["PII"] },
    STREAMER: { description: "Streams", streams: ["RAW.EVENTS"] },
  },
  users: {
    PUBLISH_JOB: { description: "Publishes", role: "PUBLISHER", secret: "publisher-key" },
    STREAM_JOB: { description: "Streams", role: "STREAMER", secret: "streamer-key" },
  },
});

interface Variation {
  readonly config?: WarehouseConfig;
  readonly sharedAccount?: boolean;
  readonly protection?: Protection;
  /** What else the stack does with the warehouse. */
  readonly with?: (warehouse: Warehouse) => void;
}

const roles = { objects: "CREATOR", loading: "LOADS", governance: "GOVERNS", access: "GRANTER", users: "ADMITS" };

export function buildWarehouse(variation: Variation = {}): Built {
  const { config = sample, sharedAccount = false, protection = "locked" } = variation;
  return build((stack) => {
    new SnowflakeProvider(stack, "powerless", { role: "PUBLIC" });
    const providers = recordOf(
      snowflakeAliases,
      (alias) => new SnowflakeProvider(stack, alias, { alias, role: roles[alias] }),
    );
    const context = { platform: "acme", name: "dev", region: "eu-west-1", accountId: "111122223333", protection };
    const egressAddresses = ["198.51.100.7", "198.51.100.8"];
    const props = { context: { ...context, sharedAccount }, config, providers, egressAddresses };
    const warehouse = new Warehouse(stack, "warehouse", props);
    variation.with?.(warehouse);
  });
}
