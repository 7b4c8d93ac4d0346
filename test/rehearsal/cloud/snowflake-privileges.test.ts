import { expect, test } from "@jest/globals";
import { bootstrapAccounts } from "../../../rehearsal/bootstrap.ts";
import { ACCOUNT, snowflakeProvider, temporaryCloud } from "./sample.ts";

function cloudWith(name: string, privileges: readonly string[]): string {
  const cloud = temporaryCloud();
  bootstrapAccounts(cloud, {
    aws: { accountId: ACCOUNT, roles: [], policies: [] },
    snowflake: { organization: "ACME", account: "DATA", roles: [{ name, privileges }] },
  });
  return cloud;
}

test.each([
  ["snowflake_database", "CREATE DATABASE"],
  ["snowflake_warehouse", "CREATE WAREHOUSE"],
  ["snowflake_account_role", "CREATE ROLE"],
  ["snowflake_service_user", "CREATE USER"],
  ["snowflake_network_policy", "CREATE NETWORK POLICY"],
])("a role of one's own makes a %s with %s on the account, and not without", (type, privilege) => {
  const without = snowflakeProvider(cloudWith("MAKER", ["MANAGE GRANTS"]), { role: "MAKER" });
  expect(() => without.create(type, { name: "X" })).toThrow(`the role MAKER has no ${privilege} on the account`);
  const granted = snowflakeProvider(cloudWith("MAKER", [privilege]), { role: "MAKER" });
  expect(granted.create(type, { name: "X" }).name).toBe("X");
});

test("what another role was granted does not count", () => {
  const other = snowflakeProvider(cloudWith("OTHER", ["CREATE DATABASE"]), { role: "MAKER" });
  expect(() => other.create("snowflake_database", { name: "X" })).toThrow("the role MAKER has no CREATE DATABASE");
});
