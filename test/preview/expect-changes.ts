import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, jest, test } from "@jest/globals";
import { loadEnvironment } from "../../environments/catalog.ts";
import { readPrices } from "../../scripts/cost/prices.ts";
import type { EnvironmentPreview } from "../../scripts/preview/document.ts";
import { environmentPreview } from "../../scripts/preview/environment-preview.ts";
import { renderedPreview } from "../../scripts/preview/rendered.ts";
import { secretPlaces } from "../../scripts/preview/shown/rendered-secrets.ts";
import { recallOf, seen } from "./change-verdict.ts";
import { StandingEnvironment } from "./changed.ts";
import type { ChangeCase } from "./changes/change-case.ts";

/** Declares a test for each change, and one for all of them together. */
export function expectChanges(cases: readonly ChangeCase[]): void {
  jest.setTimeout(600_000);
  const folder = mkdtempSync(join(tmpdir(), "plinth-changes-"));
  const standing = new Map<string, Promise<StandingEnvironment>>();
  afterAll(async () => {
    const made = await Promise.allSettled(standing.values());
    await Promise.all(made.map((one) => (one.status === "fulfilled" ? one.value.end() : undefined)));
    rmSync(folder, { recursive: true, force: true });
  });
  const previews = new Map<ChangeCase, EnvironmentPreview>();
  const around = { waivers: [], prices: readPrices(), today: "2026-11-21" };

  async function standingOf(name: string): Promise<StandingEnvironment> {
    const found = standing.get(name);
    if (found) return await found;
    const made = loadEnvironment(name).then((environment) => StandingEnvironment.of(environment, join(folder, name)));
    standing.set(name, made);
    return await made;
  }

  test.each(cases.map((change): [string, ChangeCase] => [change.name, change]))("%s", async (_, change) => {
    const { environment, planned } = await (await standingOf(change.environment)).changed(change);
    const preview = environmentPreview(planned, { ...around, environment });
    previews.set(change, preview);
    expect(seen(change, preview)).toEqual({
      changes: change.changes,
      findings: change.findings.toSorted(),
      failed: change.failed ?? [],
    });
    expect(secretPlaces(rendered(preview))).toEqual([]);
  });

  test("whatever may lose or interrupt something is seen, and nothing harmless is kept from passing", () => {
    expect(previews.size).toBe(cases.length);
    const recalls = [...previews].map(([change, preview]) => recallOf(change, preview));
    const missed = recalls.flatMap(({ missed }) => missed);
    const labelled = recalls.reduce((sum, { labelled }) => sum + labelled, 0);
    const harmless = [...previews].filter(([change]) => change.harmless);
    const kept = harmless.filter(([, { verdict }]) => verdict === "blocked" || verdict === "failed");
    if (process.env.PLINTH_PRINT) {
      const recall = `${labelled - missed.length} of ${labelled} resources of R4 and R5 seen`;
      console.info(`${cases.length} changes, ${recall}; ${harmless.length} harmless, ${kept.length} of them blocked`);
    }
    expect(missed).toEqual([]);
    expect(kept.map(([{ name }]) => name)).toEqual([]);
  });
}

function rendered(environment: EnvironmentPreview): Map<string, string> {
  const commit = "0".repeat(40);
  return renderedPreview({
    version: 1,
    source: "rehearsed",
    base: { ref: "main", commit },
    head: { commit, uncommitted: false },
    environments: [environment],
  });
}
