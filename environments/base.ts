import { access } from "./base-access.ts";
import { jobImage, jobs } from "./base-jobs.ts";
import { analyticsTables, personalColumns } from "./base-tables.ts";
import type { EnvironmentBase } from "./declare.ts";

/** What every environment has. An environment's own file says what differs, and nothing else may. */
export const base = {
  platform: "plinth",
  tags: { owner: "data-engineering", costCenter: "data-platform" },
  snowflake: {
    monitors: {
      DBT_TRANSFORM_WH: { monthlyCredits: 100 },
      ANALYTICS_WH: { monthlyCredits: 200 },
      DATA_SCIENCE_WH: { monthlyCredits: 100 },
    },
  },
  network: { mode: "own" },
  identity: {
    roles: {
      "event-collector": {
        description: "Collects the events of the web shop and its backends and writes them to Kafka",
      },
      "partner-drop": { description: "Receives files of partners and puts them into the lake" },
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
    "snowflake-loader-key": {
      owner: "data-engineering",
      description: "Private key of the Snowflake user that loads extracts",
    },
    "salesforce-app": {
      owner: "data-engineering",
      description: "Connected app of Salesforce that extracts are read with",
    },
    "shop-replica-login": {
      owner: "data-engineering",
      description: "Reading user of the replica of the shop's database",
    },
    "stripe-reading-key": {
      owner: "data-engineering",
      description: "Restricted key of Stripe that only reads",
    },
  },
  registry: { repositories: { jobs: {} } },
  streaming: {
    brokers: { kind: "standard", size: "kafka.m7g.large", count: 3, storageGib: { initial: 100, max: 500 } },
    replicationFactor: 3,
    minInSyncReplicas: 2,
    topics: {
      user_events: {
        partitions: 10,
        producers: ["event-collector"],
        consumers: { "event-monitor": ["event-monitor"] },
        schema: { format: "JSON", definition: "user_events.json" },
      },
      transaction_events: {
        partitions: 20,
        producers: ["event-collector"],
        consumers: { "event-monitor": ["event-monitor"] },
        schema: { format: "JSON", definition: "transaction_events.json" },
      },
      system_metrics: {
        partitions: 5,
        producers: ["event-collector"],
        consumers: { "event-monitor": ["event-monitor"] },
        schema: { format: "JSON", definition: "system_metrics.json" },
      },
    },
  },
  lake: {
    zones: {
      bronze: { infrequentAfterDays: 90, archiveAfterDays: 180, expireAfterDays: 2555 },
      silver: { infrequentAfterDays: 180 },
      gold: { infrequentAfterDays: 180 },
      quarantine: { expireAfterDays: 90 },
    },
  },
  links: {
    archive: {},
    connector: {
      version: "3.5.0",
      sha256: "0000000000000000000000000000000000000000000000000000000000000000",
      workers: { min: 1, max: 1 },
    },
    files: {
      "exchange-rates": {
        description: "Daily reference rates of the bank, one row a currency and day",
        dataset: "raw/exchange_rates",
        format: "CSV",
        columns: ["RATE_DATE", "CURRENCY", "RATE"],
        table: "RAW_DATA.BATCH_EXTRACTS.EXCHANGE_RATES",
        writers: ["partner-drop"],
      },
      "partner-orders": {
        description: "Orders that came through partners, one row an order",
        dataset: "raw/partner_orders",
        format: "JSON",
        table: "RAW_DATA.BATCH_EXTRACTS.PARTNER_ORDERS",
        writers: ["partner-drop"],
      },
    },
  },
  batch: {
    connections: {
      salesforce: {
        description: "Accounts and opportunities of sales",
        source: { kind: "salesforce", secret: "salesforce-app" },
        everyHours: 6,
        streams: {
          Account: { sync: "append_dedup", key: "Id", cursor: "LastModifiedDate" },
          Opportunity: { sync: "append_dedup", key: "Id", cursor: "LastModifiedDate" },
        },
      },
      postgres: {
        description: "Customers and orders of the shop, from a replica of its database",
        source: { kind: "postgres", secret: "shop-replica-login", host: "shop-replica.example.com", database: "shop" },
        everyHours: 1,
        streams: {
          customers: { sync: "append_dedup", key: "id", cursor: "updated_at" },
          orders: { sync: "append_dedup", key: "id", cursor: "updated_at" },
        },
      },
      stripe: {
        description: "Payments as Stripe knows them",
        source: {
          kind: "stripe",
          secret: "stripe-reading-key",
          accountId: "acct_0000000000",
          startDate: "2024-01-01",
        },
        everyHours: 1,
        streams: {
          charges: { sync: "append_dedup", key: "id", cursor: "updated" },
          customers: { sync: "append_dedup", key: "id", cursor: "updated" },
          invoices: { sync: "append_dedup", key: "id", cursor: "updated" },
        },
      },
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
        tables: analyticsTables,
        protects: personalColumns,
      },
      CONTROL: { description: "Leases and publish history", retentionDays: 7, schemas: ["PUBLISH"] },
      GOVERNANCE: {
        description: "Who sees what, and where programs come from",
        retentionDays: 7,
        schemas: ["POLICIES", "NETWORK"],
      },
    },
    governance: {
      policies: "GOVERNANCE.POLICIES",
      network: "GOVERNANCE.NETWORK",
      classes: { PII: { description: "Names a person or leads to one: email, full name, phone, address" } },
      rows: {
        ROWS_BY_COUNTRY: {
          description: "The rows of a country",
          column: "COUNTRY_CODE",
          everything: ["PUBLISHER", "ANALYST", "DATA_SCIENTIST", "ADMIN"],
        },
      },
    },
    roles: {
      CONNECTOR: {
        description: "The Kafka connector: appends topics to their tables",
        streams: ["RAW_DATA.KAFKA_STREAMS"],
      },
      LOADER: {
        description: "Batch ingestion: fills the extracts of other systems",
        writes: ["RAW_DATA.BATCH_EXTRACTS"],
        uses: ["DBT_TRANSFORM_WH"],
      },
      PUBLISHER: {
        description: "The publish job: reads raw data, builds and swaps ANALYTICS",
        reads: ["RAW_DATA"],
        writes: ["ANALYTICS", "CONTROL"],
        uses: ["DBT_TRANSFORM_WH"],
        unmasks: ["PII"],
      },
      ANALYST: { description: "People and tools that query marts", reads: ["ANALYTICS.MARTS"], uses: ["ANALYTICS_WH"] },
      DATA_SCIENTIST: {
        description: "People who build models from all data",
        reads: ["RAW_DATA", "ANALYTICS"],
        uses: ["DATA_SCIENCE_WH"],
        unmasks: ["PII"],
      },
      ADMIN: {
        description: "The data team on duty: sees everything, changes no data",
        reads: ["RAW_DATA", "ANALYTICS", "CONTROL"],
        uses: ["ANALYTICS_WH"],
        unmasks: ["PII"],
      },
    },
    users: {
      CONNECTOR: { description: "The Kafka connector", role: "CONNECTOR", secret: "snowflake-connector-key" },
      LOADER: { description: "Batch ingestion", role: "LOADER", secret: "snowflake-loader-key" },
      PUBLISHER: {
        description: "The publish job",
        role: "PUBLISHER",
        readsAs: ["ANALYST", "DATA_SCIENTIST"],
        secret: "snowflake-publisher-key",
      },
    },
  },
  workers: {
    nodeGroup: { instanceTypes: ["m7i.large"], minNodes: 1, maxNodes: 3 },
  },
  jobs: { image: jobImage, definitions: jobs },
  access,
} satisfies EnvironmentBase;
