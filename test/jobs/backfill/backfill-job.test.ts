import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { runBackfill } from "../../../jobs/backfill/backfill-job.ts";
import { type ContractOf, jobContract } from "../../../jobs/contract.ts";
import { publishContract } from "../contract.ts";
import { Lake, order, orders } from "../ingest/lake.ts";

let lake: Lake;
beforeEach(() => {
  lake = new Lake();
  for (const database of ["ANALYTICS", "CONTROL"])
    mkdirSync(join(lake.root, "databases", database), { recursive: true });
});
afterEach(() => lake.remove());

function contract(): ContractOf<"backfill"> {
  const zone = (bucket: string, access: string) => ({ bucket, access });
  const parsed = jobContract.parse({
    ...publishContract(),
    kind: "backfill",
    job: "backfill",
    lake: { bronze: zone("bronze", "read"), silver: zone("silver", "write"), quarantine: zone("quarantine", "write") },
    artifacts: { bucket: "artifacts" },
    ingest: { sources: [orders] },
  });
  if (parsed.kind !== "backfill") throw new Error("It is another kind's contract.");
  return parsed;
}

const run = (env: NodeJS.ProcessEnv, ...args: string[]) =>
  runBackfill(contract(), {
    root: lake.root,
    env: { PLINTH_BUCKETS: lake.root, PLINTH_DATABASES: join(lake.root, "databases"), ...env },
    runId: "run-2",
    arguments: args,
    signal: new AbortController().signal,
    log: () => {},
  });

const published = () => readdirSync(join(lake.root, "databases/ANALYTICS"));

test.each<[string, string[], string]>([
  ["without days", [], "--from"],
  ["with one end", ["--from", "2026-01-15"], "--to"],
  ["with a day that does not exist", ["--from", "2026-02-30", "--to", "2026-03-01"], "It must be a day that exists"],
  ["backwards", ["--from", "2026-01-16", "--to", "2026-01-15"], "it must not be after --to"],
])("a backfill %s is refused before anything is read", async (_, args, message) => {
  await expect(run({}, ...args)).rejects.toThrow(message);
  expect(existsSync(lake.path("silver", "orders"))).toBe(false);
});

test("days of which bronze has nothing are refused, and nothing is published", async () => {
  lake.drop("a.jsonl", `${order(1)}\n`);
  await expect(run({}, "--from", "2026-01-16", "--to", "2026-01-17")).rejects.toThrow(
    "backfill: the days are 2026-01-16 to 2026-01-17; the bronze zone must have files of them, and has none.",
  );
  expect(published()).toEqual([]);
});

test("days are taken anew before the publish, and stay so when the publish fails", async () => {
  lake.drop("a.jsonl", `${order(1)}\n`);
  await lake.ingest("run-1");
  await expect(run({ PLINTH_DBT: "/nowhere/dbt" }, "--from", "2026-01-15", "--to", "2026-01-15")).rejects.toThrow();
  expect(lake.manifest().runId).toBe("run-2");
  expect(await lake.rows()).toHaveLength(1);
});
