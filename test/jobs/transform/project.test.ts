import { mkdirSync, mkdtempSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { fingerprintOf, nodesOf } from "../../../jobs/transform/project.ts";

test("any file of a project changes its fingerprint, and so does a file's name", async () => {
  const project = mkdtempSync(join(tmpdir(), "plinth-project-"));
  mkdirSync(join(project, "models"));
  writeFileSync(join(project, "models", "a.sql"), "select 1");
  const first = await fingerprintOf(project);
  expect(await fingerprintOf(project)).toBe(first);
  writeFileSync(join(project, "models", "a.sql"), "select 2");
  const second = await fingerprintOf(project);
  renameSync(join(project, "models", "a.sql"), join(project, "models", "b.sql"));
  expect(new Set([first, second, await fingerprintOf(project)]).size).toBe(3);
});

test("a build of everything is of models, seeds, snapshots and tests, but for what is part of others", () => {
  const manifest = {
    nodes: {
      "model.shop.a": { resource_type: "model", config: { materialized: "table" } },
      "model.shop.part": { resource_type: "model", config: { materialized: "ephemeral" } },
      "test.shop.unique_a.1": { resource_type: "test", config: { materialized: "test" } },
      "snapshot.shop.s": { resource_type: "snapshot", config: { materialized: "snapshot" } },
      "seed.shop.c": { resource_type: "seed", config: { materialized: "seed" } },
      "analysis.shop.x": { resource_type: "analysis", config: {} },
      "operation.shop.on-run-end-0": { resource_type: "operation", config: {} },
    },
    unit_tests: { "unit_test.shop.a.counts": {} },
  };
  expect(nodesOf(JSON.stringify(manifest))).toEqual([
    "model.shop.a",
    "test.shop.unique_a.1",
    "snapshot.shop.s",
    "seed.shop.c",
    "unit_test.shop.a.counts",
  ]);
});
