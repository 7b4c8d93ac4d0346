/** The DuckDB engine killed and paused before every one of its operations on files; prints how many. About 15 minutes. */
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { interleave, pairs } from "../jobs/publish/interleavings.ts";
import { killAndRecover, twoVersions } from "../jobs/publish/kills.ts";
import { removeDatabases } from "../jobs/publish/warehouse.ts";

jest.setTimeout(3_600_000);

const start = { databases: "" };
beforeAll(async () => {
  start.databases = await twoVersions();
});
afterAll(removeDatabases);

test.each(["publish", "rollback"] as const)("a %s killed before any operation on files recovers", async (action) => {
  const killed = { points: 0 };
  for (const recovery of ["another run", "the same run"] as const) {
    for (let operation = 1; ; operation++) {
      if (!(await killAndRecover(start.databases, action, ["operation", `${operation}`], recovery))) break;
      killed.points += 1;
    }
  }
  console.log(`${action}: ${killed.points} kills of real processes, all recovered`);
  expect(killed.points).toBeGreaterThan(60);
});

test.each(pairs)(
  "a $late paused before any operation while a $meanwhile takes its lease undoes nothing",
  async (pair) => {
    const schedules = await interleave(pair.late, pair.meanwhile, 1, 1);
    console.log(`${pair.late} paused for ${pair.meanwhile}: ${schedules} schedules, all sound`);
    expect(schedules).toBeGreaterThan(30);
  },
);
