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
  transform: { marts: ["MARTS.ORDERS"], raw: "RAW" },
  publish: { control: "RAW" },
} as const;

export const ingest = {
  kind: "ingest",
  description: "Ingests orders",
  image,
  schedule: "0 * * * *",
  sources: { orders: { key: ["order_id"] } },
} as const;

export const container = { kind: "container", description: "Runs as it is", image, schedule: "0 * * * *" } as const;

/** Jobs that work with the terms of `publish` and `ingest`. */
export const companions = {
  transform: { kind: "transform", description: "Tries", image, publication: "publish" },
  backfill: { kind: "backfill", description: "Ingests again", image, publication: "publish", ingestion: "ingest" },
  maintenance: { kind: "maintenance", description: "Cleans", image, publication: "publish" },
} as const;

export const every = { publish, ingest, container, ...companions };

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

export const access = {
  grants: [{ role: "MODEL_R", privilege: "USAGE", on: "DATABASE" as const }],
  readers: [{ role: "ANALYST", unmasks: [] }],
  policies: "RULES.POLICIES",
  protects: { "MARTS.CUSTOMERS.EMAIL": "PII" },
};

export function surroundingsOf(variation: Variation = {}): JobSurroundings {
  const { engine = "snowflake", sharedAccount = false, topics = {} } = variation;
  const key = "arn:aws:kms:eu-west-1:111122223333:key";
  const secret = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:publisher-key-AbCdEf";
  return {
    context: { platform: "acme", name: "dev", region: "eu-west-1", accountId: "111122223333", protection: "locked" },
    clusterName: "acme-dev-workers",
    image: undefined,
    definitions: configOf(variation).definitions,
    buckets: recordOf(zoneNames, (zone) => ({ name: `acme-${zone}`, arn: `arn:aws:s3:::acme-${zone}` })),
    artifacts: { name: "acme-artifacts", arn: "arn:aws:s3:::acme-artifacts" },
    secretArns: { "publisher-key": secret },
    keyArns: { lake: `${key}/lake`, secrets: `${key}/secrets`, artifacts: `${key}/artifacts` },
    kafka: {
      clusterArn: "arn:aws:kafka:eu-west-1:111122223333:cluster/acme-dev/0-1",
      brokerCidrs: ["10.0.0.0/19", "10.0.64.0/19"],
    },
    topics,
    eventSchema: (topic) => ({ title: topic }),
    warehouse: {
      engine,
      account: "ACME-DEV",
      config: governed,
      names: warehouseNames({ name: "dev", sharedAccount }, governed),
      access: { MODEL: access },
    },
  };
}

/** The pools of nodes, of which a job knows only that they go first. */
const after = { fqn: "helm_release.pools" };

export function buildJobs(variation: Variation = {}): Built {
  return build((stack) => {
    new Jobs(stack, "jobs", { ...surroundingsOf(variation), config: configOf(variation), after });
  });
}
