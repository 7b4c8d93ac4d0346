/** The publish protocol on the model of Snowflake, with more faults and schedules than the unit tests take: about a minute. */
import { afterAll, describe, expect, test } from "@jest/globals";
import { recoverEverywhere } from "../snowflake/faults.ts";
import { interleaveAll } from "../snowflake/interleave.ts";
import { pairs } from "../snowflake/pairs.ts";
import { scenarios } from "../snowflake/scenarios.ts";

const choice = { delays: [...Array(18).keys(), 24, 40, 64, 90], afterReads: true };
const counted = { faults: 0, schedules: 0 };

describe.each(scenarios)("$name", (scenario) => {
  test.each(["the same run", "another run"] as const)(
    "is recovered by %s from a kill or a broken connection at every statement",
    async (by) => {
      const found = await recoverEverywhere(scenario, { by }, choice);
      counted.faults += found;
      expect(found).toBeGreaterThan(60);
    },
    240_000,
  );
});

test.each(pairs)(
  "$name: whichever loses the lease, live is one whole version and never goes back",
  async (pair) => {
    const found = await interleaveAll(pair, "before each change", 3);
    counted.schedules += found;
    expect(found).toBeGreaterThan(20);
  },
  240_000,
);

afterAll(() =>
  console.log(`${counted.faults} faults and ${counted.schedules} interleavings on the model of Snowflake`),
);
