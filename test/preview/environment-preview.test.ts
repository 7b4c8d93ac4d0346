import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { prod } from "../../environments/prod.ts";
import { readPrices } from "../../scripts/cost/prices.ts";
import { previewDocument } from "../../scripts/preview/document.ts";
import { environmentPreview, failedPreview } from "../../scripts/preview/environment-preview.ts";
import type { PlannedStack } from "../../scripts/preview/plan/planned-stack.ts";
import { summaryOf } from "../../scripts/preview/words/summary.ts";
import { preview } from "./documents.ts";

const around = { environment: prod, waivers: [], prices: readPrices(), today: "2026-11-21" };
const golden = readFileSync(join(import.meta.dirname, "../golden/prod/prod-data.json"), "utf8");
const larger = golden.replace('"warehouse_size": "LARGE"', '"warehouse_size": "X-LARGE"');
const data = (texts: Partial<PlannedStack>): PlannedStack => ({
  stack: "prod-data",
  layer: "data",
  status: "planned",
  provisional: [],
  problems: [],
  events: [],
  ...texts,
});

test("a bill that grows beyond the limit blocks, but not that of a first deploy, however high", () => {
  expect(larger).not.toBe(golden);
  const grown = environmentPreview([data({ base: golden, head: larger })], around);
  expect([grown.verdict, grown.findings.map(({ id }) => id)]).toEqual(["blocked", ["cost-step"]]);
  const first = environmentPreview([data({ head: larger })], around);
  expect(first.cost?.after).toBeGreaterThan(1000);
  expect([first.cost?.before, first.verdict, first.findings]).toEqual([0, "unchanged", []]);
});

test("a waiver that expired is found in an environment in which nothing else is", () => {
  const waiver = {
    id: "cost-step",
    environment: "prod",
    address: "prod/cost",
    reason: "the larger warehouse was agreed on",
    owner: "data-engineering",
    expires: "2026-12-01",
  };
  const preview = (today: string) =>
    environmentPreview([data({ base: golden, head: larger })], { ...around, waivers: [waiver], today });
  expect(preview("2026-12-01").verdict).not.toBe("blocked");
  expect(preview("2026-12-02").findings.map(({ id }) => id)).toEqual(["cost-step", "waiver-expired"]);
});

test("an environment of which nothing could be planned failed, by its problems, in every file and in the terminal", () => {
  const failed = failedPreview("prod", "locked", ["environments/prod.ts: aws.region is missing"]);
  const document = preview(failed);
  expect(previewDocument.parse(document)).toEqual(document);
  const summary = summaryOf(document, "preview");
  expect(summary).toContain("prod: environments/prod.ts: aws.region is missing");
  expect(summary).toMatch(/failed\s+│ R0\s+│ not planned/);
});
