import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, jest, test } from "@jest/globals";
import { readLive, withLive } from "../../../../jobs/publish/duckdb/live.ts";
import { publish } from "../../../../jobs/publish/publish.ts";
import { column, liveRun, newDatabases, newRun, removeDatabases } from "../warehouse.ts";

afterAll(removeDatabases);
jest.setTimeout(60_000);

test("before the first publish there is nothing to read", async () => {
  const databases = newDatabases();
  expect(await readLive(join(databases, "ANALYTICS"))).toBeNull();
  expect(await withLive(databases, "ANALYTICS", async () => "read")).toBeNull();
});

test.each(["", "null", "[]", '{"token": 0, "runId": "a"}', '{"token": 1'])(
  "a pointer of %j is corrupt",
  async (content) => {
    const databases = newDatabases();
    writeFileSync(join(databases, "ANALYTICS", "live.json"), content);
    await expect(readLive(join(databases, "ANALYTICS"))).rejects.toThrow("live.json is not a pointer to a version");
  },
);

test("a version that is gone while the pointer still names it is an error, not a wait", async () => {
  const databases = newDatabases();
  await publish(newRun(databases, "first"));
  rmSync(join(databases, "ANALYTICS", "versions", "1"), { recursive: true });
  await expect(liveRun(databases)).rejects.toThrow("database does not exist");
});

test("a reader that is in the middle of a query keeps its version while two publishes pass and retire it", async () => {
  const databases = newDatabases();
  await publish(newRun(databases, "first"));
  const seen = await withLive(databases, "ANALYTICS", async (connection, live) => {
    for (const runId of ["second", "third"]) await publish(newRun(databases, runId));
    return [live.runId, ...(await column(connection, "select distinct run_id from MARTS.FCT_EVENTS"))];
  });
  expect(seen).toEqual(["first", "first"]);
  expect(await liveRun(databases)).toBe("third");
});

test("a reader cannot open live for writing", async () => {
  const databases = newDatabases();
  await publish(newRun(databases, "first"));
  const writing = withLive(databases, "ANALYTICS", (connection) => connection.run("create table PLINTH.T (a int)"));
  await expect(writing).rejects.toThrow("read-only");
});
