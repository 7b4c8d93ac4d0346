import { base } from "./base.ts";
import { declare } from "./declare.ts";

export const staging = declare(base, {
  name: "staging",
  protection: "standard",
  aws: { accountId: "000000000020", region: "us-west-2" },
  snowflake: { organization: "EXAMPLE_ORG", account: "NONPROD", edition: "ENTERPRISE", shared: true },
  network: {
    cidr: "10.20.0.0/16",
    zones: ["us-west-2a", "us-west-2b", "us-west-2c"],
    interfaceEndpoints: true,
    flowLogDays: 90,
  },
  // Dev deploys into the same Snowflake account, and both change masks and grants there.
  access: {
    "class PII": { changes: ["PLINTH_GOVERNANCE", "PUBLISHER", "PLINTH_OBJECTS", "DEV_PLINTH_GOVERNANCE"] },
    "account snowflake": { grants: ["PLINTH_ACCESS", "DEV_PLINTH_ACCESS"] },
  },
});
