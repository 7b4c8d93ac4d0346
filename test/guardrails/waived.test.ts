import { expect, test } from "@jest/globals";
import { readWaivers } from "../../environments/waivers.ts";
import { costStep } from "../../scripts/guardrails/cost-step.ts";
import { policies } from "../../scripts/guardrails/registry.ts";
import { passes, waived } from "../../scripts/guardrails/waived.ts";
import type { Finding } from "../../scripts/preview/document.ts";

const finding: Finding = {
  id: "stateful-destroyed",
  risk: "R5",
  severity: "block",
  stack: "prod-data",
  address: "aws_msk_topic.topics_orders_1",
  what: "It is deleted.",
  why: "It is gone.",
  remedy: "Keep it.",
};
const permit = {
  id: "stateful-destroyed",
  environment: "prod",
  address: "prod-data/aws_msk_topic.topics_orders_*",
  reason: "the topic is empty and nobody writes it any more",
  owner: "data-engineering",
  expires: "2026-12-01",
};
const around = { environment: "prod", today: "2026-11-21", stacks: ["prod-foundation", "prod-data"] };
const ids = (found: readonly Finding[]) => found.map(({ id, waived }) => `${id}${waived ? " waived" : ""}`);

test.each([
  ["of another policy", { id: "guard-destroyed" }],
  ["of another stack", { address: "prod-jobs/aws_msk_topic.topics_orders_*" }],
  ["of another resource", { address: "prod-data/aws_msk_topic.topics_clicks_*" }],
  ["of all but another resource", { address: "!prod-data/aws_msk_topic.topics_clicks_*" }],
])("a waiver %s excuses nothing", (_, change) => {
  const stacks = [...around.stacks, "prod-jobs", "!prod-data"];
  const found = waived([finding], [{ ...permit, ...change }], { ...around, stacks });
  expect(ids(found)).toEqual(["stateful-destroyed", "waiver-unused"]);
  expect(passes(found)).toBe(false);
});

test("an expired waiver excuses nothing and fails, on its last day it still holds", () => {
  expect(ids(waived([finding], [permit], { ...around, today: "2026-12-02" }))).toEqual([
    "stateful-destroyed",
    "waiver-expired",
  ]);
  expect(ids(waived([finding], [permit], { ...around, today: "2026-12-01" }))).toEqual(["stateful-destroyed waived"]);
});

test("a waived finding stays in sight with who answers for it, and lets the preview pass", () => {
  const found = waived([finding], [permit], around);
  const { reason, owner, expires } = permit;
  expect(found).toEqual([{ ...finding, waived: { reason, owner, expires } }]);
  expect(passes(found)).toBe(true);
  expect(passes([finding])).toBe(false);
});

test("a waiver that nothing needs fails, but not where its stack was not looked at, nor in another environment", () => {
  expect(ids(waived([], [permit], around))).toEqual(["waiver-unused"]);
  expect(waived([], [permit], { ...around, stacks: ["prod-foundation"] })).toEqual([]);
  expect(waived([], [permit], { ...around, environment: "dev" })).toEqual([]);
});

test("an instance in brackets is named as it is written", () => {
  const address = 'aws_msk_topic.a["b"]';
  expect(ids(waived([{ ...finding, address }], [{ ...permit, address: `prod-data/${address}` }], around))).toEqual([
    "stateful-destroyed waived",
  ]);
});

test.each([
  ["no day", { expires: "soon" }, /^environments\/waivers\.ts: 1\.expires: /],
  [
    "no reason",
    { reason: "because" },
    /reason: it must say why, in 20 characters or more\. Mend it or remove the waiver\.$/,
  ],
  ["no environment", { environment: "prd" }, /environment: it must be one of local, dev, staging, prod, dr\. Mend/],
  ["a key too many", { forever: true }, /forever/],
])("a waiver with %s is refused by its place", (_, change, said) => {
  expect(() => readWaivers([permit, { ...permit, ...change }])).toThrow(said);
});

test.each([
  "**",
  "!x",
  "!prod-data/aws_msk_topic.a",
  "?*/*",
  "prod-*/**",
  "prod-data/**",
  "prod-data/*.a",
  "prod-data/aws_*.a",
  "prod-data/{a,b}.c",
  "@(prod-data)/aws_a.b",
  "prod-data/aws_a.b|**",
  "prod-data",
  "prod-data/",
  "",
])("a waiver of %j is refused: it must begin with a stack and a type", (address) => {
  expect(() => readWaivers([{ ...permit, address }])).toThrow(
    /0\.address: it must name a resource: begin with <stack>\/<type>\. in plain letters/,
  );
});

test.each([
  ["cost-step", "prod", "cost"],
  ["output-still-read", "prod-foundation", "handover.keyArns.logs"],
  ["output-still-read", "prod-foundation", "handover"],
  ["check-failed", "prod-data", "data.aws_msk_cluster.one"],
])("a finding of %s at %s/%s can be waived", (id, stack, address) => {
  const waivers = readWaivers([{ ...permit, id, address: `${stack}/${address}` }]);
  expect(ids(waived([{ ...finding, id, stack, address }], waivers, around))).toEqual([`${id} waived`]);
});

test("every declared waiver names a policy", () => {
  const known = [...policies.map(({ id }) => id), "cost-step"];
  expect(readWaivers().filter(({ id }) => !known.includes(id))).toEqual([]);
  expect(readWaivers([permit])).toEqual([permit]);
});

test("a bill that grows by more than the limit blocks, one that grows by the limit or shrinks does not", () => {
  const cost = (after: number) => ({
    currency: "USD" as const,
    before: 1000,
    after,
    drivers: [],
    unpriced: [],
    notes: [],
    pricesOf: "2026-11-01",
  });
  expect(costStep("prod", cost(1501), 500)).toMatchObject([
    {
      id: "cost-step",
      severity: "block",
      stack: "prod",
      what: "A month costs 501 USD more than before; the limit is 500.",
    },
  ]);
  expect([...costStep("prod", cost(1500), 500), ...costStep("prod", cost(10), 500)]).toEqual([]);
});

test("a bill is compared in whole cents: floating point blocks nothing, and a cent too much does", () => {
  const cost = (before: number, after: number) => ({
    currency: "USD" as const,
    before,
    after,
    drivers: [],
    unpriced: [],
    notes: [],
    pricesOf: "2026-11-01",
  });
  expect(512.2 - 12.2).toBeGreaterThan(500);
  expect(costStep("prod", cost(12.2, 512.2), 500)).toEqual([]);
  expect(costStep("prod", cost(12.2, 512.21), 500)).toMatchObject([
    { what: "A month costs 500.01 USD more than before; the limit is 500." },
  ]);
  expect(costStep("prod", cost(12.2, 1512.2), 1200.2)).toMatchObject([
    { what: "A month costs 1,500 USD more than before; the limit is 1,200.20." },
  ]);
});
