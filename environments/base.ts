import type { EnvironmentBase } from "./declare.ts";

/** What every environment has. An environment's own file says what differs, and nothing else may. */
export const base = {
  platform: "plinth",
  tags: { owner: "data-engineering", costCenter: "data-platform" },
  network: { mode: "own" },
  identity: {
    roles: {
      "event-collector": {
        description: "Collects the events of the web shop and its backends and writes them to Kafka",
      },
      "event-monitor": { description: "Follows the topics and reports what it sees" },
    },
  },
  secrets: {
    "snowflake-publisher-key": {
      owner: "data-engineering",
      description: "Private key of the Snowflake user that publishes",
    },
    "snowflake-connector-key": {
      owner: "data-engineering",
      description: "Private key of the Snowflake user that loads topics",
    },
  },
  registry: { repositories: { jobs: {} } },
  streaming: {
    brokers: { size: "kafka.m7g.large", count: 3, storageGib: { initial: 100, max: 500 } },
    replicationFactor: 3,
    minInSyncReplicas: 2,
    topics: {
      user_events: {
        partitions: 10,
        producers: ["event-collector"],
        consumers: { "event-monitor": ["event-monitor"] },
      },
      transaction_events: {
        partitions: 20,
        producers: ["event-collector"],
        consumers: { "event-monitor": ["event-monitor"] },
      },
      system_metrics: {
        partitions: 5,
        producers: ["event-collector"],
        consumers: { "event-monitor": ["event-monitor"] },
      },
    },
  },
  lake: {
    zones: {
      bronze: { infrequentAfterDays: 90, archiveAfterDays: 180, expireAfterDays: 2555 },
      silver: { infrequentAfterDays: 180 },
      gold: { infrequentAfterDays: 180 },
    },
  },
  warehouse: {
    warehouses: {
      DBT_TRANSFORM_WH: { size: "SMALL", autoSuspendSeconds: 60 },
      ANALYTICS_WH: { size: "SMALL", autoSuspendSeconds: 300, scalingPolicy: "ECONOMY" },
      DATA_SCIENCE_WH: { size: "MEDIUM", autoSuspendSeconds: 180 },
    },
    databases: {
      RAW_DATA: {
        description: "Events and extracts as they came",
        retentionDays: 7,
        schemas: ["KAFKA_STREAMS", "BATCH_EXTRACTS"],
      },
      ANALYTICS: {
        description: "Modelled data, published as a whole",
        retentionDays: 7,
        schemas: ["STAGING", "MARTS", "SNAPSHOTS"],
        publishedBySwap: true,
      },
      CONTROL: { description: "Leases and publish history", retentionDays: 7, schemas: ["PUBLISH"] },
    },
    roles: {
      PUBLISHER: {
        description: "The publish job: reads raw data, builds and swaps ANALYTICS",
        reads: ["RAW_DATA"],
        writes: ["ANALYTICS", "CONTROL"],
        uses: ["DBT_TRANSFORM_WH"],
      },
      ANALYST: { description: "People and tools that query marts", reads: ["ANALYTICS"], uses: ["ANALYTICS_WH"] },
    },
  },
  workers: {
    nodeGroup: { instanceTypes: ["m7i.large"], minNodes: 1, maxNodes: 3 },
  },
  jobs: {
    definitions: {
      publish: {
        kind: "publish",
        description: "Builds ANALYTICS with dbt beside the live one, checks it, and swaps it in",
        image: "plinth/jobs@sha256:0000000000000000000000000000000000000000000000000000000000000000",
        schedule: "15 2 * * *",
        warehouse: { name: "DBT_TRANSFORM_WH", role: "PUBLISHER" },
        database: "ANALYTICS",
        zones: { bronze: "read" },
        secrets: ["snowflake-publisher-key"],
      },
    },
  },
} satisfies EnvironmentBase;
