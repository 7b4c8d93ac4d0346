import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { ConfigurationError } from "../../constructs/support/errors.ts";
import { declare, type EnvironmentBase, type EnvironmentPatch } from "../../environments/declare.ts";
import { faults } from "./generated/faults.ts";
import { type Files, split } from "./generated/files.ts";
import { validEnvironment } from "./generated/valid.ts";

const seed = 20_260_101;
const runs = 1500;

const environments = fc.record({
  whole: validEnvironment,
  coins: fc.infiniteStream(fc.boolean()),
});

function problems({ base, patch }: Files): readonly string[] {
  try {
    declare(base as EnvironmentBase, patch as EnvironmentPatch);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}

test("every generated environment without a fault is accepted, however it is cut into base and patch", () => {
  fc.assert(
    fc.property(environments, ({ whole, coins }) => {
      expect(problems(split(whole, () => coins.next().value))).toEqual([]);
    }),
    { seed, numRuns: 300 },
  );
});

test(`${runs} environments with one to four faults (seed ${seed}) cause exactly the lines of those faults, and stay as they were`, () => {
  const struck = new Set<string>();
  fc.assert(
    fc.property(
      environments,
      fc.shuffledSubarray([...faults], { minLength: 1, maxLength: 12 }),
      ({ whole, coins }, candidates) => {
        const files = split(whole, () => coins.next().value);
        const chosen = compatible(candidates).slice(0, 4);
        const expected = chosen.map((fault) => fault.apply(files)).flatMap((lines) => lines());
        for (const { name } of chosen) struck.add(name);
        const before = structuredClone(files);
        expect(problems(files)).toEqual([...new Set(expected)].sort());
        expect(files).toEqual(before);
      },
    ),
    { seed, numRuns: runs },
  );
  expect([...struck].sort()).toEqual([...new Set(faults.map(({ name }) => name))].sort());
});

/** The first of the faults that strike parts which none before them has touched. */
function compatible(candidates: typeof faults) {
  const touched = new Set<string>();
  return candidates.filter(({ touches }) => {
    if (touches.some((part) => touched.has(part))) return false;
    for (const part of touches) touched.add(part);
    return true;
  });
}
