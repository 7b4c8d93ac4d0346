import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { loadEnvironment } from "../../environments/catalog.ts";
import { type Layer, layers } from "../../environments/layers.ts";
import { type FaultInput, keyOf, readFaults } from "../../rehearsal/faults/fault.ts";
import { Progress } from "../../rehearsal/faults/progress.ts";
import { synthesized } from "../../scripts/goldens.ts";
import { drift } from "../support/drift.ts";
import { RehearsedEnvironment, unchanged } from "../support/rehearsed-environment.ts";

jest.setTimeout(600_000);

/** Layers of which none waits for another. */
const waves: readonly (readonly Layer[])[] = [["foundation"], ["data", "workers"], ["jobs"]];
/** What only a place that keeps audit logs from deletion has; dev's protection does not. */
const lock = "aws_s3_bucket_object_lock_configuration";
/** Types of which every argument names another object or makes another one: nothing of them is updated. */
const fixed = [
  "aws_cloudwatch_event_target",
  "aws_cloudwatch_log_stream",
  "aws_ecr_lifecycle_policy",
  "aws_eks_access_policy_association",
  "aws_iam_role_policy_attachment",
  "aws_kms_alias",
  "aws_route",
  "aws_route_table_association",
  "snowflake_grant_account_role",
  "snowflake_grant_ownership",
  "snowflake_grant_privileges_to_account_role",
];

let dev: RehearsedEnvironment;
let types: string[];
/** Every failing run is struck by at least one fault that has not struck before: no more of them than types. */
let most: number;
const figures: Record<string, unknown> = {};

beforeAll(async () => {
  // Its protection lets everything be destroyed again; prod's types are all among its own.
  dev = await RehearsedEnvironment.of("dev");
  types = await typesOf("dev");
  most = types.length;
});

afterAll(() => console.log(JSON.stringify(figures)));

test("dev has every type of resource that prod has but the lock of the audit logs", async () => {
  expect((await typesOf("prod")).filter((type) => !types.includes(type))).toEqual([lock]);
});

test("one create of every type fails, and the runs after that converge", async () => {
  dev.setFaults(types.map((type): FaultInput => ({ fail: "create", address: `${type}.*` })));
  let failed = 0;
  for (const wave of waves) failed += await convergeEach(wave);
  const { faults } = await dev.run(layers);
  expect(faults.filter(({ met }) => met !== 1)).toEqual([]);
  expect(await dev.pending(layers)).toEqual(unchanged);
  figures.creates = { types: types.length, failedRuns: failed };
});

test("one update of every type that can be updated fails, and the run after that converges", async () => {
  const drifted = drift(dev.cloud);
  dev.setFaults(drifted.map((type): FaultInput => ({ fail: "update", address: `${type}.*` })));
  let failed = 0;
  for (const wave of waves) failed += await convergeEach(wave);
  const { faults } = await dev.run(layers);
  expect(faults.filter(({ met }) => met !== 1)).toEqual([]);
  expect(types.filter((type) => !drifted.includes(type))).toEqual(fixed);
  expect(await dev.pending(layers)).toEqual(unchanged);
  figures.updates = { types: drifted.length, failedRuns: failed };
});

test("one delete of every type fails, and destroying again leaves nothing", async () => {
  dev.setFaults(types.map((type): FaultInput => ({ fail: "delete", address: `${type}.*` })));
  let failed = 0;
  for (const wave of [...waves].reverse()) {
    for (let left = [...wave]; left.length > 0 && failed < most; failed++) {
      const codes = await Promise.all(left.map((layer) => dev.destroy(`dev-${layer}`)));
      left = left.filter((_, index) => codes[index] !== 0);
    }
  }
  expect(dev.orphans()).toEqual([]);
  expect(unmet()).toEqual([]);
  figures.deletes = { types: types.length, runs: failed };
});

test("create and update of the lock of the audit logs fail, and the runs after that converge", async () => {
  const staging = await RehearsedEnvironment.of("staging");
  staging.setFaults([{ fail: "create", address: `${lock}.*` }]);
  expect(await staging.converge(["foundation"], most)).toBe(1);
  expect(drift(staging.cloud)).toContain(lock);
  staging.setFaults([{ fail: "update", address: `${lock}.*` }]);
  expect(await staging.converge(["foundation"], most)).toBe(1);
  expect(await staging.pending(["foundation"])).toEqual(unchanged);
});

/** Layers side by side, each for itself: one that is through is not run again. */
async function convergeEach(wave: readonly Layer[]): Promise<number> {
  const failed = await Promise.all(wave.map((layer) => dev.converge([layer], most)));
  return failed.reduce((sum, count) => sum + count, 0);
}

async function typesOf(name: string): Promise<string[]> {
  const stacks = [...synthesized(await loadEnvironment(name)).values()];
  return [...new Set(stacks.flatMap(({ resource }) => Object.keys(Object(resource))))].sort();
}

/** Faults that did not strike exactly once. */
function unmet(): string[] {
  const progress = new Progress(dev.cloud);
  const missed = readFaults(dev.cloud).filter((fault) => progress.count(keyOf(fault)) !== 1);
  return missed.map((fault) => JSON.stringify(fault));
}
