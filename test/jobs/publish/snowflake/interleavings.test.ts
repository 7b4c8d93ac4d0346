import { afterAll, expect, test } from "@jest/globals";
import { interleaveAll } from "../../../snowflake/interleave.ts";
import { pairs } from "../../../snowflake/pairs.ts";

let schedules = 0;

/** test/full takes more pauses of the second, test/sweep a pause at every statement of both. */
test.each(pairs)(
  "$name: whichever loses the lease, live is one whole version and never goes back",
  async (pair) => {
    const found = await interleaveAll(pair, "before each change", 17);
    schedules += found;
    expect(found).toBeGreaterThan(5);
  },
  120_000,
);

afterAll(() => console.log(`${schedules} interleavings of two runs on the model of Snowflake`));
