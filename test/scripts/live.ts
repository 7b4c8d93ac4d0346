import { base } from "../../environments/base.ts";
import { declare } from "../../environments/declare.ts";

/** An environment with nothing left to fill in. */
export const live = declare(base, {
  name: "live",
  protection: "standard",
  ci: { repository: "acme/data-platform" },
  aws: { accountId: "123456789012", region: "us-west-2" },
  snowflake: { organization: "ACME", account: "MAIN", edition: "ENTERPRISE" },
  network: { cidr: "10.50.0.0/16", zones: ["us-west-2a", "us-west-2b", "us-west-2c"] },
  jobs: { image: `plinth/jobs@sha256:${"ab".repeat(32)}` },
  links: { connector: { sha256: "cd".repeat(32) } },
});
