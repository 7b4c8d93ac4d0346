import type { EnvironmentBase } from "./declare.ts";

type Access = NonNullable<EnvironmentBase["access"]>;

/** Jobs that bring events from one zone to the next, and jobs that build from them. */
const ingesters = ["backfill", "ingest"];
const builders = ["publish", "transform"];

/** A topic with everything that is the same for each: one collector, one monitor, a way to the lake and one to Snowflake. */
function topic(name: string): Access {
  const part = name.replaceAll("_", "-");
  const [archive, load] = [`archive-${part}`, `load-${part}`];
  return {
    [`topic ${name}`]: { reads: [archive, "event-monitor", load], writes: ["event-collector"] },
    [`topic ${name}_dlt`]: { writes: ["event-monitor", load] },
    // Where the connector keeps its books.
    [`topic __amazon_msk_connect_*_${load}_*`]: { reads: [load], writes: [load] },
    [`group connect-${load}`]: { joins: [load] },
    [`zone bronze/raw/${name}`]: { reads: [archive, ...ingesters], writes: [archive] },
    [`zone bronze/quarantine/${name}`]: { reads: [archive, ...ingesters], writes: [archive] },
  };
}

/** Where a job records its runs, which publish reads of all of them: it is asked how they did. */
function runsOf(job: string): Access {
  return { [`zone artifacts/runs/${job}`]: { reads: [...new Set([job, "publish"])], writes: [job] } };
}

const connectors = ["load-user-events", "load-transaction-events", "load-system-metrics"];
const files = { reads: [...ingesters, "partner-drop", "snowflake-files"], writes: ["partner-drop"] };
const aliases = ["PLINTH_ACCESS", "PLINTH_GOVERNANCE", "PLINTH_LOADING", "PLINTH_OBJECTS", "PLINTH_USERS"];
/** The role that makes tables holds PUBLISHER, to go on altering what it handed over to it. */
const maker = "PLINTH_OBJECTS";

/** Who is expected to be able to do what. */
export const access: Access = {
  ...topic("user_events"),
  ...topic("transaction_events"),
  ...topic("system_metrics"),
  "group event-monitor": { joins: ["event-monitor"] },
  // MSK Connect's workers meet here; AWS gives their groups no names that tell connectors apart.
  "group __amazon_msk_connect_*": { joins: connectors },

  "zone bronze": { reads: ingesters },
  "zone silver": { reads: [...ingesters, ...builders], writes: ingesters },
  "zone quarantine": { reads: ingesters, writes: ingesters },
  // What runs left unfinished, below any dataset.
  "zone silver/*/_staging": { reads: [...ingesters, ...builders], writes: [...ingesters, "maintenance"] },
  "zone quarantine/*/_staging": { reads: ingesters, writes: [...ingesters, "maintenance"] },
  "zone artifacts/runs": { reads: ["publish"] },
  ...runsOf("backfill"),
  ...runsOf("ingest"),
  ...runsOf("maintenance"),
  ...runsOf("publish"),
  ...runsOf("transform"),
  "zone artifacts/dbt/examples/transform": { reads: ["backfill", ...builders], writes: ["backfill", "publish"] },
  // Says whose artifacts are live's.
  "zone artifacts/dbt/examples/transform/current.json": {
    reads: ["backfill", ...builders],
    writes: ["backfill", "publish"],
  },
  "zone artifacts/dbt/examples/transform/runs": {
    reads: ["backfill", ...builders],
    writes: ["backfill", ...builders],
  },
  "zone bronze/raw/exchange_rates": files,
  "zone bronze/raw/partner_orders": files,
  "zone audit/AWSLogs/<account>": { writes: ["cloudtrail.amazonaws.com"] },
  "zone logs/access": { writes: ["logging.s3.amazonaws.com"] },
  "zone logs/inventory": { writes: ["s3.amazonaws.com"] },
  "secret snowflake-connector-key": { reads: connectors },
  "secret snowflake-publisher-key": { reads: ["backfill", "maintenance", ...builders] },

  "schema RAW_DATA.KAFKA_STREAMS": {
    reads: ["ADMIN", "CONNECTOR", "DATA_SCIENTIST", "PUBLISHER", maker],
    writes: ["CONNECTOR", maker],
  },
  "schema RAW_DATA.BATCH_EXTRACTS": {
    reads: ["ADMIN", "DATA_SCIENTIST", "LOADER", "PLINTH_LOADING", "PUBLISHER", maker],
    writes: ["LOADER", "PLINTH_LOADING", maker],
  },
  "schema ANALYTICS.STAGING": { reads: ["ADMIN", "DATA_SCIENTIST", "PUBLISHER", maker], writes: ["PUBLISHER", maker] },
  "schema ANALYTICS.MARTS": {
    reads: ["ADMIN", "ANALYST", "DATA_SCIENTIST", "PUBLISHER", maker],
    writes: ["PUBLISHER", maker],
  },
  "schema ANALYTICS.SNAPSHOTS": {
    reads: ["ADMIN", "DATA_SCIENTIST", "PUBLISHER", maker],
    writes: ["PUBLISHER", maker],
  },
  "schema CONTROL.PUBLISH": { reads: ["ADMIN", "PUBLISHER", maker], writes: ["PUBLISHER", maker] },
  "schema GOVERNANCE.POLICIES": { reads: [maker], writes: [maker] },
  "schema GOVERNANCE.NETWORK": { reads: [maker], writes: [maker] },
  "class PII": {
    unmasks: ["ADMIN", "DATA_SCIENTIST", "PUBLISHER", maker],
    changes: ["PLINTH_GOVERNANCE", "PUBLISHER", maker],
  },
  "user CONNECTOR": { takes: ["CONNECTOR"] },
  "user LOADER": { takes: ["LOADER"] },
  "user PUBLISHER": { takes: ["ANALYST", "DATA_SCIENTIST", "PUBLISHER"] },
  // A plan runs under the roles of a deploy: Snowflake shows a role only what it may change.
  "user PLINTH_PLAN": { takes: aliases },
  "user PLINTH_DEPLOY": { takes: aliases },
  "account snowflake": { grants: ["PLINTH_ACCESS"] },
};
