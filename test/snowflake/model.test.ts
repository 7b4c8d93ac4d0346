import { expect, test } from "@jest/globals";
import { Refused } from "../../jobs/publish/snowflake/session.ts";
import { execute, newServer, publishAs } from "./platform.ts";
import { Process } from "./process.ts";
import type { Server } from "./server.ts";

const rebuilt = `AS SELECT 'again' AS MARK, '' AS AT, 'a@example.com' AS EMAIL FROM ROWS(2)`;

test("a statement that the model does not know is refused loudly, and is no answer of Snowflake", async () => {
  const server = newServer();
  const unknown = execute(server, "ALTER ACCOUNT SET SOMETHING = 1");
  await expect(unknown).rejects.toThrow("does not know this statement");
  await expect(unknown).rejects.not.toBeInstanceOf(Refused);
});

test("a clone has the grants on what it holds, none on itself, belongs to its maker, and nothing in it runs", async () => {
  const { server } = await published();
  const { account } = server;
  await execute(server, 'CREATE DATABASE "COPY" CLONE "ANALYTICS"');
  const copy = account.database("COPY");
  expect(copy).toMatchObject({ owner: "PUBLISHER", grants: [], future: [] });
  expect(copy.schemas.get("MARTS")?.future).toEqual(account.schema("ANALYTICS", "MARTS").future);
  expect(account.thing("COPY", "MARTS", "FCT_EVENTS").grants).toHaveLength(1);
  expect(account.thing("ANALYTICS", "MARTS", "DIM_CUSTOMERS").running).toBe(true);
  expect(account.thing("COPY", "MARTS", "DIM_CUSTOMERS").running).toBe(false);
  expect(account.mayRead("ANALYST", "COPY", "MARTS", "FCT_EVENTS")).toBe(false);
});

test("a swap takes grants and owners along, and the same swap again undoes it", async () => {
  const { server } = await published();
  const { account } = server;
  await execute(server, 'CREATE DATABASE "COPY" CLONE "ANALYTICS"');
  await execute(server, 'ALTER DATABASE "ANALYTICS" SWAP WITH "COPY"');
  expect(account.mayRead("ANALYST", "ANALYTICS", "MARTS", "FCT_EVENTS")).toBe(false);
  expect(account.mayRead("ANALYST", "COPY", "MARTS", "FCT_EVENTS")).toBe(true);
  await execute(server, 'ALTER DATABASE "ANALYTICS" SWAP WITH "COPY"');
  expect(account.mayRead("ANALYST", "ANALYTICS", "MARTS", "FCT_EVENTS")).toBe(true);
});

test("a table that is replaced loses its tag, cluster key and own grants, and gets the future ones", async () => {
  const { server } = await published();
  const { account } = server;
  const before = account.thing("ANALYTICS", "MARTS", "DIM_CUSTOMERS");
  before.grants.push({ privilege: "SELECT", role: "BY_HAND" });
  expect([before.tags.size, before.clusterBy]).toEqual([1, "MARK"]);
  await execute(server, `CREATE OR REPLACE TABLE "ANALYTICS"."MARTS"."DIM_CUSTOMERS" ${rebuilt}`);
  const after = account.thing("ANALYTICS", "MARTS", "DIM_CUSTOMERS");
  expect([after.tags.size, after.clusterBy]).toEqual([0, null]);
  expect(after.grants).toEqual([{ privilege: "SELECT", role: "ANALYTICS_R" }]);
});

test("a future grant of the database is hidden by one of the schema for the same kind", async () => {
  const server = newServer();
  const { account } = server;
  account.database("ANALYTICS").future.push({ privilege: "SELECT", role: "EVERYBODY", kind: "TABLE" });
  await execute(server, `CREATE OR REPLACE TABLE "ANALYTICS"."MARTS"."T" ${rebuilt}`);
  expect(account.thing("ANALYTICS", "MARTS", "T").grants.map(({ role }) => role)).toEqual(["ANALYTICS_R"]);
});

test("a view is bound by its text when it is queried: to its own database, or to the one it names", async () => {
  const { server } = await published();
  await execute(server, 'CREATE DATABASE "COPY" CLONE "ANALYTICS"');
  const customers = '"MARTS"."DIM_CUSTOMERS"';
  await execute(server, `CREATE OR REPLACE VIEW "COPY"."MARTS"."FAR" AS SELECT * FROM "ANALYTICS".${customers}`);
  await execute(server, `CREATE OR REPLACE TABLE "ANALYTICS".${customers} ${rebuilt}`);
  expect(count(server, '"COPY"."MARTS"."VW_CUSTOMERS"')).toBe(10);
  expect(count(server, '"COPY"."MARTS"."FAR"')).toBe(2);
});

test("a masked role reads the mask, one that unmasks the class reads the value", async () => {
  const { server } = await published();
  const seen = (role: string) =>
    server.execute({
      sql: `SELECT COUNT_IF(TO_VARCHAR("EMAIL") <> '***') AS FOUND FROM "ANALYTICS"."MARTS"."DIM_CUSTOMERS"`,
      doing: "reading",
      role,
    });
  expect(seen("ANALYST")).toEqual([{ FOUND: 0 }]);
  expect(seen("SCIENTIST")).toEqual([{ FOUND: 10 }]);
});

test("changes of an open transaction are seen when it commits, and DDL commits it", async () => {
  const { server, process } = await published();
  const session = await process.open({ role: "PUBLISHER" });
  const change = `MERGE INTO "ANALYTICS"."MARTS"."FCT_EVENTS" USING ROWS(1) SET MARK = 'run', AT = ''`;
  const rows = () => count(server, '"ANALYTICS"."MARTS"."FCT_EVENTS"');
  await session.execute({ sql: "BEGIN", doing: "testing" });
  await session.execute({ sql: change, doing: "testing" });
  await session.execute({ sql: "ROLLBACK", doing: "testing" });
  expect(rows()).toBe(10);
  await session.execute({ sql: "BEGIN", doing: "testing" });
  await session.execute({ sql: change, doing: "testing" });
  expect(rows()).toBe(10);
  await session.execute({ sql: `CREATE OR REPLACE TABLE "ANALYTICS"."MARTS"."T" ${rebuilt}`, doing: "testing" });
  await session.execute({ sql: "ROLLBACK", doing: "testing" });
  expect(rows()).toBe(11);
});

test("a statement on its way arrives after so many others, with nobody there to hear of it", async () => {
  const { server } = await published();
  server.later({ sql: 'CREATE DATABASE "LATE" CLONE "ANALYTICS"', doing: "testing", role: "PUBLISHER" }, 2);
  await execute(server, 'CREATE DATABASE "A" CLONE "ANALYTICS"');
  expect(server.account.databases.has("LATE")).toBe(false);
  await execute(server, 'DROP DATABASE "A"');
  expect(server.account.databases.has("LATE")).toBe(true);
});

async function published(): Promise<{ server: Server; process: Process }> {
  const server = newServer();
  const process = new Process(server);
  await publishAs(process, "one");
  return { server, process };
}

function count(server: Server, table: string): number {
  const [row] = server.execute({ sql: `SELECT COUNT(*) AS FOUND FROM ${table}`, doing: "counting", role: "PUBLISHER" });
  return Number(row?.FOUND);
}
