import type { EnvironmentBase } from "./declare.ts";

/** One image holds the program of all jobs. The digest is a placeholder until one is pushed: .github/workflows/jobs-image.yml says it. */
export const jobImage = "plinth/jobs@sha256:0000000000000000000000000000000000000000000000000000000000000000";

/** The jobs of every environment: a part of base.ts. */
export const jobs = {
  ingest: {
    kind: "ingest",
    description: "Checks the events that arrived in the lake, brings the good to silver and the bad to quarantine",
    schedule: "0 * * * *",
    deadlineMinutes: 50,
    sources: {
      user_events: { key: ["event_id"] },
      transaction_events: { key: ["transaction_id", "status", "timestamp"] },
      system_metrics: { key: ["host", "metric_name", "timestamp"] },
    },
  },
  publish: {
    kind: "publish",
    description: "Builds ANALYTICS with dbt beside the live one, checks it, and swaps it in",
    schedule: "15 2 * * *",
    warehouse: { name: "DBT_TRANSFORM_WH", role: "PUBLISHER" },
    database: "ANALYTICS",
    transform: { marts: ["MARTS.FCT_CUSTOMER_EVENTS", "MARTS.FCT_TRANSACTIONS", "MARTS.DIM_CUSTOMERS"] },
    publish: { leaseSeconds: 3600 },
    secrets: ["snowflake-publisher-key"],
    waitsFor: { ingest: { minutes: 60 } },
  },
  transform: {
    kind: "transform",
    description: "Builds and checks ANALYTICS as tonight's publish would, and drops what it built",
    schedule: "0 16 * * 1-5",
    publication: "publish",
  },
  backfill: {
    kind: "backfill",
    description: "Ingests a range of days again and publishes them; started by hand",
    publication: "publish",
    ingestion: "ingest",
    deadlineMinutes: 720,
  },
  maintenance: {
    kind: "maintenance",
    description: "Drops replaced versions of ANALYTICS whose time is over, and files that runs left unfinished",
    schedule: "30 5 * * *",
    publication: "publish",
    requests: { memory: "512Mi", cpu: "250m" },
    limits: { memory: "1Gi", cpu: "1" },
    scratch: "1Gi",
    deadlineMinutes: 30,
  },
} satisfies NonNullable<EnvironmentBase["jobs"]>["definitions"];
