import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type SnowflakeAlias, snowflakeAliases } from "../../constructs/accounts/account-privileges.ts";
import { homesOf } from "../../environments/accounts.ts";
import { loadEnvironment } from "../../environments/catalog.ts";
import type { Environment } from "../../environments/environment.ts";
import { SnowflakeAccess } from "../../scripts/access/snowflake-closure.ts";
import { synthesized } from "../../scripts/goldens.ts";
import { AccountStack } from "../../stacks/account-stack.ts";
import { newApp } from "../../stacks/engine.ts";
import { folderState } from "../../stacks/state.ts";

let environment: Environment;
let access: SnowflakeAccess;
const cases = { allowed: 0, denied: 0 };

beforeAll(async () => {
  environment = await loadEnvironment("prod");
  const { snowflake } = await homesOf(environment);
  const account = new AccountStack(newApp(), snowflake, folderState("/state"));
  access = new SnowflakeAccess([Object(synthesized(environment).get("prod-data")), Object(account.toTerraform())]);
});

afterAll(() => {
  if (process.env.PLINTH_PRINT)
    console.log(`Snowflake: ${cases.allowed} allowed and ${cases.denied} denied, as they must be`);
});

/** Asks, counts, and answers whether it is as expected; what is not is told by name. */
function wrongAnswers(asked: readonly (readonly [what: string, may: boolean, must: boolean])[]): string[] {
  for (const [, , must] of asked) cases[must ? "allowed" : "denied"]++;
  return asked.filter(([, may, must]) => may !== must).map(([what, may]) => `${what}: ${may ? "allowed" : "denied"}`);
}

const kinds = ["TABLES", "VIEWS", "DYNAMIC TABLES"];
const times = ["now", "later"] as const;
const raw = ["RAW_DATA.KAFKA_STREAMS", "RAW_DATA.BATCH_EXTRACTS"];
const analytics = ["ANALYTICS.STAGING", "ANALYTICS.MARTS", "ANALYTICS.SNAPSHOTS"];

/** What each functional role reads whatever it is, and nothing else. */
const reads: Readonly<Record<string, readonly string[]>> = {
  CONNECTOR: [],
  LOADER: ["RAW_DATA.BATCH_EXTRACTS"],
  PUBLISHER: [...raw, "CONTROL.PUBLISH"],
  ANALYST: ["ANALYTICS.MARTS"],
  DATA_SCIENTIST: [...raw, ...analytics],
  ADMIN: [...raw, ...analytics, "CONTROL.PUBLISH"],
};

/** Where each functional role changes rows that it did not write itself, by what it may do there. */
const changes: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  CONNECTOR: { "RAW_DATA.KAFKA_STREAMS": ["INSERT"] },
  LOADER: { "RAW_DATA.BATCH_EXTRACTS": ["DELETE", "INSERT", "TRUNCATE", "UPDATE"] },
  PUBLISHER: { "CONTROL.PUBLISH": ["DELETE", "INSERT", "TRUNCATE", "UPDATE"] },
};

const schemas = () =>
  Object.entries(environment.warehouse.databases).flatMap(([database, config]) =>
    config.schemas.map((schema) => ({ place: `${database}.${schema}`, database, schema })),
  );

test("every functional role of the environment is judged here, and each is a role that stands", () => {
  expect(Object.keys(environment.warehouse.roles).sort()).toEqual(Object.keys(reads).sort());
  for (const role of Object.keys(reads)) expect(access.roles).toContain(role);
});

test("each functional role reads its schemas, now and later, and no other: analysts read MARTS only", () => {
  const asked = Object.entries(reads).flatMap(([role, places]) =>
    schemas().flatMap(({ place, database, schema }) =>
      kinds.flatMap((kind) =>
        times.map((when) => {
          const may = access.may(role, "SELECT", { kind, database, schema, when });
          const streams = role === "CONNECTOR" && place === "RAW_DATA.KAFKA_STREAMS" && kind === "TABLES";
          return [`${role} reads ${kind} in ${place} ${when}`, may, places.includes(place) || streams] as const;
        }),
      ),
    ),
  );
  expect(wrongAnswers(asked)).toEqual([]);
});

test("rows are changed by the loader of their schema and by nobody else", () => {
  const asked = Object.keys(reads).flatMap((role) =>
    schemas().flatMap(({ place, database, schema }) =>
      ["DELETE", "INSERT", "TRUNCATE", "UPDATE"].flatMap((privilege) =>
        times.map((when) => {
          const may = access.may(role, privilege, { kind: "TABLES", database, schema, when });
          const must = changes[role]?.[place]?.includes(privilege) ?? false;
          return [`${role}: ${privilege} in ${place} ${when}`, may, must] as const;
        }),
      ),
    ),
  );
  expect(wrongAnswers(asked)).toEqual([]);
});

test("nobody but PUBLISHER owns anything in ANALYTICS, and the tables of the facts are there", () => {
  const owners = access.owners("ANALYTICS");
  expect(Object.keys(owners)).toEqual(
    expect.arrayContaining([
      "DATABASE ANALYTICS",
      ...analytics.map((schema) => `SCHEMA ${schema}`),
      "TABLE ANALYTICS.MARTS.FCT_CUSTOMER_EVENTS",
      "TABLE ANALYTICS.MARTS.FCT_TRANSACTIONS",
    ]),
  );
  expect(wrongAnswers(Object.entries(owners).map(([thing, owner]) => [thing, owner === "PUBLISHER", true]))).toEqual(
    [],
  );
  const others = Object.keys(reads).filter((role) => role !== "PUBLISHER");
  const create = others.flatMap((role) =>
    analytics.map((place) => {
      const [database = "", schema = ""] = place.split(".");
      const may = access.onSchema(role, database, schema).some((held) => held !== "USAGE");
      return [`${role} creates in ${place}`, may, false] as const;
    }),
  );
  expect(wrongAnswers(create)).toEqual([]);
});

test("all that any functional role owns, SYSADMIN administers, and no system role is held by one", () => {
  const administered = access.closure("SYSADMIN");
  const asked = Object.keys(reads).flatMap((role) => [
    [`SYSADMIN holds ${role}`, administered.has(role), true] as const,
    ...["SYSADMIN", "SECURITYADMIN", "USERADMIN", "ACCOUNTADMIN"].map(
      (system) => [`${role} holds ${system}`, access.closure(role).has(system), false] as const,
    ),
  ]);
  expect(wrongAnswers(asked)).toEqual([]);
});

test("masks are seen through by the publisher, scientists and administrators", () => {
  const unmasked = ["PUBLISHER", "DATA_SCIENTIST", "ADMIN"];
  const asked = Object.keys(reads).map(
    (role) => [`${role} sees PII`, access.closure(role).has("UNMASK_PII"), unmasked.includes(role)] as const,
  );
  expect(wrongAnswers(asked)).toEqual([]);
});

test("a program's user has its own role and those it reads as, and the connector's has every privilege on itself", () => {
  const users = Object.entries(environment.warehouse.users);
  for (const [user, { role, readsAs }] of users) expect(access.rolesOf(user)).toEqual([...readsAs, role]);
  expect([...access.closure("CONNECTOR")]).toEqual(["CONNECTOR"]);
});

test("virtual warehouses are used by the roles that name them, and changed by none", () => {
  const asked = Object.entries(environment.warehouse.roles).flatMap(([role, { uses }]) =>
    Object.keys(environment.warehouse.warehouses).flatMap((warehouse) => [
      [
        `${role} uses ${warehouse}`,
        access.onWarehouse(role, warehouse).includes("USAGE"),
        uses.includes(warehouse),
      ] as const,
      [`${role} changes ${warehouse}`, access.onWarehouse(role, warehouse).includes("MODIFY"), false] as const,
    ]),
  );
  expect(wrongAnswers(asked)).toEqual([]);
});

/** Everything that the account lets an everyday alias make; and what it may make inside databases, beside what it owns. */
const makes: Readonly<Record<SnowflakeAlias, { account: readonly string[]; inside: readonly string[] }>> = {
  // PUBLISHER, which it holds to go on altering what it handed over, makes databases too, and fills CONTROL.
  objects: { account: ["CREATE DATABASE", "CREATE WAREHOUSE"], inside: ["CREATE TABLE", "CREATE VIEW"] },
  loading: { account: ["CREATE INTEGRATION"], inside: ["CREATE FILE FORMAT", "CREATE PIPE", "CREATE STAGE"] },
  governance: {
    account: ["APPLY MASKING POLICY"],
    inside: ["CREATE MASKING POLICY", "CREATE ROW ACCESS POLICY", "CREATE TAG"],
  },
  access: { account: ["CREATE ROLE", "MANAGE GRANTS"], inside: [] },
  users: { account: ["CREATE NETWORK POLICY", "CREATE USER"], inside: ["CREATE NETWORK RULE"] },
};

test("each everyday alias creates only what it must", () => {
  const everything = [...new Set(Object.values(makes).flatMap(({ account, inside }) => [...account, ...inside]))];
  const asked = snowflakeAliases.flatMap((alias) => {
    const role = `PLINTH_${alias.toUpperCase()}`;
    const inside = new Set(schemas().flatMap(({ database, schema }) => access.onSchema(role, database, schema)));
    return everything.flatMap((privilege) => [
      [
        `${role}: ${privilege} on the account`,
        access.onAccount(role).includes(privilege),
        makes[alias].account.includes(privilege),
      ] as const,
      [`${role}: ${privilege} in a schema`, inside.has(privilege), makes[alias].inside.includes(privilege)] as const,
    ]);
  });
  expect(wrongAnswers(asked)).toEqual([]);
  const strangers = Object.keys(reads).flatMap((role) =>
    access
      .onAccount(role)
      .map((held) => [`${role}: ${held}`, true, `${role} ${held}` === "PUBLISHER CREATE DATABASE"] as const),
  );
  expect(wrongAnswers(strangers)).toEqual([]);
});
