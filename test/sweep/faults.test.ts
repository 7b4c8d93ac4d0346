import { expect, jest, test } from "@jest/globals";
import { layers } from "../../environments/layers.ts";
import { drift } from "../support/drift.ts";
import { RehearsedEnvironment, unchanged } from "../support/rehearsed-environment.ts";

jest.setTimeout(3_600_000);

const everything = { share: 100, seed: 1, times: 1 } as const;
/** More failing runs than the longest chain of resources that need one another. */
const most = 40;

test("the create of every address fails once, and the runs after that converge", async () => {
  const dev = await RehearsedEnvironment.of("dev");
  dev.setFaults([{ fail: "create", ...everything }]);
  const failedRuns = await dev.converge(layers, most);
  const { stacks, faults } = await dev.run(layers);
  console.log(
    JSON.stringify({ failedRuns, struck: faults[0]?.met, resources: stacks.map((stack) => stack.resources) }),
  );
  expect(faults[0]?.met).toBeGreaterThan(100);
  expect(await dev.pending(layers)).toEqual(unchanged);
});

test("the update of every address that can be updated fails once, and the runs after that converge", async () => {
  const dev = await RehearsedEnvironment.of("dev");
  expect((await dev.run(layers)).succeeded).toBe(true);
  const types = drift(dev.cloud, "every").length;
  dev.setFaults([{ fail: "update", ...everything }]);
  const failedRuns = await dev.converge(layers, most);
  const { faults } = await dev.run(layers);
  console.log(JSON.stringify({ failedRuns, struck: faults[0]?.met, types }));
  expect(faults[0]?.met).toBeGreaterThan(100);
  expect(await dev.pending(layers)).toEqual(unchanged);
});

test("the delete of every address fails once, and destroying goes on to the end", async () => {
  const dev = await RehearsedEnvironment.of("dev");
  expect((await dev.run(layers)).succeeded).toBe(true);
  dev.setFaults([{ fail: "delete", ...everything }]);
  let runs = 0;
  for (const layer of [...layers].reverse()) {
    while ((await dev.destroy(`dev-${layer}`)) !== 0 && runs < 4 * most) runs++;
  }
  console.log(JSON.stringify({ failedRuns: runs }));
  expect(dev.orphans()).toEqual([]);
});
