import { base } from "./base.ts";
import { declare } from "./declare.ts";

/** The standby of prod, in another region. */
export const dr = declare(base, {
  name: "dr",
  protection: "locked",
  aws: { accountId: "000000000030", region: "us-east-1" },
  snowflake: { organization: "EXAMPLE_ORG", account: "DR", edition: "ENTERPRISE" },
  // prod's account, where prod's state stack makes GitHub's identity provider.
  ci: { oidcProvider: "existing" },
  network: {
    cidr: "10.40.0.0/16",
    zones: ["us-east-1a", "us-east-1b", "us-east-1c"],
    natGateways: "per-zone",
    interfaceEndpoints: true,
    flowLogDays: 365,
    reservedCidrs: ["10.30.0.0/16"],
  },
  observability: { auditDays: 2555, accessLogDays: 365, monthlyBudgetUsd: 6_000 },
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
  // prod publishes; the standby's schedules start when it takes over.
  jobs: { suspended: true },
});
