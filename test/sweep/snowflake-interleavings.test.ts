/** Every schedule of two runs with up to two context switches, at every statement of both. */
import { afterAll, expect, test } from "@jest/globals";
import { interleaveAll } from "../snowflake/interleave.ts";
import { pairs } from "../snowflake/pairs.ts";

let schedules = 0;

test.each(pairs)(
  "$name: whichever loses the lease, live is one whole version and never goes back",
  async (pair) => {
    const found = await interleaveAll(pair, "everywhere", 1);
    schedules += found;
    expect(found).toBeGreaterThan(1000);
  },
  3_600_000,
);

afterAll(() => console.log(`${schedules} interleavings on the model of Snowflake`));
