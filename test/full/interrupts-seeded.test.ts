import { expect, jest, test } from "@jest/globals";
import { RehearsedEnvironment, seeded, unchanged } from "../support/rehearsed-environment.ts";

jest.setTimeout(600_000);

const moment = seeded(20260115);

test("a run that is interrupted at any moment loses nothing, and the next one goes on to the end", async () => {
  const dev = await RehearsedEnvironment.of("dev");
  for (const layers of [["foundation"], ["data"], ["data"]] as const) {
    const stopAfter = moment(5, 30);
    const { succeeded, faults } = await dev.run(layers, [{ stopAfter, signal: "SIGINT" }]);
    expect(succeeded).toBe(false);
    expect(faults[0]?.met).toBeGreaterThanOrEqual(stopAfter);
    expect(dev.orphans()).toEqual([]);
    if (layers[0] === "foundation") expect((await dev.run(layers)).succeeded).toBe(true);
  }
  expect((await dev.run(["data"])).succeeded).toBe(true);
  expect(await dev.pending(["foundation", "data"])).toEqual(unchanged);
});
