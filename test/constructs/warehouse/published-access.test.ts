import { GrantPrivilegesToAccountRole } from "@cdktf/provider-snowflake/lib/grant-privileges-to-account-role/index.js";
import { expect, test } from "@jest/globals";
import { type WarehouseConfig, warehouseConfig } from "../../../constructs/warehouse/config.ts";
import type { Warehouse } from "../../../constructs/warehouse/warehouse.ts";
import { all, type Built } from "../../support/synth.ts";
import { buildWarehouse, governed } from "./sample.ts";

function built(
  config: WarehouseConfig = governed,
  sharedAccount = false,
): { from: Built; access: Warehouse["access"] } {
  let access: Warehouse["access"] = {};
  const from = buildWarehouse({
    config,
    sharedAccount,
    with: (warehouse) => {
      access = warehouse.access;
    },
  });
  return { from, access };
}

/** A grant as one line: role, privilege, kind and schema. */
const line = (role: string, privilege: string, on: string, schema = "") =>
  `${role} ${privilege} ${on} ${schema}`.trim();

/** Grants to the roles that read MODEL. Those on what is there already follow from those on what is to come. */
function granted(from: Built): string[] {
  return Object.entries(all(from, GrantPrivilegesToAccountRole)).flatMap(([path, grant]) =>
    /\/databases\/MODEL\/(MARTS\/)?read\//.test(path) && !grant.on_schema_object?.all ? (grant.privileges ?? []) : [],
  );
}

test("what a publish must keep is what the data layer grants, privilege by privilege", () => {
  const { from, access } = built();
  const told = access.MODEL?.grants.map(({ role, privilege, on, schema }) => line(role, privilege, on, schema)) ?? [];
  expect(told).toEqual([
    "MODEL_R USAGE DATABASE",
    ...["MARTS", "STAGING"].flatMap((schema) => [
      `MODEL_R USAGE SCHEMA ${schema}`,
      ...["TABLES", "VIEWS", "DYNAMIC TABLES"].map((kind) => `MODEL_R SELECT ${kind} ${schema}`),
    ]),
    "MODEL_MARTS_R USAGE DATABASE",
    "MODEL_MARTS_R USAGE SCHEMA MARTS",
    ...["TABLES", "VIEWS", "DYNAMIC TABLES"].map((kind) => `MODEL_MARTS_R SELECT ${kind} MARTS`),
  ]);
  const privileges = told.map((text) => text.split(" ")[1]);
  expect(granted(from).sort()).toEqual(privileges.sort());
});

test("readers are the roles that users read as, with what they see unmasked, also by roles that they hold", () => {
  const publisher = { description: "Publishes", role: "PUBLISHER", secret: "publisher-key" };
  const own = { ...governed.roles, SCIENTIST: { ...governed.roles.SCIENTIST, uses: ["QUERY_WH"] } };
  const told = (readsAs: string[], roles: object = own) =>
    built(warehouseConfig.parse({ ...governed, roles, users: { PUBLISH_JOB: { ...publisher, readsAs } } })).access
      .MODEL;
  expect(told([])).toMatchObject({ readers: [], policies: "RULES.POLICIES", protects: {} });
  expect(told(["ANALYST", "SCIENTIST"])?.readers).toEqual([
    { role: "ANALYST", unmasks: [], warehouse: "QUERY_WH" },
    { role: "SCIENTIST", unmasks: ["PII"], warehouse: "QUERY_WH" },
  ]);
  // Who holds a reader reads, though it names no place itself.
  const roles = {
    ...own,
    LEAD: { description: "Leads", uses: ["QUERY_WH"] },
    ANALYST: { ...governed.roles.ANALYST, heldBy: ["LEAD"] },
  };
  expect(told(["LEAD"], roles)?.readers.map(({ role }) => role)).toEqual(["LEAD"]);
});

test("databases that are written in place have nothing to keep", () => {
  expect(Object.keys(built().access)).toEqual(["MODEL"]);
});

test("in a shared account roles and the place of policies are named as they are called there", () => {
  const { MODEL } = built(governed, true).access;
  expect(MODEL?.policies).toBe("DEV_RULES.POLICIES");
  expect(new Set(MODEL?.grants.map(({ role }) => role))).toEqual(new Set(["DEV_MODEL_R", "DEV_MODEL_MARTS_R"]));
});

test("protected columns are declared beside the tables, of a class that is masked, in a database that is published", () => {
  const protect = (database: "RAW" | "MODEL", columns: object) => {
    const databases = { ...governed.databases, [database]: { ...governed.databases[database], protects: columns } };
    return warehouseConfig.safeParse({ ...governed, databases }).error?.issues.map(({ message }) => message) ?? [];
  };
  expect(protect("MODEL", { "MARTS.CUSTOMERS.EMAIL": "PII" })).toEqual([]);
  expect(protect("RAW", { "EVENTS.CUSTOMERS.EMAIL": "PII" })).toEqual([
    "only a database that is published by swap is checked for its protected columns. Tag the columns where the tables are made, or publish the database by swap",
  ]);
  expect(protect("MODEL", { "MARTS.CUSTOMERS": "PII" })).toHaveLength(1);
});
