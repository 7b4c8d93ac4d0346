import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { dr } from "../../../environments/dr.ts";
import { readPrices } from "../../../scripts/cost/prices.ts";
import { charged, isFree, unpricedWith } from "../../../scripts/cost/resource-types.ts";
import { stackResources } from "../../../scripts/cost/stack-resources.ts";
import { builtTypes } from "../../preview/built-types.ts";
import { estimated, estimateOf, type Wishes } from "./estimates.ts";

const gateways = (count: number) =>
  Object.fromEntries([...Array(count).keys()].map((at) => [`aws_nat_gateway.z${at}`, {}]));

const broker = (instance_type: string) => ({
  "aws_msk_cluster.k": {
    number_of_broker_nodes: 3,
    broker_node_group_info: [{ instance_type, storage_info: [{ ebs_storage_info: [{ volume_size: 100 }] }] }],
  },
});

const golden = (layer: string, change: (text: string) => string = String) => {
  const file = join(import.meta.dirname, "../../golden/prod", `prod-${layer}.json`);
  const base = readFileSync(file, "utf8");
  return { stack: `prod-${layer}`, base, head: change(base) };
};

const prodUsage: Wishes = {
  usage: {
    kafka: {
      topics: {
        user_events: { gibPerDay: 24 },
        transaction_events: { gibPerDay: 12 },
        system_metrics: { gibPerDay: 12 },
      },
    },
    network: { natGibPerDay: 12, endpointGibPerDay: 24 },
    warehouses: { ANALYTICS_WH: { hoursPerDay: 4, clusters: 1.5 } },
  },
};

test("a price that is missing leaves its line out of the sum, and is said", () => {
  const prices = readPrices();
  const without = { ...prices, prices: prices.prices.filter(({ item }) => item !== "nat.gateway") };
  const cost = estimated({}, gateways(1), { prices: without });
  expect(cost).toMatchObject({ after: 0, drivers: [] });
  expect(cost.unpriced).toContain("NAT gateways: no price of nat.gateway in us-west-2");
});

test("in a region of which nothing is known nothing is priced", () => {
  const far = { ...dr, aws: { ...dr.aws, region: "ap-south-1" } };
  const { notes, ...cost } = estimated({}, gateways(1), { environment: far });
  expect(cost).toMatchObject({ after: 0, drivers: [] });
  expect(cost.unpriced).toContain("NAT gateways: no price of nat.gateway in ap-south-1");
  expect(notes).toEqual([]);
});

test("a stack that could not be read is said, and the rest is estimated", () => {
  const cost = estimateOf([stackResources({ stack: "prod-jobs" })]);
  expect(cost.unpriced).toEqual(["prod-jobs: all of it; it has no plan"]);
});

test("what stays counts on both sides", () => {
  const cost = estimated(gateways(1), gateways(3));
  expect(cost).toMatchObject({
    before: 32.85,
    after: 98.55,
    drivers: [{ what: "NAT gateways: 1 × gateway → 3 × gateway", before: 32.85, after: 98.55 }],
  });
  expect(estimated(gateways(2), gateways(2))).toMatchObject({ before: 65.7, after: 65.7 });
});

test("another size stands in one line with the one before it", () => {
  const cost = estimated(broker("kafka.m5.large"), broker("kafka.m5.xlarge"));
  expect(cost.drivers).toEqual([
    { what: "Kafka brokers: 3 × kafka.m5.large → 3 × kafka.m5.xlarge", before: 459.9, after: 919.8 },
    { what: "Kafka disks: 300 GiB", before: 30, after: 30 },
  ]);
});

test("a first deploy costs all of it more, and what is destroyed costs nothing after", () => {
  const first = estimated({}, broker("kafka.m5.large"));
  expect(first).toMatchObject({ before: 0, after: 489.9 });
  const last = estimated(broker("kafka.m5.large"), {});
  expect(last).toMatchObject({ before: 489.9, after: 0 });
  expect(last.drivers).toEqual([
    { what: "Kafka brokers: 3 × kafka.m5.large", before: 459.9, after: 0 },
    { what: "Kafka disks: 300 GiB", before: 30, after: 0 },
  ]);
});

test("the lines add up to the sum, to the cent", () => {
  const standing = { ...gateways(7), ...broker("kafka.m7g.large"), "aws_eip.a": {}, "aws_secretsmanager_secret.s": {} };
  const { after, drivers } = estimated({}, standing, { usage: { network: { natGibPerDay: 0.777 } } });
  expect(drivers.reduce((cents, driver) => cents + Math.round(driver.after * 100), 0)).toBe(Math.round(after * 100));
});

test("prod's foundation, reckoned by hand", () => {
  const { base: _base, ...first } = golden("foundation");
  const { drivers } = estimateOf([stackResources(first)], prodUsage);
  const lines = Object.fromEntries(drivers.map(({ what, after }) => [what, after]));
  expect(lines).toEqual({
    "NAT gateways: 3 × gateway": 98.55, // 3 × 0.045 × 730
    "NAT gateways, data: 365 GiB": 16.43, // 12 × 730 / 24 × 0.045 = 16.425
    "Interface endpoints: 33 × endpoint in a zone": 240.9, // 11 services × 3 zones × 0.01 × 730
    "Interface endpoints, data: 730 GiB": 7.3, // 24 × 730 / 24 × 0.01
    "Public addresses: 3 × address": 10.95, // 3 × 0.005 × 730
    "Encryption keys: 8 × key": 8,
    "Secrets: 6 × secret": 2.4, // 6 × 0.40
  });
});

test("prod's data stack, reckoned by hand", () => {
  const { base: _base, ...first } = golden("data");
  const { drivers } = estimateOf([stackResources(first)], prodUsage);
  const lines = Object.fromEntries(drivers.map(({ what, after }) => [what, after]));
  expect(lines).toEqual({
    "Kafka brokers: 3 × kafka.m5.large": 459.9, // 3 × 0.21 × 730
    "Kafka disks: 3,000 GiB": 300, // 3 × 1,000 × 0.10
    "Kafka private connections: 1 × connection": 16.43, // 0.0225 × 730 = 16.425
    "Kafka connectors: 3 × MSK Connect unit": 240.9, // 3 topics × 1 worker × 1 unit × 0.11 × 730
    "Firehose, from Kafka: 1,460 GiB": 80.3, // 48 × 730 / 24 × 0.055
    "Kafka, read over private connections: 1,460 GiB": 8.76, // × 0.006
    // 8 credits × 1.5 × 4 h × 730 / 24 days × 3.00
    "Warehouse ANALYTICS_WH: 1,460 credits (LARGE × 1.5 clusters × 4 h a day)": 4380,
    "Alarms: 47 × metric": 4.7, // 44 alarms, of which three add two metrics up
  });
});

test("prod's workers and jobs, reckoned by hand", () => {
  const jobNodes = { "on-demand": { instanceType: "m7i.xlarge", hoursPerDay: 2 } };
  const stacks = ["workers", "jobs"].map((layer) => {
    const { base: _base, ...first } = golden(layer);
    return stackResources(first);
  });
  const { drivers, unpriced } = estimateOf(stacks, { usage: { jobNodes } });
  expect(Object.fromEntries(drivers.map(({ what, after }) => [what, after]))).toEqual({
    "EKS clusters: 1 × cluster": 73, // 0.10 × 730
    "Nodes: 2 × m7i.xlarge": 294.34, // 2 × 0.2016 × 730 = 294.336
    "Nodes' disks: 100 GiB": 8, // 2 × 50 × 0.08
    "Job nodes: 0.1 × m7i.xlarge (2 h a day)": 12.26, // 0.2016 × 730 × 2 / 24 = 12.264
    "Job nodes' disks: 8.3 GiB": 0.67, // 100 × 0.08 × 2 / 24
  });
  expect(unpriced.filter((what) => what.includes("helm_release"))).toEqual([
    expect.stringMatching(/^prod-jobs\/helm_release\.\S+: nodes of its pool spot; spot prices change by the hour$/),
  ]);
});

test("a one-line change of prod's warehouse moves one line of the bill", () => {
  const larger = golden("data", (text) => text.replace('"warehouse_size": "LARGE"', '"warehouse_size": "X-LARGE"'));
  const cost = estimateOf([stackResources(larger)], prodUsage);
  expect(cost.after - cost.before).toBeCloseTo(4380, 2);
  expect(cost.drivers.filter(({ before, after }) => before !== after)).toEqual([
    {
      what:
        "Warehouse ANALYTICS_WH: 1,460 credits (LARGE × 1.5 clusters × 4 h a day) → " +
        "2,920 credits (X-LARGE × 1.5 clusters × 4 h a day)",
      before: 4380,
      after: 8760,
    },
  ]);
});

test("of every type that this project builds somebody decided whether it costs anything", () => {
  const known = (type: string) => Object.hasOwn(charged, type) || Object.hasOwn(unpricedWith, type) || isFree(type);
  expect(builtTypes.length).toBeGreaterThan(80);
  expect(builtTypes.filter((type) => !known(type))).toEqual([]);
});

test("no type is free and charged at once", () => {
  const paid = [...Object.keys(charged), ...Object.keys(unpricedWith)];
  // A family is free but for one of it.
  expect(paid.filter(isFree)).toEqual(["aws_s3_bucket_inventory"]);
});

test("prices that are old, undated, unsure or of another region are said, and no others", () => {
  const [gateway] = readPrices().prices.filter(({ item }) => item === "nat.gateway");
  if (gateway === undefined) throw new Error("the platform's file has no price of a NAT gateway");
  const alike = { "us-west-2": { region: "us-east-1", why: "they are sold alike" } };
  const notesOf = (change: object) => {
    const price = { ...gateway, region: "us-west-2", asOf: "2026-05-25", ...change };
    return estimated({}, gateways(1), { prices: { day: "2026-11-21", currency: "USD", alike, prices: [price] } }).notes;
  };
  expect(notesOf({})).toEqual([]);
  expect(notesOf({ asOf: "2026-05-24" })).toEqual(["Prices older than 180 days: 1 of 1, the oldest of 2026-05-24."]);
  expect(notesOf({ asOf: null })).toEqual(["Prices older than 180 days: 1 of 1, 1 without a day."]);
  expect(notesOf({ unverified: "hearsay" })).toEqual(["Prices that nobody has verified: nat.gateway."]);
  expect(notesOf({ region: "us-east-1" })).toEqual([
    "Prices of us-east-1 that stand for us-west-2, unverified: 1 of 1; they are sold alike.",
  ]);
});

test("more than a price is for is said", () => {
  const standing = { "aws_s3_bucket.b": { bucket: "plinth-prod-bronze" } };
  const { notes } = estimated({}, standing, { usage: { buckets: { bronze: { STANDARD: 51_201 } } } });
  expect(notes).toContain("More of s3.STANDARD than its price is for: the seller asks less for the rest.");
});

test("declared usage that nothing is charged by is said: a name is misspelled, or gone", () => {
  const usage = { network: { natGibPerDay: 1 }, kafka: { topics: { usr_events: { gibPerDay: 1 } } } };
  expect(estimated({}, gateways(1), { usage }).notes).toContain(
    "Declared in environments/usage.ts for prod, and nothing is charged by it: kafka.topics.usr_events.gibPerDay.",
  );
  const unread = estimateOf([stackResources({ stack: "prod-data" })], { usage });
  expect(unread.notes).toEqual([]);
});
