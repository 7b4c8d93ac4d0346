import { base } from "./base.ts";
import { declare } from "./declare.ts";

/** A whole platform in a simulated cloud on one's own machine; its jobs run as processes, on DuckDB. */
export const local = declare(base, {
  name: "local",
  protection: "ephemeral",
  cloud: "simulated",
  aws: { accountId: "000000000000", region: "us-west-2" },
  snowflake: { organization: "EXAMPLE_ORG", account: "LOCAL", edition: "ENTERPRISE" },
  network: { cidr: "10.0.0.0/16", zones: ["us-west-2a", "us-west-2b", "us-west-2c"] },
  jobs: { image: "plinth/jobs:local", definitions: { publish: { publish: { leaseSeconds: 300 } } } },
});
