import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { openCloud } from "../../../rehearsal/cloud/open.ts";
import type { Values } from "../../../rehearsal/value.ts";
import { snowflakeProvider, temporaryCloud } from "./sample.ts";

test.each(["PUBLIC", "public", ""])('nothing is created under the role "%s"', (role) => {
  const snowflake = snowflakeProvider(temporaryCloud(), { role });
  expect(() => snowflake.create("snowflake_database", { name: "RAW_DATA" })).toThrow(/Insufficient privileges/);
});

test("a caller whose own role is powerless creates nothing under any alias", () => {
  const cloud = temporaryCloud();
  writeFileSync(join(cloud, "identity.json"), '{"snowflake":{"organization":"ACME","account":"DATA","role":"PUBLIC"}}');
  expect(() => snowflakeProvider(cloud).create("snowflake_database", { name: "RAW_DATA" })).toThrow(
    /Insufficient privileges/,
  );
});

test("only ACCOUNTADMIN creates resource monitors", () => {
  const cloud = temporaryCloud();
  expect(() => snowflakeProvider(cloud).create("snowflake_resource_monitor", { name: "M" })).toThrow(
    /only ACCOUNTADMIN/,
  );
  expect(
    snowflakeProvider(cloud, { role: "ACCOUNTADMIN" }).create("snowflake_resource_monitor", { name: "M" }).id,
  ).toBe('"M"');
});

test("the wrong organization or account is refused when the provider is configured", () => {
  const cloud = temporaryCloud();
  writeFileSync(join(cloud, "identity.json"), '{"snowflake":{"organization":"ACME","account":"DEV"}}');
  const findings = openCloud("snowflake", cloud).configure({
    organization_name: "acme",
    account_name: "PROD",
    role: "SYSADMIN",
  });
  expect(findings).toMatchObject([{ severity: "error", path: ["account_name"] }]);
});

test("an unknown preview feature is refused when the provider is configured", () => {
  const config = {
    organization_name: "A",
    account_name: "B",
    preview_features_enabled: ["snowflake_time_machine_resource"],
  };
  expect(openCloud("snowflake", temporaryCloud()).configure(config)).toMatchObject([{ summary: "Unknown feature" }]);
});

test("a preview resource is refused in create and read, and planned, until its feature is enabled", () => {
  const cloud = temporaryCloud();
  const table: Values = { database: "D", schema: "S", name: "T", column: [{ name: "A", type: "NUMBER" }] };
  const without = snowflakeProvider(cloud);
  expect(() => without.create("snowflake_table", table)).toThrow(/snowflake_table_resource.*preview_features_enabled/);
  expect(() => without.read("snowflake_table", table)).toThrow(/preview/);
  expect(() => without.plan("snowflake_table", table, {})).not.toThrow();
  const enabled = snowflakeProvider(cloud, { preview_features_enabled: ["snowflake_table_resource"] });
  enabled.create("snowflake_database", { name: "D" });
  enabled.create("snowflake_schema", { database: "D", name: "S" });
  expect(enabled.create("snowflake_table", table)).toMatchObject({ id: "D|S|T", fully_qualified_name: '"D"."S"."T"' });
});

test.each<[string, string, Values]>([
  ["a schema's database", "snowflake_schema", { database: "ABSENT", name: "S" }],
  ["a granted role", "snowflake_grant_account_role", { role_name: "ABSENT", parent_role_name: "SYSADMIN" }],
  ["a user's network policy", "snowflake_service_user", { name: "U", network_policy: "ABSENT" }],
  [
    "a granted warehouse",
    "snowflake_grant_privileges_to_account_role",
    {
      account_role_name: "SYSADMIN",
      privileges: ["USAGE"],
      on_account_object: [{ object_type: "WAREHOUSE", object_name: "ABSENT" }],
    },
  ],
  [
    "a granted schema",
    "snowflake_grant_privileges_to_account_role",
    { account_role_name: "SYSADMIN", privileges: ["USAGE"], on_schema: [{ schema_name: '"D"."ABSENT"' }] },
  ],
  ["a warehouse's monitor", "snowflake_warehouse", { name: "W", resource_monitor: "ABSENT" }],
])("%s must exist", (_what, type, given) => {
  expect(() => snowflakeProvider(temporaryCloud(), { role: "ACCOUNTADMIN" }).create(type, given)).toThrow(
    /ABSENT.*does not exist/,
  );
});

test("retention beyond 90 days is refused", () => {
  const given = { name: "ANALYTICS", data_retention_time_in_days: 365 };
  expect(() => snowflakeProvider(temporaryCloud()).create("snowflake_database", given)).toThrow(
    /is 365; Snowflake keeps at most 90/,
  );
});

test("a network policy in use is not dropped", () => {
  const snowflake = snowflakeProvider(temporaryCloud(), { role: "SECURITYADMIN" });
  const policy = snowflake.create("snowflake_network_policy", { name: "EGRESS" });
  snowflake.create("snowflake_service_user", { name: "LOADER", network_policy: "EGRESS" });
  expect(() => snowflake.delete("snowflake_network_policy", policy)).toThrow(
    /snowflake_service_user "LOADER" still uses it/,
  );
});

test("a name is taken, and free as soon as it is dropped", () => {
  const snowflake = snowflakeProvider(temporaryCloud());
  const database = snowflake.create("snowflake_database", { name: "D" });
  expect(() => snowflake.create("snowflake_database", { name: "D" })).toThrow(/already exists/);
  snowflake.delete("snowflake_database", database);
  expect(snowflake.create("snowflake_database", { name: "D" })).toMatchObject({
    id: '"D"',
    fully_qualified_name: '"D"',
  });
});

test("dropping a database drops what is in it, grants on it and its bytes, and nothing else", () => {
  const cloud = temporaryCloud();
  const snowflake = snowflakeProvider(cloud, { role: "ACCOUNTADMIN" });
  const database = snowflake.create("snowflake_database", { name: "D" });
  snowflake.create("snowflake_database", { name: "DX" });
  const schema = snowflake.create("snowflake_schema", { database: "D", name: "S" });
  const other = snowflake.create("snowflake_schema", { database: "DX", name: "S" });
  snowflake.create("snowflake_account_role", { name: "R" });
  const on_schema = [{ schema_name: '"D"."S"' }];
  const grant = snowflake.create("snowflake_grant_privileges_to_account_role", {
    account_role_name: "R",
    privileges: ["USAGE"],
    on_schema,
  });
  expect(grant.id).toBe('"R"|false|false|USAGE|OnSchema|OnSchema|"D"."S"');
  const bytes = join(cloud, "snowflake", "ACME-DATA", "databases", "D");
  mkdirSync(bytes, { recursive: true });
  snowflake.delete("snowflake_database", database);
  expect(snowflake.read("snowflake_schema", schema)).toBeNull();
  expect(snowflake.read("snowflake_grant_privileges_to_account_role", grant)).toBeNull();
  expect(snowflake.read("snowflake_schema", other)).toEqual(other);
  expect(existsSync(bytes)).toBe(false);
});

test("a database is renamed in place: its names are known after apply", () => {
  const snowflake = snowflakeProvider(temporaryCloud());
  const database = snowflake.create("snowflake_database", { name: "OLD" });
  const renamed = snowflake.update("snowflake_database", database, { name: "NEW" });
  expect(renamed).toMatchObject({ id: '"NEW"', fully_qualified_name: '"NEW"' });
  expect(snowflake.read("snowflake_database", renamed)).toEqual(renamed);
  expect(snowflake.read("snowflake_database", database)).toBeNull();
});

test("outputs of SHOW repeat the object's own arguments; an import finds it by its id", () => {
  const cloud = temporaryCloud();
  const snowflake = snowflakeProvider(cloud, { role: "USERADMIN" });
  const role = snowflake.create("snowflake_account_role", { name: "ANALYST", comment: "reads marts" });
  expect(role).toMatchObject({ show_output: [{ name: "ANALYST", comment: "reads marts", owner: "USERADMIN" }] });
  expect(snowflake.import("snowflake_account_role", '"ANALYST"')).toEqual(role);
  expect(readdirSync(join(cloud, "snowflake", "ACME-DATA", "snowflake_account_role"))).toEqual(["%22ANALYST%22.json"]);
});

test("a storage integration's AWS user is an ARN outside the caller's account", () => {
  const snowflake = snowflakeProvider(temporaryCloud(), {
    role: "ACCOUNTADMIN",
    preview_features_enabled: ["snowflake_storage_integration_resource"],
  });
  const given = { name: "LAKE", storage_provider: "S3", storage_allowed_locations: ["s3://lake/raw/"], enabled: true };
  expect(snowflake.create("snowflake_storage_integration", given).storage_aws_iam_user_arn).toMatch(
    /^arn:aws:iam::\d{12}:user\//,
  );
});
