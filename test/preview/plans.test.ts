import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { z } from "zod";
import { analyzeStack } from "../../scripts/preview/analysis.ts";
import { readPlan } from "../../scripts/preview/plan/plan.ts";
import { stackContext } from "./analyzed.ts";

// The plans are written by hand, after the plan format's documentation and the providers' public pages of each type, so that
// they share no mistake with the simulated providers.
const labels = z
  .record(
    z.string(),
    z.strictObject({
      protection: z.enum(["ephemeral", "standard", "locked"]),
      /** Nothing in it may keep a preview from passing. */
      harmless: z.boolean(),
      /** Address → action and class. */
      changes: z.record(z.string(), z.string()),
      /** Id, address and severity of each finding. */
      findings: z.array(z.string()),
    }),
  )
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, "plan-labels.json"), "utf8")));

const names = readdirSync(join(import.meta.dirname, "plans")).map((file) => file.replace(/\.json$/, ""));

function analysis(name: string) {
  const place = join(import.meta.dirname, "plans", `${name}.json`);
  const context = stackContext();
  const environment = { ...context.environment, protection: labels[name]?.protection ?? "locked" };
  const readings = [{ of: "data", path: ["handover", "keyArns", "logs"], by: "prod-jobs", ends: false }];
  return analyzeStack(readPlan(readFileSync(place, "utf8"), place), { ...context, environment, readings });
}

test("every plan is labelled, and there are enough of both kinds", () => {
  expect(Object.keys(labels).sort()).toEqual(names.sort());
  expect(names.length).toBeGreaterThanOrEqual(20);
  expect(Object.values(labels).filter(({ harmless }) => harmless).length).toBeGreaterThanOrEqual(5);
});

test.each(names)("%s: its changes rank as labelled", (name) => {
  const { stack } = analysis(name);
  const changes = Object.fromEntries(stack.changes.map(({ address, action, risk }) => [address, `${action} ${risk}`]));
  expect(changes).toEqual(labels[name]?.changes);
});

test.each(names)("%s: the findings are the labelled ones", (name) => {
  const { findings } = analysis(name);
  expect(findings.map(({ id, address, severity }) => `${id} ${address} ${severity}`).sort()).toEqual(
    labels[name]?.findings,
  );
});

test.each(names.filter((name) => labels[name]?.harmless))("%s: nothing blocks it", (name) => {
  expect(analysis(name).findings.filter(({ severity }) => severity === "block")).toEqual([]);
});
