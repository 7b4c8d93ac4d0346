import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { escapeUTF8 } from "entities";
import { prod } from "../../environments/prod.ts";
import { shownBundle } from "../../scripts/apply/shown.ts";
import { makeBundle } from "../../scripts/bundle/make.ts";
import { readBundle } from "../../scripts/bundle/read.ts";
import { readPrices } from "../../scripts/cost/prices.ts";
import { Expectations } from "../../scripts/drift/expectations.ts";
import { judged } from "../../scripts/drift/stack-drift.ts";
import { toldDrift } from "../../scripts/drift/told.ts";
import type { PreviewDocument } from "../../scripts/preview/document.ts";
import { environmentPreview } from "../../scripts/preview/environment-preview.ts";
import { readPlan } from "../../scripts/preview/plan/plan.ts";
import type { PlannedStack } from "../../scripts/preview/plan/planned-stack.ts";
import { renderedPreview } from "../../scripts/preview/rendered.ts";
import { summaryOf } from "../../scripts/preview/words/summary.ts";
import { newKey, planned, reviewed } from "../scripts/bundle/reviewed.ts";
import { changeOf } from "./analyzed.ts";
import { preview } from "./documents.ts";
import { type Sentinel, sentinels } from "./sentinels.ts";

const around = { environment: prod, waivers: [], prices: readPrices(), today: "2026-11-21" };
const identity = process.env.PLINTH_BUNDLE_IDENTITY;
let recipient = "";

beforeAll(async () => {
  const key = await newKey();
  recipient = key.recipient;
  process.env.PLINTH_BUNDLE_IDENTITY = key.identity;
});
afterAll(() => {
  if (identity === undefined) delete process.env.PLINTH_BUNDLE_IDENTITY;
  else process.env.PLINTH_BUNDLE_IDENTITY = identity;
});

/** A plan in which a secret stands wherever Terraform writes values, and much is done with it. */
function planWith({ secret, type, values }: Sentinel): string {
  const [old, now] = [values(secret), values(`${secret}2`)];
  const change = (name: string, actions: string[], before: object | null, after: object | null) =>
    changeOf(`${type}.${name}`, actions, { before, after });
  const changes = [
    change("made", ["create"], null, old),
    change("changed", ["update"], old, now),
    change("set", ["update"], {}, old),
    change("replaced", ["delete", "create"], old, now),
    change("gone", ["delete"], old, null),
    change("left", ["forget"], old, null),
  ];
  const resources = [{ address: `${type}.changed`, mode: "managed", type, values: old }];
  return JSON.stringify({
    format_version: "1.2",
    resource_changes: changes,
    resource_drift: [change("changed", ["update"], old, now), change("gone", ["delete"], old, null)],
    output_changes: { handover: { actions: ["update"], before: { url: secret }, after: { url: `${secret}2` } } },
    planned_values: { outputs: { url: { value: secret } }, root_module: { resources } },
    prior_state: { values: { outputs: { url: { value: secret } }, root_module: { resources } } },
    variables: { password: { value: secret } },
    configuration: { root_module: { resources: [{ address: `${type}.changed`, expressions: values(secret) }] } },
    checks: [{ address: { to_display: "check.a" }, status: "fail", instances: [{ problems: [{ message: secret }] }] }],
  });
}

const standing = { name: "a", bucket: "a" };
const stack = (plan: string): PlannedStack => ({
  stack: "prod-data",
  layer: "data",
  status: "planned",
  provisional: [],
  problems: [],
  events: [],
  plan,
  base: JSON.stringify({ resource: { aws_s3_bucket: { a: standing } } }),
  head: JSON.stringify({ resource: { aws_s3_bucket: { a: standing } } }),
});

/** A secret as it is written: as it is, in JSON, in HTML, and each of its longer lines. */
function forms(secret: string): string[] {
  const lines = secret.split("\n").filter((line) => line.length > 8);
  return [secret, ...lines].flatMap((text) => [text, JSON.stringify(text).slice(1, -1), escapeUTF8(text)]);
}

function expectNothing(texts: readonly string[], secret: string): void {
  for (const text of texts) {
    expect(text.length).toBeGreaterThan(50);
    for (const form of forms(secret)) expect(text).not.toContain(form);
  }
}

test.each(sentinels)("a secret of the kind $kind is in no file of a preview, nor in the terminal", (sentinel) => {
  const document: PreviewDocument = preview(environmentPreview([stack(planWith(sentinel))], around));
  expect(document.environments[0]?.stacks[0]?.changes).toHaveLength(6);
  const files = renderedPreview(document);
  expect(files.size).toBe(3);
  expectNothing([...files.values(), summaryOf(document, "preview")], sentinel.secret);
});

test.each(sentinels)("a secret of the kind $kind is in nothing that drift says", (sentinel) => {
  const plan = readPlan(planWith(sentinel), "prod-data");
  const found = judged("prod-data", plan, new Expectations([], "2026-11-21"));
  expect(found.drifted).toHaveLength(2);
  const drift = { environment: "prod", stacks: [{ stack: "prod-data", deployed: true, ...found }], notices: [] };
  expectNothing([toldDrift(drift), JSON.stringify(drift)], sentinel.secret);
});

test.each(sentinels)(
  "a secret of the kind $kind is not legible in a bundle, nor in what apply shows of it",
  async (sentinel) => {
    const plan = planWith(sentinel);
    const shown = { ...environmentPreview([stack(plan)], around), name: "dev" };
    const bytes = await makeBundle(reviewed(recipient, [planned("data", plan)], { preview: shown }));
    const { secret } = sentinel;
    for (const form of [...forms(secret), Buffer.from(secret).toString("base64")])
      expect(bytes.includes(form)).toBe(false);
    const file = join(mkdtempSync(join(tmpdir(), "plinth-sentinel-")), "dev.bundle");
    writeFileSync(file, bytes);
    const opened = await readBundle(file, { environment: reviewed(recipient, []).environment, home: undefined });
    expectNothing([shownBundle(opened)], secret);
  },
);

test("what is looked for would be found: a plan's own text has it in each of its kinds", () => {
  for (const sentinel of sentinels) {
    const text = planWith(sentinel);
    expect(forms(sentinel.secret).some((form) => text.includes(form))).toBe(true);
  }
});
