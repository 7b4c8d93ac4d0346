import { type JobsConfig, jobsConfig } from "../../../constructs/jobs/config.ts";
import { Jobs } from "../../../constructs/jobs/jobs.ts";
import type { JobSurroundings } from "../../../constructs/jobs/surroundings.ts";
import { recordOf } from "../../../constructs/support/record.ts";
import type { TopicUse } from "../../../constructs/support/topic-access.ts";
import { zoneNames } from "../../../constructs/support/zones.ts";
import { warehouseNames } from "../../../constructs/warehouse/names.ts";
import { type Built, build } from "../../support/synth.ts";
import { governed } from "../warehouse/sample.ts";

const image = `acme/jobs@sha256:${"0".repeat(64)}`;

/** The least that a publish job says. */
export const publish = {
  kind: "publish",
  description: "Publishes the model",
  image,
  schedule: "15 2 * * *",
  warehouse: { name: "BUILD_WH", role: "PUBLISHER" },
  database: "MODEL",
  transform: { marts: ["MARTS.ORDERS"] },
  publish: { control: "RAW" },
} as const;

export const container = { kind: "container", description: "Runs as it is", image, schedule: "0 * * * *" } as const;

export interface Variation {
  readonly definitions?: Readonly<Record<string, object>>;
  readonly suspended?: boolean;
  readonly engine?: "duckdb" | "snowflake";
  readonly sharedAccount?: boolean;
  readonly topics?: Readonly<Record<string, TopicUse>>;
}

export function configOf({ definitions = { publish }, suspended = false }: Variation = {}): JobsConfig {
  return jobsConfig.parse({ suspended, definitions });
}

export function surroundingsOf({
  engine = "snowflake",
  sharedAccount = false,
  topics = {},
}: Variation = {}): JobSurroundings {
  const key = "arn:aws:kms:eu-west-1:111122223333:key";
  const secret = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:publisher-key-AbCdEf";
  return {
    context: { platform: "acme", name: "dev", region: "eu-west-1", accountId: "111122223333", protection: "locked" },
    clusterName: "acme-dev-workers",
    buckets: recordOf(zoneNames, (zone) => ({ name: `acme-${zone}`, arn: `arn:aws:s3:::acme-${zone}` })),
    secretArns: { "publisher-key": secret },
    keyArns: { lake: `${key}/lake`, secrets: `${key}/secrets` },
    kafka: { clusterArn: "arn:aws:kafka:eu-west-1:111122223333:cluster/acme-dev/0-1" },
    topics,
    warehouse: { engine, config: governed, names: warehouseNames({ name: "dev", sharedAccount }, governed) },
  };
}

export function buildJobs(variation: Variation = {}): Built {
  return build((stack) => {
    new Jobs(stack, "jobs", { ...surroundingsOf(variation), config: configOf(variation) });
  });
}
