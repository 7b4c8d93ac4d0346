import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "@jest/globals";
import { LASTING_FAULTS, RUN_FAULTS, readFaults } from "../../../rehearsal/faults/fault.ts";
import { temporaryCloud } from "../cloud/sample.ts";

function cloudWith(name: string, content: unknown): string {
  const cloud = temporaryCloud();
  const file = join(cloud, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(content));
  return cloud;
}

test.each([
  [{ faults: [{ fail: "destroy", address: "*" }] }],
  [{ faults: [{ fail: "create", address: "" }] }],
  [{ faults: [{ fail: "create", address: "*", times: 0 }] }],
  [{ faults: [{ fail: "create", share: 101, seed: 1 }] }],
  [{ faults: [{ stopAfter: 1, signal: "SIGTERM" }] }],
  [{ faults: [{ loseRegion: "west" }] }],
  [{ fault: [] }],
])("a fault that cannot be read is refused with its file and the forms there are: %j", (content) => {
  const cloud = cloudWith(LASTING_FAULTS, content);
  expect(() => readFaults(cloud)).toThrow(/faults\.json: .* A fault is \{"fail": <create\|read\|update\|delete>/);
});

test("faults of a run and those that stay are in force together", () => {
  const cloud = cloudWith(LASTING_FAULTS, { faults: [{ fail: "create", address: "aws_vpc.*" }] });
  mkdirSync(join(cloud, "faults"));
  writeFileSync(join(cloud, RUN_FAULTS), JSON.stringify({ faults: [{ lag: 3 }] }));
  expect(readFaults(cloud)).toEqual([
    { fail: "create", address: "aws_vpc.*", times: 1 },
    { lag: 3, address: "**" },
  ]);
  expect(readFaults(temporaryCloud())).toEqual([]);
});
