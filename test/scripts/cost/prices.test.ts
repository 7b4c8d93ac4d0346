import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { partitionsPerBroker } from "../../../constructs/streaming/broker-sizes.ts";
import { ConfigurationError } from "../../../constructs/support/errors.ts";
import { editions } from "../../../constructs/warehouse/edition.ts";
import { priceOf, readPrices } from "../../../scripts/cost/prices.ts";

const gateway = {
  item: "nat.gateway",
  region: "us-west-2",
  usd: "0.045",
  per: "hour",
  source: "https://aws.amazon.com/vpc/pricing/",
  asOf: "2026-11-01",
};

function problemsOf(file: object | string): string[] {
  const path = written(file);
  try {
    readPrices(path);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems.map((problem) => problem.replace(path, "FILE"));
    throw error;
  }
  return [];
}

function written(file: object | string): string {
  const path = join(mkdtempSync(join(tmpdir(), "prices-")), "prices.json");
  writeFileSync(path, typeof file === "string" ? file : JSON.stringify(file));
  return path;
}

const fileOf = (...prices: object[]) => ({ day: "2026-11-21", currency: "USD", prices });

test("a file that is missing or no JSON is said to be", () => {
  expect(() => readPrices("/nowhere/prices.json")).toThrow("/nowhere/prices.json: it cannot be read (ENOENT)");
  expect(problemsOf("{")).toEqual(["FILE: it is no JSON. docs/cost.md shows the form."]);
});

test("a price in the wrong unit is refused where it stands: a month's price of what is counted in hours is off by 730", () => {
  expect(problemsOf(fileOf({ ...gateway, usd: "32.85", per: "month" }))).toEqual([
    'FILE: prices.0.per ("nat.gateway") is "month"; nat.gateway is paid per hour. docs/cost.md shows the form.',
  ]);
});

test("every mistake is located, with what was found and the rule", () => {
  const wrong = {
    ...gateway,
    item: "nat.gatway",
    region: "Oregon",
    usd: 0.045,
    source: "http://example.com",
    asOf: "May 2026",
  };
  const problems = problemsOf(fileOf(gateway, wrong)).join("\n");
  expect(problems).toContain('prices.1.item ("nat.gatway") is "nat.gatway"; nothing here is counted under that name');
  expect(problems).toContain('prices.1.region ("nat.gatway") is "Oregon"; it must be an AWS region, like us-west-2');
  expect(problems).toContain('prices.1.usd ("nat.gatway") is 0.045;');
  expect(problems).toContain("prices.1.source");
  expect(problems).toContain("prices.1.asOf");
});

test("a price without a source, a key that nobody reads, and two prices of one thing are refused", () => {
  const { source: _source, ...unsourced } = gateway;
  expect(problemsOf(fileOf(unsourced)).join()).toContain("prices.0.source");
  expect(problemsOf(fileOf({ ...gateway, note: "cheap" })).join()).toContain('"note"');
  expect(problemsOf(fileOf(gateway, gateway)).join()).toContain("nat.gateway has two prices in us-west-2");
});

test("a file of one's own replaces the platform's", () => {
  const prices = readPrices(written(fileOf({ ...gateway, usd: "0.040" })));
  expect(priceOf(prices, "nat.gateway", "us-west-2")?.usd).toBe("0.040");
  expect(priceOf(prices, "eks.cluster", "us-west-2")).toBeUndefined();
});

test("a region's own price goes before that of a region alike, and no other region's price is taken", () => {
  const east = { ...gateway, region: "us-east-1", usd: "0.05" };
  const alike = { "us-west-2": { region: "us-east-1", why: "they are sold alike" } };
  const both = readPrices(written({ ...fileOf(east, gateway), alike }));
  expect(priceOf(both, "nat.gateway", "us-west-2")?.usd).toBe("0.045");
  const one = readPrices(written({ ...fileOf(east), alike }));
  expect(priceOf(one, "nat.gateway", "us-west-2")).toMatchObject({ usd: "0.05", region: "us-east-1" });
  expect(priceOf(one, "nat.gateway", "eu-west-1")).toBeUndefined();
});

test("the platform's own file prices what its environments can be made of, but some sizes of brokers", () => {
  const prices = readPrices();
  const sizes = Object.keys(partitionsPerBroker);
  const missing = sizes.filter((size) => priceOf(prices, `msk.broker.${size}`, "us-west-2") === undefined);
  expect(missing).toEqual([
    "kafka.m7g.4xlarge",
    "express.m7g.xlarge",
    "express.m7g.2xlarge",
    "express.m7g.4xlarge",
    "express.m7g.8xlarge",
    "express.m7g.12xlarge",
    "express.m7g.16xlarge",
  ]);
  for (const edition of editions) {
    for (const region of ["us-west-2", "us-east-1"]) {
      expect(priceOf(prices, `snowflake.credit.${edition}`, region)).toBeDefined();
    }
  }
});
