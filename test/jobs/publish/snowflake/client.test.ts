import { expect, test } from "@jest/globals";
import { LeaseLost } from "../../../../jobs/publish/lease.ts";
import { Client } from "../../../../jobs/publish/snowflake/client.ts";
import { leaseSeconds, newServer, publishAs } from "../../../snowflake/platform.ts";
import { Process } from "../../../snowflake/process.ts";

const statement = { sql: "SHOW DATABASES STARTS WITH 'ANALYTICS'", doing: "listing", reads: true } as const;

test("a statement gets less time than the lease has left, and none when that is next to nothing", async () => {
  const server = newServer();
  const client = new Client({ open: new Process(server).open, role: "PUBLISHER", warehouses: {} });
  let left = 100;
  client.bound(() => left);
  await client.run(statement);
  left = 8;
  await client.run(statement);
  left = 1;
  await expect(client.run(statement)).rejects.toThrow(LeaseLost);
  expect(server.executed.map(({ timeoutSeconds }) => timeoutSeconds)).toEqual([95, 6]);
});

test("every statement of a publish after its fence is bound by the lease, but for those of the lease", async () => {
  const server = newServer();
  // What a build sends is bound by its own settings.
  await publishAs(new Process(server), "one");
  const loose = server.executed.filter(
    ({ timeoutSeconds, doing }) => timeoutSeconds === undefined && doing !== "building",
  );
  expect(loose.filter(({ sql }) => !sql.includes('"LEASE"'))).toEqual([]);
  for (const { timeoutSeconds = 0 } of server.executed) expect(timeoutSeconds).toBeLessThan(leaseSeconds);
});

test("a reader's statements go through a session of the reader, on its own warehouse", async () => {
  const server = newServer();
  const opened: unknown[] = [];
  const process = new Process(server);
  const open: typeof process.open = (as) => {
    opened.push(as);
    return process.open(as);
  };
  const client = new Client({ open, role: "PUBLISHER", warehouses: { ANALYST: "ANALYTICS_WH" } });
  for (const role of [undefined, "ANALYST", "ANALYST"]) await client.run(statement, role);
  expect(opened).toEqual([
    { role: "PUBLISHER", warehouse: undefined },
    { role: "ANALYST", warehouse: "ANALYTICS_WH" },
  ]);
});
