import { GrantOwnership } from "@cdktf/provider-snowflake/lib/grant-ownership/index.js";
import { Table } from "@cdktf/provider-snowflake/lib/table/index.js";
import { expect, test } from "@jest/globals";
import { tableConfig } from "../../../constructs/warehouse/table-config.ts";
import { only } from "../../support/synth.ts";
import { buildWarehouse, governed } from "./sample.ts";

const built = buildWarehouse({ config: governed });

test.each([
  [{ clusterBy: ["NOWHERE"] }, "it must name a column of the table (A, B). Correct the name or declare the column"],
  [{ clusterBy: ["DATE(NOWHERE)"] }, "it must name a column of the table (A, B)"],
  [{ primaryKey: ["NOWHERE"] }, "it must name a column of the table (A, B)"],
  [{ searchOptimization: ["NOWHERE"] }, "it must name a column of the table (A, B)"],
  [{ clusterBy: ["A", "B", "DATE(A)", "DATE(B)", "HOUR(A)"] }, "it must have at most four entries"],
  [{ columns: { A: "TEXT" } }, "it must be a Snowflake data type"],
])("a table with %j is refused", (change, problem) => {
  const table = { description: "Rows", columns: { A: "TIMESTAMP_NTZ", B: "NUMBER(10,2)" }, ...change };
  expect(JSON.stringify(tableConfig.safeParse(table).error?.issues)).toContain(problem);
});

test("the shell of a table leaves columns, keys and comment to who fills it, and is never destroyed", () => {
  expect(only(built, Table)).toMatchObject({
    name: "ORDERS",
    cluster_by: ["DATE(PLACED_AT)", "ORDER_ID"],
    column: [
      { name: "ORDER_ID", type: "VARCHAR", nullable: false },
      { name: "PLACED_AT", type: "TIMESTAMP_NTZ", nullable: true },
      { name: "AMOUNT", type: "NUMBER(10,2)", nullable: true },
    ],
    primary_key: { keys: ["ORDER_ID"] },
    lifecycle: { ignore_changes: ["column", "primary_key", "comment"], prevent_destroy: true },
  });
});

test("where the protection is ephemeral, a table may go with everything else", () => {
  const ephemeral = buildWarehouse({ config: governed, protection: "ephemeral" });
  expect(only(ephemeral, Table).lifecycle).toEqual({ ignore_changes: ["column", "primary_key", "comment"] });
});

test("in a swapped database the shell belongs to the publisher, with the grants it has already", () => {
  const transfer = only(built, GrantOwnership, "MARTS.ORDERS/ownership");
  expect(transfer).toMatchObject({ on: { object_type: "TABLE" }, outbound_privileges: "COPY" });
  expect(transfer.account_role_name).toMatch(/roles_PUBLISHER/);
});
