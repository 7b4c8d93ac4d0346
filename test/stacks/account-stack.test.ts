import { beforeAll, expect, test } from "@jest/globals";
import { aliasTypes, previewFeatures, snowflakeAliases } from "../../constructs/accounts/account-privileges.ts";
import { administratorTypes } from "../../constructs/accounts/administrator-types.ts";
import { homesOf } from "../../environments/accounts.ts";
import { loadEnvironment } from "../../environments/catalog.ts";
import { snowflakeFeatures } from "../../rehearsal/cloud/facts.ts";
import { synthesized } from "../../scripts/goldens.ts";
import { AccountStack } from "../../stacks/account-stack.ts";
import { newApp } from "../../stacks/engine.ts";
import { folderState } from "../../stacks/state.ts";
import { allResources, type Resource } from "../support/resources.ts";

let everyday: Resource[] = [];
beforeAll(async () => {
  everyday = (await allResources()).filter(({ type }) => type.startsWith("snowflake_"));
});

async function accountStack(name: string): Promise<Record<string, Record<string, unknown>[]>> {
  const { snowflake } = await homesOf(await loadEnvironment(name));
  const stack = new AccountStack(newApp(), snowflake, folderState("/state"));
  const json: { resource: Record<string, Record<string, Record<string, unknown>>> } = stack.toTerraform();
  return Object.fromEntries(Object.entries(json.resource).map(([type, byId]) => [type, Object.values(byId)]));
}

test("no everyday stack declares what needs ACCOUNTADMIN, attaches a monitor, or runs as an administrator", () => {
  const types = new Set(everyday.map(({ type }) => type));
  expect(types.size).toBeGreaterThan(5);
  expect([...types].filter((type) => Object.hasOwn(administratorTypes, type))).toEqual([]);
  expect(everyday.filter(({ body }) => body.resource_monitor !== undefined)).toEqual([]);
  expect(
    everyday.filter(
      ({ body }) => !/^snowflake\.(objects|loading|governance|access|users)$/.test(String(body.provider)),
    ),
  ).toEqual([]);
});

test("each alias makes the types that are listed for it and no others, and has the account privileges they need", async () => {
  const byAlias = (alias: string) => everyday.filter(({ body }) => body.provider === `snowflake.${alias}`);
  for (const alias of snowflakeAliases) {
    const used = new Set(byAlias(alias).map(({ type }) => type));
    expect([alias, [...used].sort()]).toEqual([alias, Object.keys(aliasTypes[alias]).sort()]);
  }
  const grants = (await accountStack("prod")).snowflake_grant_privileges_to_account_role ?? [];
  expect(grants.flatMap(({ privileges, on_account }) => (on_account ? [privileges] : []))).toEqual([
    ["CREATE DATABASE", "CREATE WAREHOUSE"],
    ["CREATE INTEGRATION"],
    ["APPLY MASKING POLICY"],
    ["CREATE ROLE", "MANAGE GRANTS"],
    ["CREATE NETWORK POLICY", "CREATE USER"],
  ]);
});

test("each alias enables the preview features of its types, and the list of previews is the provider's", async () => {
  const previews = snowflakeFeatures().preview_features;
  for (const alias of snowflakeAliases) {
    const needed = Object.keys(aliasTypes[alias]).map((type) => `${type}_resource`);
    expect(previewFeatures[alias]).toEqual(needed.filter((feature) => previews.includes(feature)));
  }
  const json = synthesized(await loadEnvironment("prod")).get("prod-data");
  const providers: { alias?: string; preview_features_enabled?: string[] }[] = Object(json).provider.snowflake;
  expect(
    Object.fromEntries(providers.map(({ alias, preview_features_enabled }) => [alias, preview_features_enabled])),
  ).toEqual({
    objects: ["snowflake_table_resource"],
    loading: [
      "snowflake_file_format_resource",
      "snowflake_pipe_resource",
      "snowflake_stage_resource",
      "snowflake_storage_integration_resource",
    ],
    users: ["snowflake_network_rule_resource"],
  });
});

test("what grants, makes users or lifts policies does not reach SYSADMIN", async () => {
  const grants = (await accountStack("prod")).snowflake_grant_account_role ?? [];
  const above = grants.filter(({ parent_role_name }) => parent_role_name !== undefined);
  expect(above.map(({ parent_role_name }) => parent_role_name)).toEqual([
    "SYSADMIN",
    "SYSADMIN",
    "SECURITYADMIN",
    "SECURITYADMIN",
    "SECURITYADMIN",
  ]);
});

test("Terraform's own queries have a small warehouse that stands before the first deploy", async () => {
  const stack = await accountStack("staging");
  expect(
    stack.snowflake_warehouse?.map(({ name, provider, warehouse_size }) => [name, provider, warehouse_size]),
  ).toEqual(["DEV", "STAGING"].map((prefix) => [`${prefix}_PLINTH_WH`, "snowflake.account", "X-SMALL"]));
});

test("service users have no password, no secondary roles, and keys that Terraform leaves alone", async () => {
  const users = (await accountStack("staging")).snowflake_service_user ?? [];
  expect(users.map(({ name }) => name)).toEqual([
    "DEV_PLINTH_PLAN",
    "DEV_PLINTH_DEPLOY",
    "STAGING_PLINTH_PLAN",
    "STAGING_PLINTH_DEPLOY",
  ]);
  for (const user of users) {
    expect(user).toMatchObject({
      default_secondary_roles_option: "NONE",
      lifecycle: { ignore_changes: ["rsa_public_key", "rsa_public_key_2"] },
    });
  }
});

test("without listed addresses there is no network policy, which would lock everyone out", async () => {
  const { snowflake } = await homesOf(await loadEnvironment("prod"));
  const environments = snowflake.environments.map((environment) => ({
    ...environment,
    snowflake: {
      ...environment.snowflake,
      allowedAddresses: ["198.51.100.7/32", "198.51.100.0/28"],
      attachMonitors: true,
      monitors: {
        ANALYTICS_WH: {
          monthlyCredits: 100,
          notifyPercents: [75],
          suspendPercent: 100,
          suspendImmediatePercent: 110,
        },
      },
    },
  }));
  const stack = new AccountStack(newApp(), { ...snowflake, environments }, folderState("/state"));
  const json: { resource: Record<string, Record<string, Record<string, unknown>>> } = stack.toTerraform();
  expect(Object.values(json.resource.snowflake_network_policy ?? {})).toMatchObject([
    { allowed_ip_list: ["198.51.100.0/28", "198.51.100.7/32"] },
  ]);
  expect(Object.values(json.resource.snowflake_resource_monitor ?? {})).toMatchObject([
    { name: "ANALYTICS_WH_MONITOR", credit_quota: 100, suspend_trigger: 100 },
  ]);
  expect(Object.values(json.resource.snowflake_execute ?? {})).toMatchObject([
    {
      execute: expect.stringMatching(
        /^ALTER WAREHOUSE "ANALYTICS_WH" SET RESOURCE_MONITOR = "\$\{.+_monitor.+\.name\}"$/,
      ),
    },
  ]);
  expect((await accountStack("prod")).snowflake_network_policy).toBeUndefined();
});
