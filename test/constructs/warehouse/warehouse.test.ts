import { AccountRole } from "@cdktf/provider-snowflake/lib/account-role/index.js";
import { Database } from "@cdktf/provider-snowflake/lib/database/index.js";
import { GrantAccountRole } from "@cdktf/provider-snowflake/lib/grant-account-role/index.js";
import { GrantOwnership } from "@cdktf/provider-snowflake/lib/grant-ownership/index.js";
import { GrantPrivilegesToAccountRole } from "@cdktf/provider-snowflake/lib/grant-privileges-to-account-role/index.js";
import { Schema } from "@cdktf/provider-snowflake/lib/schema/index.js";
import { Warehouse } from "@cdktf/provider-snowflake/lib/warehouse/index.js";
import { expect, test } from "@jest/globals";
import { warehouseConfig } from "../../../constructs/warehouse/config.ts";
import { all, type Built, only } from "../../support/synth.ts";
import { buildWarehouse, sample } from "./sample.ts";

const built = buildWarehouse();

/** `${snowflake_account_role.<id>.name}` → the role's name, so that tests read names. */
function roleName(reference: string, from: Built = built): string {
  const id = reference.match(/^\$\{snowflake_account_role\.(.+)\.name\}$/)?.[1];
  const found = Object.entries(from.resource[AccountRole.tfResourceType] ?? {}).find(([key]) => key === id);
  return found ? String(Reflect.get(found[1], "name")) : reference;
}

function privileges(role: string) {
  return Object.values(all(built, GrantPrivilegesToAccountRole)).filter((g) => roleName(g.account_role_name) === role);
}

/** Role → roles that hold it. */
function holders(role: string, from: Built = built): string[] {
  const grants = Object.values(all(from, GrantAccountRole)).filter((grant) => roleName(grant.role_name, from) === role);
  return grants.map((grant) => roleName(grant.parent_role_name ?? "", from)).sort();
}

test("a role that nobody declared to write a swapped database leaves it without an owner, which is refused", () => {
  const config = { ...sample, roles: {} };
  expect(() => buildWarehouse({ config })).toThrow(
    "No role writes MODEL, which is published by swap and needs an owner.",
  );
});

test("a name with its prefix beyond Snowflake's limit is refused, never cut", () => {
  const long = "W".repeat(254);
  const config = warehouseConfig.parse({ warehouses: { [long]: { size: "SMALL" } }, databases: {} });
  expect(() => buildWarehouse({ config, sharedAccount: true })).toThrow(
    "the name of a Snowflake object has at most 255 characters",
  );
});

test("every resource names its provider alias, and only roles and grants are made under access", () => {
  const aliases = Object.entries(built.resource).map(([type, resources]) => [
    type,
    [...new Set(Object.values(resources).map((resource) => Reflect.get(resource, "provider")))],
  ]);
  expect(Object.fromEntries(aliases)).toEqual({
    snowflake_account_role: ["snowflake.access"],
    snowflake_database: ["snowflake.objects"],
    snowflake_grant_account_role: ["snowflake.access"],
    snowflake_grant_ownership: ["snowflake.objects"],
    snowflake_grant_privileges_to_account_role: ["snowflake.access"],
    snowflake_schema: ["snowflake.objects"],
    snowflake_warehouse: ["snowflake.objects"],
  });
});

test("a virtual warehouse starts suspended, wakes with a query, and stops runaway statements", () => {
  expect(only(built, Warehouse, "QUERY_WH/warehouse")).toMatchObject({
    auto_resume: "true",
    auto_suspend: 300,
    enable_query_acceleration: "false",
    initially_suspended: true,
    statement_queued_timeout_in_seconds: 1800,
    statement_timeout_in_seconds: 7200,
    warehouse_size: "X-SMALL",
  });
});

test("cluster counts are written for multi-cluster warehouses only, since the Standard edition refuses them", () => {
  expect(only(built, Warehouse, "BUILD_WH/warehouse")).toMatchObject({
    max_cluster_count: 4,
    min_cluster_count: 1,
    scaling_policy: "STANDARD",
  });
  expect(Object.keys(only(built, Warehouse, "QUERY_WH/warehouse"))).not.toContain("max_cluster_count");
});

test("whoever uses a virtual warehouse cannot change it", () => {
  const grants = privileges("QUERY_WH_U");
  expect(grants.map((grant) => grant.privileges)).toEqual([["MONITOR", "OPERATE", "USAGE"]]);
});

test("every schema has managed access, and databases come without the schema PUBLIC", () => {
  expect(Object.values(all(built, Schema)).map((schema) => schema.with_managed_access)).toEqual(["true", "true"]);
  expect(Object.values(all(built, Database)).map((database) => database.drop_public_schema_on_creation)).toEqual([
    true,
    true,
  ]);
});

test("databases and schemas cannot be destroyed but where the protection is ephemeral", () => {
  const kept = (from: Built) =>
    [...Object.values(all(from, Database)), ...Object.values(all(from, Schema))].map(
      (resource) => resource.lifecycle?.prevent_destroy ?? false,
    );
  expect(kept(buildWarehouse({ protection: "standard" }))).toEqual([true, true, true, true]);
  expect(kept(buildWarehouse({ protection: "ephemeral" }))).toEqual([false, false, false, false]);
});

test("rights on objects are granted schema by schema, on all there are and on future ones alike", () => {
  const grants = Object.values(all(built, GrantPrivilegesToAccountRole)).flatMap((g) => g.on_schema_object ?? []);
  const described = (which: "all" | "future") =>
    grants.flatMap((grant) => grant[which] ?? []).map((w) => `${w.object_type_plural} in ${w.in_schema}`);
  expect(described("all")).toHaveLength(grants.length / 2);
  expect(described("future")).toEqual(described("all"));
  expect(grants.flatMap((grant) => [grant.all?.in_database, grant.future?.in_database]).filter(Boolean)).toEqual([]);
});

test("a reader selects from tables, views and dynamic tables and does nothing else", () => {
  const given = privileges("RAW_R").map(
    (grant) =>
      `${grant.privileges} ${grant.on_account_object?.object_type ?? grant.on_schema_object?.future?.object_type_plural ?? ""}`,
  );
  expect([...new Set(given)].sort()).toEqual([
    "SELECT ",
    "SELECT DYNAMIC TABLES",
    "SELECT TABLES",
    "SELECT VIEWS",
    "USAGE ",
    "USAGE DATABASE",
  ]);
});

test("no grant can be passed on, and none is applied again at every deploy", () => {
  for (const grant of Object.values(all(built, GrantPrivilegesToAccountRole))) {
    expect(grant.with_grant_option).toBe(false);
    expect(grant.always_apply).toBeUndefined();
    expect(grant.all_privileges).toBeUndefined();
  }
});

test("access roles are held by functional roles as declared, and functional roles by SYSADMIN", () => {
  const held = ["BUILD_WH_U", "QUERY_WH_U", "RAW_R", "RAW_RW", "MODEL_R", "LOADER", "ANALYST"];
  expect(Object.fromEntries(held.map((role) => [role, holders(role)]))).toEqual({
    BUILD_WH_U: ["PUBLISHER"],
    QUERY_WH_U: ["ANALYST", "LOADER"],
    RAW_R: ["PUBLISHER", "RAW_RW"],
    RAW_RW: ["LOADER"],
    MODEL_R: ["ANALYST"],
    LOADER: ["SYSADMIN"],
    ANALYST: ["SYSADMIN"],
  });
});

test("a database published by swap belongs, with its schemas, to the role that publishes it", () => {
  const owners = Object.values(all(built, GrantOwnership)).map((o) => [
    o.on.object_type,
    roleName(o.account_role_name ?? ""),
  ]);
  expect(owners).toEqual([
    ["DATABASE", "PUBLISHER"],
    ["SCHEMA", "PUBLISHER"],
  ]);
  const names = Object.values(all(built, AccountRole)).map((role) => role.name);
  expect(names).toContain("RAW_RW");
  expect(names).not.toContain("MODEL_RW");
});

test("the role that creates objects holds the publisher, so that it can go on changing what it gave away", () => {
  expect(holders("PUBLISHER")).toEqual(["CREATOR", "SYSADMIN"]);
});

test("privileges on a swapped database wait for its owner, since a transfer refuses an object with grants", () => {
  const waits = privileges("MODEL_R").map((grant) => JSON.stringify(Reflect.get(grant, "depends_on")));
  expect(waits.length).toBeGreaterThan(0);
  for (const wait of waits) expect(wait).toMatch(/MODEL_ownership_database.*MODEL_ownership_MARTS_schema/);
});

test("in a shared account every account-level name starts with the environment, and schemas do not", () => {
  const shared = buildWarehouse({ sharedAccount: true });
  const names = [
    ...Object.values(all(shared, AccountRole)),
    ...Object.values(all(shared, Database)),
    ...Object.values(all(shared, Warehouse)),
  ].map(({ name }) => name);
  expect(names.filter((name) => !name.startsWith("DEV_"))).toEqual([]);
  expect(Object.values(all(shared, Schema)).map(({ name }) => name)).toEqual(["EVENTS", "MARTS"]);
});

test("adding a schema adds its own resources and changes no other", () => {
  const { RAW, MODEL } = sample.databases;
  if (!RAW || !MODEL) throw new Error("the sample has both");
  const databases = { RAW: { ...RAW, schemas: ["EXTRACTS", ...RAW.schemas] }, MODEL };
  const wider = buildWarehouse({ config: { ...sample, databases } });
  const addresses = (from: Built) => Object.values(from.resource).flatMap((resources) => Object.entries(resources));
  const after = Object.fromEntries(addresses(wider));
  for (const [address, before] of addresses(built)) expect(after[address]).toEqual(before);
  const added = addresses(wider).length - addresses(built).length;
  expect(added).toBe(1 + 1 + 6 + 1 + 2);
});
