import { bech32 } from "@scure/base";
import { z } from "zod";
import { cidr, listOf, logDays, ofNetwork, recordOf, snowflakeName, text, whole } from "../support/fields.ts";
import { type Breach, rule } from "../support/rule.ts";

const principalArn = text(
  /^arn:aws:iam::[0-9]{12}:(role|user)\/[\w+=,.@/-]{1,512}$/,
  "the ARN of an IAM role or user",
  'Write it like "arn:aws:iam::111122223333:role/platform-admins"',
);

const connectionArn = text(
  /^arn:aws:(codeconnections|codestar-connections):[a-z0-9-]+:[0-9]{12}:connection\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  "the ARN of a connection of AWS CodeConnections",
  'Write it like "arn:aws:codeconnections:us-west-2:111122223333:connection/01234567-89ab-cdef-0123-456789abcdef"',
);

const runnerConfig = z
  .strictObject({
    /** The connection through which CodeBuild hears of GitHub's jobs. A person makes it and installs its GitHub app once: Developer Tools console, Connections. */
    connectionArn,
    /** Days that the jobs' logs stay in CloudWatch; GitHub keeps its own. */
    logDays: logDays.default(30),
  })
  .readonly();

export type RunnerConfig = z.output<typeof runnerConfig>;

/** Length of an X25519 key, in bytes (RFC 7748). */
const keyLength = 32;

/**
 * A key that a plan file can be encrypted to, checksum and all (https://age-encryption.org/v1; `age1pq` is its post-quantum form).
 * Not asked of the age library: every synthesis would load it, and that takes longer than the rest of a declaration's check.
 */
function isRecipient(text: string): boolean {
  const decoded = bech32.decodeUnsafe(text, false);
  if (decoded === undefined) return false;
  const bytes = bech32.fromWordsUnsafe(decoded.words);
  return decoded.prefix === "age" ? bytes?.length === keyLength : decoded.prefix === "age1pq";
}

const recipient = z
  .string()
  .refine(isRecipient, "it must be the public part of an age key, whole. Copy it as age-keygen prints it (age1…)");

/** Who may take the plan and deploy roles of an environment. */
export const ciConfig = z
  .strictObject({
    /** The GitHub repository whose workflows deploy. A repository of example-org stands for one still to be named. */
    repository: text(
      /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})\/[A-Za-z0-9._-]{1,100}$/,
      "a GitHub repository",
      'Write it like "example-org/data-platform"',
    ).default("example-org/data-platform"),
    /** An AWS account has one identity provider for GitHub: ours, made with the state bucket, or one that exists already. */
    oidcProvider: z.enum(["ours", "existing"]).default("ours"),
    /** People's roles that may take both roles beside the workflows: administrators, break-glass. */
    administrators: listOf(principalArn).default([]),
    /** Whom the bundles of reviewed plans are encrypted to (docs/apply.md). Without one, nothing is applied by a bundle but in a simulated cloud. */
    bundleRecipient: recipient.optional(),
    /** Machines for workflow jobs inside the network, where the cluster's API answers. Without them, jobs must reach the network in another way to plan or deploy the jobs layer. */
    runner: runnerConfig.optional(),
  })
  .readonly();

export type CiConfig = z.output<typeof ciConfig>;

/** Snowflake lets 0.0.0.0/0 stand in a list, and the list then says nothing. */
const publicAddress = cidr.refine(
  ofNetwork((range) => range !== "0.0.0.0/0"),
  "it must be narrower than the whole internet. List the addresses that sign in",
);

const monitorConfig = z
  .strictObject({
    /** Credits a month that the warehouse may use. */
    monthlyCredits: whole(1, 1_000_000, "credits a month"),
    /** Percentages of the quota at which the account administrators are told. */
    notifyPercents: z
      .array(whole(1, 1000, "percent of the quota"))
      .max(5, "it must have at most five entries (Snowflake, CREATE RESOURCE MONITOR). Remove some")
      .default([75, 90])
      .readonly(),
    /** Percentage at which the warehouse takes no new queries; running ones end. */
    suspendPercent: whole(1, 1000, "percent of the quota").default(100),
    /** Percentage at which running queries are cancelled too. */
    suspendImmediatePercent: whole(1, 1000, "percent of the quota").default(110),
  })
  .check(rule(triggerOrder))
  .readonly();

/** What the account's administrator sets for an environment; everyday stacks cannot. */
export const snowflakeAdministration = {
  /** Addresses that may sign in to the account: the environment's own way out, CI runners, people. With none in any environment of the account there is no network policy. */
  allowedAddresses: listOf(publicAddress).default([]),
  /** Resource monitors by virtual warehouse. */
  monitors: recordOf(snowflakeName, monitorConfig).default({}),
  /** Attach the monitors: only when the warehouses stand, so after the environment's first deploy. */
  attachMonitors: z.boolean().default(false),
};

export type MonitorConfig = z.output<typeof monitorConfig>;

function* triggerOrder(config: { suspendPercent: number; suspendImmediatePercent: number }): Iterable<Breach> {
  if (config.suspendImmediatePercent >= config.suspendPercent) return;
  yield {
    path: ["suspendImmediatePercent"],
    also: [["suspendPercent"]],
    rule: `it must be at least suspendPercent (${config.suspendPercent})`,
    remedy: `Use ${config.suspendPercent} or more`,
  };
}
