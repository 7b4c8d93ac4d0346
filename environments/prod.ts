import { base } from "./base.ts";
import { declare } from "./declare.ts";

export const prod = declare(base, {
  name: "prod",
  protection: "locked",
  aws: { accountId: "000000000030", region: "us-west-2" },
  snowflake: {
    organization: "EXAMPLE_ORG",
    account: "PROD",
    edition: "ENTERPRISE",
    monitors: {
      DBT_TRANSFORM_WH: { monthlyCredits: 2000 },
      ANALYTICS_WH: { monthlyCredits: 3000 },
      DATA_SCIENCE_WH: { monthlyCredits: 1500 },
    },
  },
  network: {
    cidr: "10.30.0.0/16",
    zones: ["us-west-2a", "us-west-2b", "us-west-2c"],
    natGateways: "per-zone",
    interfaceEndpoints: true,
    flowLogDays: 365,
    reservedCidrs: ["10.40.0.0/16"],
  },
  observability: { auditDays: 2555, accessLogDays: 365, monthlyBudgetUsd: 20_000 },
  streaming: {
    brokers: { size: "kafka.m5.large", count: 3, storageGib: { initial: 1000, max: 4000 } },
    brokerLogDays: 90,
  },
  links: {
    archive: { bufferMib: 128, logDays: 90 },
    connector: { workers: { min: 1, max: 4 }, logDays: 90 },
  },
  warehouse: {
    warehouses: {
      DBT_TRANSFORM_WH: { size: "X-LARGE", maxClusters: 4 },
      ANALYTICS_WH: { size: "LARGE", maxClusters: 8 },
      DATA_SCIENCE_WH: { size: "XX-LARGE", maxClusters: 2 },
    },
    databases: {
      RAW_DATA: { retentionDays: 90 },
      ANALYTICS: { retentionDays: 90 },
    },
  },
  workers: {
    nodeGroup: { instanceTypes: ["m7i.xlarge"], minNodes: 2, maxNodes: 6 },
    controlPlaneLogDays: 365,
  },
});
