import type { ChangeCase } from "./change-case.ts";

const database = (name: string) => `data/snowflake_database.warehouse_databases_${name}_database`;
const virtual = (name: string) => `data/snowflake_warehouse.warehouse_warehouses_${name}_warehouse`;
const orders = "data/snowflake_table.files_partner-orders_table";
const orderColumns = [
  { name: "RAW", type: "VARIANT" },
  { name: "SOURCE_FILE", type: "VARCHAR(16777216)" },
  { name: "SOURCE_ROW", type: "NUMBER(38,0)" },
  { name: "INGEST_DT", type: "DATE" },
  { name: "LOADED_AT", type: "TIMESTAMP_LTZ(9)" },
];
const ordersPatch = (column: object[]) => ({
  data: { resource: { snowflake_table: { "files_partner-orders_table": { column } } } },
});
const transactions = "data/snowflake_table.warehouse_databases_ANALYTICS_tables_MARTSFCT_TRANSACTIONS_table";

/** Sources: Snowflake documentation, "Understanding & using Time Travel", "Overview of warehouses"; pages of snowflakedb/snowflake. */
export const warehouse: readonly ChangeCase[] = [
  {
    name: "Time Travel goes back a month where it went back three",
    environment: "prod",
    patch: { warehouse: { databases: { RAW_DATA: { retentionDays: 30 } } } },
    harmless: false,
    changes: { [database("RAW_DATA")]: "update R5" },
    findings: [`retention-shortened block ${database("RAW_DATA")}`],
  },
  {
    name: "Time Travel goes back further",
    environment: "prod",
    patch: { warehouse: { databases: { CONTROL: { retentionDays: 14 } } } },
    harmless: true,
    changes: { [database("CONTROL")]: "update R2" },
    findings: [],
  },
  {
    name: "a database is described in other words",
    environment: "prod",
    patch: { warehouse: { databases: { CONTROL: { description: "Leases, and what was published when" } } } },
    harmless: true,
    changes: { [database("CONTROL")]: "update R2" },
    findings: [],
  },
  {
    name: "a schema is left out, with its tables",
    environment: "prod",
    patch: {
      warehouse: {
        databases: {
          ANALYTICS: {
            schemas: ["STAGING", "MARTS"],
            protects: { "SNAPSHOTS.SNAP_CUSTOMERS.EMAIL": null, "SNAPSHOTS.SNAP_CUSTOMERS.FULL_NAME": null },
          },
        },
      },
    },
    harmless: false,
    changes: {
      "data/snowflake_schema.warehouse_databases_ANALYTICS_SNAPSHOTS_schema": "delete R5",
      "data/snowflake_grant_ownership.warehouse_databases_ANALYTICS_ownership_SNAPSHOTS_schema": "delete R4",
      "data/snowflake_grant_privileges_to_account_role.warehouse_databases_ANALYTICS_read_SNAPSHOTS_*": "delete R4",
      "jobs/kubernetes_config_map_v1.jobs_definitions_*_contract": "update R3",
    },
    findings: [
      "stateful-destroyed block data/snowflake_schema.warehouse_databases_ANALYTICS_SNAPSHOTS_schema",
      "stateless-destroyed warn data/snowflake_grant_*.warehouse_databases_ANALYTICS_*_SNAPSHOTS_*",
      "unmasking warn jobs/kubernetes_config_map_v1.jobs_definitions_*_contract",
    ],
  },
  {
    name: "a schema is added, for who reads the database already",
    environment: "prod",
    patch: { warehouse: { databases: { RAW_DATA: { schemas: ["KAFKA_STREAMS", "BATCH_EXTRACTS", "REPLAYS"] } } } },
    harmless: true,
    changes: {
      "data/snowflake_schema.warehouse_databases_RAW_DATA_REPLAYS_schema": "create R1",
      "data/snowflake_grant_privileges_to_account_role.warehouse_databases_RAW_DATA_*_REPLAYS_*": "create R3",
    },
    findings: [
      "access-widened warn data/snowflake_grant_privileges_to_account_role.warehouse_databases_RAW_DATA_*_REPLAYS_*",
    ],
  },
  {
    name: "a column of a table is dropped, and what stands in it",
    environment: "prod",
    stacks: ordersPatch(orderColumns.slice(0, 4)),
    harmless: false,
    changes: { [orders]: "update R5" },
    findings: [`column-dropped block ${orders}`],
  },
  {
    name: "a column of a table takes another type",
    environment: "prod",
    stacks: ordersPatch(
      orderColumns.map((column) => (column.name === "INGEST_DT" ? { ...column, type: "VARCHAR(10)" } : column)),
    ),
    harmless: false,
    changes: { [orders]: "update R4" },
    findings: [`column-type-changed warn ${orders}`],
  },
  {
    name: "a table gets one more column",
    environment: "prod",
    stacks: ordersPatch([...orderColumns, { name: "PARTNER", type: "VARCHAR(16777216)" }]),
    harmless: true,
    changes: { [orders]: "update R2" },
    findings: [],
  },
  {
    name: "a table is clustered by other columns",
    environment: "prod",
    patch: {
      warehouse: {
        databases: {
          ANALYTICS: { tables: { "MARTS.FCT_TRANSACTIONS": { clusterBy: ["TRANSACTION_DATE", "CURRENCY"] } } },
        },
      },
    },
    harmless: false,
    changes: { [transactions]: "update R2" },
    findings: [`clustering-changed warn ${transactions}`],
  },
  {
    name: "a table is left out, with its rows",
    environment: "prod",
    patch: { warehouse: { databases: { ANALYTICS: { tables: { "MARTS.FCT_TRANSACTIONS": null } } } } },
    harmless: false,
    changes: {
      [transactions]: "delete R5",
      "data/snowflake_grant_ownership.warehouse_databases_ANALYTICS_tables_MARTSFCT_TRANSACTIONS_ownership":
        "delete R4",
      "jobs/kubernetes_config_map_v1.jobs_definitions_*_contract": "update R2",
    },
    findings: [
      `stateful-destroyed block ${transactions}`,
      "stateless-destroyed warn data/snowflake_grant_ownership.warehouse_databases_ANALYTICS_tables_MARTSFCT_TRANSACTIONS_ownership",
    ],
  },
  {
    name: "a virtual warehouse doubles in size, and its bill",
    environment: "prod",
    patch: { warehouse: { warehouses: { ANALYTICS_WH: { size: "X-LARGE" } } } },
    harmless: false,
    changes: { [virtual("ANALYTICS_WH")]: "update R4" },
    findings: ["cost-step block cost", `running-interrupted warn ${virtual("ANALYTICS_WH")}`],
  },
  {
    name: "a virtual warehouse becomes smaller",
    environment: "prod",
    patch: { warehouse: { warehouses: { DBT_TRANSFORM_WH: { size: "LARGE" } } } },
    harmless: true,
    changes: { [virtual("DBT_TRANSFORM_WH")]: "update R4" },
    findings: [`running-interrupted warn ${virtual("DBT_TRANSFORM_WH")}`],
  },
  {
    name: "a virtual warehouse suspends sooner",
    environment: "prod",
    patch: { warehouse: { warehouses: { ANALYTICS_WH: { autoSuspendSeconds: 60 } } } },
    harmless: true,
    changes: { [virtual("ANALYTICS_WH")]: "update R2" },
    findings: [],
  },
  {
    name: "a virtual warehouse may have more clusters when many ask at once",
    environment: "prod",
    patch: { warehouse: { warehouses: { ANALYTICS_WH: { maxClusters: 10 } } } },
    harmless: true,
    changes: { [virtual("ANALYTICS_WH")]: "update R2" },
    findings: [],
  },
  {
    name: "a virtual warehouse is added that no resource monitor stops",
    environment: "prod",
    patch: { warehouse: { warehouses: { EXPORT_WH: { size: "X-SMALL" } } } },
    harmless: true,
    changes: { [virtual("EXPORT_WH")]: "create R2" },
    findings: [`warehouse-unmonitored warn ${virtual("EXPORT_WH")}`],
  },
  {
    name: "a resource monitor of the account gets another limit, which no stack of the environment has",
    environment: "prod",
    patch: { snowflake: { monitors: { ANALYTICS_WH: { monthlyCredits: 3500 } } } },
    harmless: true,
    changes: {},
    findings: [],
  },
];
