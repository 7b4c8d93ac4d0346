import { expect, jest, test } from "@jest/globals";
import { RehearsedEnvironment, seeded, unchanged } from "../support/rehearsed-environment.ts";

jest.setTimeout(600_000);

const moment = seeded(20260116);

test("what a killed run made is found, adopted and gone on with; without adopting the cloud refuses to make it again", async () => {
  const dev = await RehearsedEnvironment.of("dev");
  const refusals: string[] = [];
  for (const layers of [["foundation"], ["data"], ["data"]] as const) {
    const { succeeded } = await dev.run(layers, [{ stopAfter: moment(8, 30), signal: "SIGKILL" }]);
    expect(succeeded).toBe(false);
    const orphans = dev.orphans();
    expect(orphans.length).toBeGreaterThan(0);
    if (refusals.length === 0) {
      const { stacks } = await dev.copy().run(layers);
      refusals.push(
        ...stacks.flatMap(({ problems }) => problems).filter((problem) => /already ?exists/i.test(problem)),
      );
    }
    const { adopted, left, problems } = await dev.adopt();
    expect(problems).toEqual([]);
    const named = [...adopted.map(({ id }) => id), ...left.map(({ id }) => id)];
    expect(named.sort()).toEqual(orphans.map(({ importId }) => importId).sort());
    // Only twins that nothing tells apart are left, and each is told with the addresses it may be.
    for (const { why } of left) expect(why).toMatch(/it may be .+ or /);
    if (layers[0] === "foundation") expect((await dev.run(layers)).succeeded).toBe(true);
  }
  expect((await dev.run(["data"])).succeeded).toBe(true);
  expect(await dev.pending(["foundation", "data"])).toEqual(unchanged);
  expect(refusals).not.toEqual([]);
});
