import { expect, test } from "@jest/globals";
import { contractBreaches } from "../../../constructs/jobs/contract-rules.ts";
import { sample } from "../warehouse/sample.ts";
import { configOf, container, publish } from "./sample.ts";

function breaches(definition: object) {
  const jobs = configOf({ definitions: { nightly: definition } });
  return [...contractBreaches({ jobs, warehouse: sample })].map(({ path, rule }) => `${path.join(".")}: ${rule}`);
}

test("leases and history must lie where no swap replaces them", () => {
  expect(breaches({ ...publish, publish: { control: "MODEL" } })).toEqual([
    "jobs.definitions.nightly.publish.control: it must be a database that is never swapped (RAW)",
  ]);
});

test("a control database that nobody declared is refused", () => {
  expect(breaches({ ...publish, publish: { control: "NOWHERE" } })).toEqual([
    "jobs.definitions.nightly.publish.control: it must be a database that is never swapped (RAW)",
  ]);
});

test("each mart must lie in a schema of the published database", () => {
  const transform = { marts: ["MARTS.ORDERS", "MART.ORDERS", "MARTSX.ORDERS"] };
  expect(breaches({ ...publish, transform })).toEqual([
    "jobs.definitions.nightly.transform.marts.1: it must lie in a schema of MODEL (MARTS)",
    "jobs.definitions.nightly.transform.marts.2: it must lie in a schema of MODEL (MARTS)",
  ]);
});

test("a sound publish job and a job without a contract break nothing", () => {
  expect([...breaches(publish), ...breaches(container)]).toEqual([]);
});
