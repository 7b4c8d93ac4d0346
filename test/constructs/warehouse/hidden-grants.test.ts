import { GrantPrivilegesToAccountRole } from "@cdktf/provider-snowflake/lib/grant-privileges-to-account-role/index.js";
import { SnowflakeProvider } from "@cdktf/provider-snowflake/lib/provider/index.js";
import { expect, test } from "@jest/globals";
import { App, TerraformStack } from "cdktf";
import { hiddenGrants, refuseHiddenGrants } from "../../../constructs/warehouse/hidden-grants.ts";

test("a future grant on a database is refused where one on a schema hides it, whoever the two are for", () => {
  const grants = [
    { path: "one", kind: "TABLES", database: "RAW" },
    { path: "two", kind: "TABLES", database: "RAW", schema: "EVENTS" },
  ];
  expect(hiddenGrants(grants)).toEqual([
    "one: it grants on future TABLES in the database RAW; a future grant on a schema hides it there (two). Grant schema by schema.",
  ]);
});

test("another kind of object, another database, or schemas alone hide nothing", () => {
  const database = { path: "one", kind: "TABLES", database: "RAW" };
  expect(hiddenGrants([database, { ...database, kind: "VIEWS", schema: "EVENTS" }])).toEqual([]);
  expect(hiddenGrants([database, { ...database, database: "MODEL", schema: "EVENTS" }])).toEqual([]);
  expect(
    hiddenGrants([
      { ...database, schema: "A" },
      { ...database, schema: "B" },
    ]),
  ).toEqual([]);
});

test("synthesis checks every future grant of the stack, whichever domain makes it", () => {
  const stack = new TerraformStack(new App(), "test");
  new SnowflakeProvider(stack, "snowflake");
  const grant = { accountRoleName: "R", privileges: ["SELECT"] };
  const which = { objectTypePlural: "TABLES" };
  new GrantPrivilegesToAccountRole(stack, "schema", {
    ...grant,
    onSchemaObject: { future: { ...which, inSchema: '"RAW"."EVENTS"' } },
  });
  refuseHiddenGrants(stack);
  expect(stack.node.validate()).toEqual([]);
  new GrantPrivilegesToAccountRole(stack, "database", {
    ...grant,
    onSchemaObject: { future: { ...which, inDatabase: '"RAW"' } },
  });
  expect(stack.node.validate()).toEqual([expect.stringContaining("test/database: it grants on future TABLES")]);
});
