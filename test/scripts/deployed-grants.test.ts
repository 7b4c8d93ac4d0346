import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { local } from "../../environments/local.ts";
import { deployedGrants } from "../../scripts/deployed-grants.ts";

const root = mkdtempSync(join(tmpdir(), "plinth-grants-"));
afterAll(() => rmSync(root, { recursive: true }));

type Objects = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

/** A home whose Snowflake account holds these objects, by type. */
function homeWith(objects: Objects): string {
  const home = mkdtempSync(join(root, "home-"));
  for (const [type, all] of Object.entries(objects)) {
    const folder = join(home, "cloud/snowflake/EXAMPLE_ORG-LOCAL", type);
    mkdirSync(folder, { recursive: true });
    for (const [index, values] of all.entries())
      writeFileSync(join(folder, `${index}.json`), JSON.stringify({ type, id: String(index), values }));
  }
  return home;
}

const readers = "snowflake_grant_privileges_to_account_role";
const bulk = { in_schema: '"ANALYTICS"."MARTS"', object_type_plural: "TABLES" };
const policies = { database: "GOVERNANCE", schema: "POLICIES" };

test("an account in which nothing stands grants nothing", () => {
  expect(deployedGrants(homeWith({}), local)).toEqual({ roles: {}, grants: [], tags: {} });
});

test("an object that someone edited into nonsense is named with what a deploy does about it", () => {
  const home = homeWith({ [readers]: [{ account_role_name: 7 }] });
  expect(() => deployedGrants(home, local)).toThrow(
    `${readers} 0 in the simulated cloud: account_role_name is not what a deploy writes`,
  );
});

test("grants on a database, its schemas and their objects are told, and those on anything else left out", () => {
  const home = homeWith({
    [readers]: [
      {
        account_role_name: "R",
        privileges: ["USAGE", "MONITOR"],
        on_account_object: [{ object_type: "DATABASE", object_name: '"ANALYTICS"' }],
      },
      {
        account_role_name: "R",
        privileges: ["USAGE"],
        on_account_object: [{ object_type: "WAREHOUSE", object_name: "WH" }],
      },
      { account_role_name: "R", privileges: ["USAGE"], on_schema: [{ schema_name: '"ANALYTICS"."MARTS"' }] },
      { account_role_name: "R", privileges: ["SELECT"], on_schema_object: [{ all: [bulk], future: [] }] },
      { account_role_name: "R", privileges: ["SELECT"], on_schema_object: [{ all: [], future: [bulk] }] },
      { account_role_name: "R", privileges: ["CREATE DATABASE"], on_account: true },
    ],
  });
  const [role, database, schema] = ["R", "ANALYTICS", "MARTS"];
  expect(deployedGrants(home, local).grants).toEqual([
    { role, privilege: "USAGE", on: "DATABASE", database, when: "now" },
    { role, privilege: "MONITOR", on: "DATABASE", database, when: "now" },
    { role, privilege: "USAGE", on: "SCHEMA", database, schema, when: "now" },
    { role, privilege: "SELECT", on: "TABLES", database, schema, when: "now" },
    { role, privilege: "SELECT", on: "TABLES", database, schema, when: "future" },
  ]);
});

test("a role holds what was granted to it, and a user's grants are no role's", () => {
  const home = homeWith({
    snowflake_grant_account_role: [
      { role_name: "MARTS_R", parent_role_name: "ANALYST" },
      { role_name: "WH_U", parent_role_name: "ANALYST" },
      { role_name: "PUBLISHER", parent_role_name: null, user_name: "PUBLISHER" },
    ],
  });
  expect(deployedGrants(home, local).roles).toEqual({ ANALYST: ["MARTS_R", "WH_U"] });
});

test("a tag masks by the policies that it names, and one that was dropped masks nothing", () => {
  const masked = { ...policies, name: "PII_VARCHAR", argument: [{ name: "VAL", type: "VARCHAR" }], body: "'***'" };
  const names = ['"GOVERNANCE"."POLICIES"."PII_VARCHAR"', '"GOVERNANCE"."POLICIES"."PII_DATE"'];
  const home = homeWith({
    snowflake_tag: [
      { ...policies, name: "PII", masking_policies: names },
      { ...policies, name: "PLAIN", masking_policies: null },
    ],
    snowflake_masking_policy: [masked],
  });
  expect(deployedGrants(home, local).tags).toEqual({
    "GOVERNANCE.POLICIES.PII": [{ policy: "GOVERNANCE.POLICIES.PII_VARCHAR", type: "VARCHAR", body: "'***'" }],
    "GOVERNANCE.POLICIES.PLAIN": [],
  });
});
