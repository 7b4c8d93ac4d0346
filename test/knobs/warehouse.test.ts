import { expectTurns } from "./expect-turns.ts";

const shell = "a table's shell is made once; who fills it owns its columns from then on";
const contract = { kubernetes_config_map_v1: "the publish job's contract names what it builds" };
const policy = "its arguments and its schema cannot be altered";

expectTurns("warehouse", {
  "warehouse.databases.*.schemas, shorter": {
    destroys: { snowflake_schema: "what is no longer named goes; Snowflake can undrop it while Time Travel lasts" },
  },
  "warehouse.databases.*.publishedBySwap": {
    fixed:
      "the publish job asks for it where it is true; where it is false, loads, leases or policies lie that a swap would lose",
  },
  "warehouse.databases.*.tables": {
    given: {
      databases: {
        RAW_DATA: { tables: { "BATCH_EXTRACTS.NEW": { description: "Rows", columns: { ID: "NUMBER" } } } },
      },
    },
  },
  "warehouse.databases.*.tables.*.description": { silent: shell },
  "warehouse.databases.*.tables.*.columns.*": { silent: shell },
  "warehouse.databases.*.tables.*.primaryKey, longer": { silent: shell },
  "warehouse.databases.*.tables.*.primaryKey, shorter": { silent: shell },
  "warehouse.databases.*.tables.*.searchOptimization, longer": { beyond: contract },
  "warehouse.databases.*.tables.*.searchOptimization, shorter": { beyond: contract },
  "warehouse.users.*.role": { beyond: { aws_mskconnect_connector: "the connector is told its role" } },
  "warehouse.users.*.readsAs, shorter": { beyond: contract },
  "warehouse.users.*.secret": {
    beyond: {
      aws_mskconnect_connector: "the connector is told where its key lies",
      aws_iam_role_policy: "the connector may read that secret alone",
    },
  },
  "warehouse.databases.*.protects": { fixed: "its columns are turned one by one" },
  "warehouse.databases.*.protects.*": { fixed: "prod has one class of data" },
  "warehouse.roles.*.unmasks, shorter": { beyond: contract },
  "warehouse.governance.policies": {
    beyond: contract,
    replaces: {
      snowflake_masking_policy: policy,
      snowflake_row_access_policy: policy,
      snowflake_tag: "a tag stays in its schema",
    },
  },
  "warehouse.governance.rows.*.column": { replaces: { snowflake_row_access_policy: policy } },
  "warehouse.governance.rows.*.type": { replaces: { snowflake_row_access_policy: policy } },
  "warehouse.governance.rows.*.only": {
    given: { governance: { rows: { ROWS_BY_COUNTRY: { only: { LOADER: ["US"] } } } } },
  },
});
