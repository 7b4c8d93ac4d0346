import { expect, test } from "@jest/globals";
import { ConfigurationError } from "../../../constructs/support/errors.ts";
import { capacities } from "../../../constructs/support/job-nodes.ts";
import { environmentNames, loadEnvironment } from "../../../environments/catalog.ts";
import { usage } from "../../../environments/usage.ts";
import { declaredPaths, readUsage } from "../../../scripts/cost/usage.ts";

function problemsOf(declared: object): string[] {
  try {
    readUsage("prod", { prod: declared });
  } catch (error) {
    if (error instanceof ConfigurationError) return [...error.problems];
    throw error;
  }
  return [];
}

test("an environment that declares nothing has no cost to be said", () => {
  expect(() => readUsage("qa", {})).toThrow("environments/usage.ts: qa is missing; no cost can be said of it.");
  expect(problemsOf({}).join()).toContain("prod.monthlyStepUsd is missing");
});

test("bytes for GiB, GB for GiB, and more hours than a day has are refused", () => {
  const topics = (topic: object) => problemsOf({ monthlyStepUsd: 1, kafka: { topics: { user_events: topic } } }).join();
  expect(topics({ gibPerDay: 21_474_836_480 })).toContain(
    "prod.kafka.topics.user_events.gibPerDay is 21474836480; it must be GiB a day, 1000000 at most",
  );
  expect(topics({ gbPerDay: 20 })).toContain('"gbPerDay"');
  expect(problemsOf({ monthlyStepUsd: 1, warehouses: { ANALYTICS_WH: { hoursPerDay: 120, clusters: 1 } } })).toEqual([
    "environments/usage.ts: prod.warehouses.ANALYTICS_WH.hoursPerDay is 120; it must be hours a day, 24 at most. docs/cost.md shows what can be declared, and in which unit.",
  ]);
});

test("a pool's nodes need a type of instance", () => {
  const nodes = (instanceType: string) => ({ "on-demand": { instanceType, hoursPerDay: 1 } });
  expect(problemsOf({ monthlyStepUsd: 1, jobNodes: nodes("xlarge") }).join()).toContain(
    'prod.jobNodes.on-demand.instanceType is "xlarge"; it must be an EC2 instance type',
  );
  expect(problemsOf({ monthlyStepUsd: 1, jobNodes: nodes("m7i.xlarge") })).toEqual([]);
});

test("hours without clusters, a class that S3 has not, and a negative volume are refused", () => {
  expect(problemsOf({ monthlyStepUsd: 1, warehouses: { ANALYTICS_WH: { hoursPerDay: 1 } } })).toHaveLength(1);
  expect(problemsOf({ monthlyStepUsd: 1, buckets: { bronze: { ICE: 1 } } })).toHaveLength(1);
  expect(problemsOf({ monthlyStepUsd: 1, network: { natGibPerDay: -1 } })).toHaveLength(1);
  expect(problemsOf({ monthlyStepUsd: 1, network: { natGibPerDay: 0.0001 } })).toHaveLength(1);
});

test("every environment declares its usage and its limit, and no other name is declared", () => {
  expect(Object.keys(usage).sort()).toEqual([...environmentNames()].sort());
  for (const name of environmentNames()) expect(readUsage(name).monthlyStepUsd).toBeGreaterThan(0);
});

test("what is declared names topics, zones, warehouses and pools that the environment has", async () => {
  for (const name of environmentNames()) {
    const { streaming, lake, warehouse } = await loadEnvironment(name);
    const { kafka, buckets, warehouses, jobNodes } = readUsage(name);
    expect(capacities).toEqual(expect.arrayContaining(Object.keys(jobNodes)));
    expect(Object.keys(streaming.topics)).toEqual(expect.arrayContaining(Object.keys(kafka.topics)));
    expect([...Object.keys(lake.zones), "artifacts", "audit", "logs"]).toEqual(
      expect.arrayContaining(Object.keys(buckets)),
    );
    expect(Object.keys(warehouse.warehouses)).toEqual(expect.arrayContaining(Object.keys(warehouses)));
  }
});

test("the paths of what is declared leave the limit out", () => {
  const declared = {
    monthlyStepUsd: 1,
    buckets: { bronze: { STANDARD: 1, GLACIER: 2 } },
    network: { natGibPerDay: 0 },
  };
  expect(declaredPaths(readUsage("x", { x: declared })).sort()).toEqual([
    "buckets.bronze.GLACIER",
    "buckets.bronze.STANDARD",
    "network.natGibPerDay",
  ]);
});
