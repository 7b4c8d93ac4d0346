import { base } from "./base.ts";
import { declare } from "./declare.ts";

export const dev = declare(base, {
  name: "dev",
  protection: "ephemeral",
  aws: { accountId: "000000000010", region: "us-west-2" },
  snowflake: { organization: "EXAMPLE_ORG", account: "NONPROD", edition: "ENTERPRISE", shared: true },
  network: { cidr: "10.10.0.0/16", zones: ["us-west-2a", "us-west-2b", "us-west-2c"] },
  streaming: { brokers: { storageGib: { initial: 20, max: 100 } } },
  warehouse: {
    warehouses: { DATA_SCIENCE_WH: { size: "X-SMALL" } },
    databases: { RAW_DATA: { retentionDays: 1 }, ANALYTICS: { retentionDays: 1 }, CONTROL: { retentionDays: 1 } },
  },
  // Staging deploys into the same Snowflake account, and both change masks and grants there.
  access: {
    "class PII": { changes: ["PLINTH_GOVERNANCE", "PUBLISHER", "PLINTH_OBJECTS", "STAGING_PLINTH_GOVERNANCE"] },
    "account snowflake": { grants: ["PLINTH_ACCESS", "STAGING_PLINTH_ACCESS"] },
  },
});
