/** Two runs at once on the DuckDB engine, one paused between two operations on files while the other works; two minutes. */
import { afterAll, expect, jest, test } from "@jest/globals";
import { interleave, pairs } from "../jobs/publish/interleavings.ts";
import { removeDatabases } from "../jobs/publish/warehouse.ts";

jest.setTimeout(600_000);
afterAll(removeDatabases);

/** Of the operations, each pair at others; test/sweep/publish.test.ts pauses before all of them. */
const stride = 12;

test.each(pairs.map((pair, index) => ({ ...pair, first: index + 1 })))(
  "a $late that is paused anywhere while a $meanwhile takes its lease undoes nothing",
  async ({ late, meanwhile, first }) => {
    expect(await interleave(late, meanwhile, first, stride)).toBeGreaterThan(3);
  },
);
