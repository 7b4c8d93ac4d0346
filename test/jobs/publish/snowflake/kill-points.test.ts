import { afterAll, describe, expect, test } from "@jest/globals";
import { recoverEverywhere } from "../../../snowflake/faults.ts";
import { Process } from "../../../snowflake/process.ts";
import { prepare, scenarios } from "../../../snowflake/scenarios.ts";

/** test/full takes more of them. */
const choice = { delays: [0, 30], afterReads: false };
/** One way for each scenario; test/full takes both. */
const ways = ["the same run", "another run"] as const;
let faults = 0;

describe.each(scenarios)("$name", (scenario) => {
  test("goes well when nothing happens to it, and leaves nothing behind", async () => {
    const { server, observer } = await prepare(scenario);
    await scenario.act(new Process(server), "run");
    observer.lookAtEnd();
  });

  test("is recovered from a kill or a broken connection at every statement", async () => {
    const by = ways[scenarios.indexOf(scenario) % ways.length] ?? "the same run";
    const found = await recoverEverywhere(scenario, { by }, choice);
    faults += found;
    expect(found).toBeGreaterThan(30);
  }, 120_000);
});

afterAll(() => console.log(`${faults} faults of a run on Snowflake were recovered from`));
