import { z } from "zod";
import { ciConfig, snowflakeAdministration } from "../constructs/accounts/config.ts";
import { batchConfig } from "../constructs/batch/config.ts";
import { identityConfig } from "../constructs/identity/config.ts";
import { jobsConfig } from "../constructs/jobs/config.ts";
import { keysConfig } from "../constructs/keys/config.ts";
import { lakeConfig } from "../constructs/lake/config.ts";
import { linksConfig } from "../constructs/links/config.ts";
import { networkConfig } from "../constructs/network/config.ts";
import { observabilityConfig } from "../constructs/observability/config.ts";
import { registryConfig } from "../constructs/registry/config.ts";
import { secretsConfig } from "../constructs/secrets/config.ts";
import { streamingConfig } from "../constructs/streaming/config.ts";
import { ownerName, text } from "../constructs/support/fields.ts";
import { protection } from "../constructs/support/protection.ts";
import { warehouseConfig } from "../constructs/warehouse/config.ts";
import { edition } from "../constructs/warehouse/edition.ts";
import { workersConfig } from "../constructs/workers/config.ts";
import { accessConfig } from "./access-config.ts";

const awsAccount = z
  .strictObject({
    /** Twelve digits. An id that starts with eight zeros stands for an account still to be named. */
    accountId: text(/^[0-9]{12}$/, "an AWS account id of twelve digits", 'Write it as text, like "000000000030"'),
    region: text(/^[a-z]{2}(-[a-z]+)+-[1-9]$/, "an AWS region", 'Write it like "us-west-2"'),
  })
  .readonly();

const snowflakePart = text(
  /^[A-Z][A-Z0-9_]{0,254}$/,
  "the upper-case name Snowflake shows",
  'Write it like "EXAMPLE_ORG"',
);

const snowflakeAccount = z
  .strictObject({
    /** Organization and account names, as in the account identifier <organization>-<account>. EXAMPLE_ORG stands for one still to be named. */
    organization: snowflakePart,
    account: snowflakePart,
    edition,
    /** Other environments live in the same account: account-level names then start with this environment's name. */
    shared: z.boolean().default(false),
    ...snowflakeAdministration,
  })
  .readonly();

const tags = z
  .strictObject({
    owner: ownerName,
    /** Where the bill goes. */
    costCenter: text(
      /^[A-Za-z0-9-]{2,32}$/,
      "letters, digits and hyphens, 2 to 32 of them",
      'Write it like "data-platform"',
    ),
  })
  .readonly();

/** Everything that may differ between environments. The rules that span domains are in rules.ts. */
export const environmentShape = z.strictObject({
  /** Also the file's name. Part of every physical name. */
  name: text(/^[a-z][a-z0-9]{1,9}$/, "2 to 10 lower-case letters and digits", 'Write it like "staging"').refine(
    (name) => !["state", "account"].includes(name),
    "it must not be state or account (the accounts' own stacks are called so). Choose another name",
  ),
  /** Starts every physical name; makes bucket names unique in the world. */
  platform: text(
    /^(?!(aws|amazon|amzn|sthree)\b)[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    "lower-case words joined by hyphens, the first not aws, amazon, amzn or sthree (AWS keeps those)",
    'Write it like "acme-data"',
  ).max(20, "it must have at most 20 characters (bucket names have 63 for everything). Shorten it"),
  protection,
  /** Where the platform stands: in real accounts, or in a simulated cloud on one's own machine. */
  cloud: z.enum(["real", "simulated"]).default("real"),
  aws: awsAccount,
  snowflake: snowflakeAccount,
  tags,
  ci: ciConfig.prefault({}),
  network: networkConfig,
  keys: keysConfig.prefault({}),
  identity: identityConfig.prefault({}),
  secrets: secretsConfig,
  registry: registryConfig.prefault({}),
  observability: observabilityConfig.prefault({}),
  streaming: streamingConfig,
  lake: lakeConfig,
  links: linksConfig.prefault({}),
  batch: batchConfig.prefault({}),
  warehouse: warehouseConfig,
  workers: workersConfig,
  jobs: jobsConfig.prefault({}),
  access: accessConfig.prefault({}),
});

export type Environment = Readonly<z.output<typeof environmentShape>>;
export type EnvironmentInput = z.input<typeof environmentShape>;
