import { base } from "../../environments/base.ts";
import { declare } from "../../environments/declare.ts";

export const connectionArn =
  "arn:aws:codeconnections:us-west-2:000000000010:connection/01234567-89ab-cdef-0123-456789abcdef";

/** An environment that has everything a runner has to do with: machines of its own, and private ways to AWS. */
export const withRunner = declare(base, {
  name: "inside",
  protection: "ephemeral",
  aws: { accountId: "000000000010", region: "us-west-2" },
  snowflake: { organization: "EXAMPLE_ORG", account: "NONPROD", edition: "ENTERPRISE", shared: true },
  network: {
    cidr: "10.60.0.0/16",
    zones: ["us-west-2a", "us-west-2b", "us-west-2c"],
    natGateways: "per-zone",
    interfaceEndpoints: true,
  },
  ci: { repository: "acme/data-platform", runner: { connectionArn } },
});
