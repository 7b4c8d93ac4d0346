import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { type ContractOf, jobContract } from "../../../jobs/contract.ts";
import { runMaintenance } from "../../../jobs/maintenance/maintenance-job.ts";
import { publishContract } from "../contract.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "plinth-maintenance-"));
  for (const bucket of ["silver", "gold", "artifacts"]) mkdirSync(join(home, "buckets", bucket), { recursive: true });
  for (const database of ["ANALYTICS", "CONTROL"]) mkdirSync(join(home, "databases", database), { recursive: true });
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function contract(): ContractOf<"maintenance"> {
  const parsed = jobContract.parse({
    ...publishContract(),
    kind: "maintenance",
    job: "maintenance",
    lake: { silver: { bucket: "silver", access: "write" }, gold: { bucket: "gold", access: "read" } },
    artifacts: { bucket: "artifacts" },
    maintenance: { stagingHours: 48 },
  });
  if (parsed.kind !== "maintenance") throw new Error("It is another kind's contract.");
  return parsed;
}

function leave(zone: string, hoursOld: number): void {
  const folder = join(home, "buckets", zone, "orders/_staging/run-1");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "part-1.parquet"), "x");
  const at = Date.now() / 1000 - hoursOld * 3600;
  utimesSync(join(folder, "part-1.parquet"), at, at);
}

const run = (...args: string[]) =>
  runMaintenance(contract(), {
    root: "",
    env: { PLINTH_BUCKETS: join(home, "buckets"), PLINTH_DATABASES: join(home, "databases") },
    runId: "run-2",
    arguments: args,
    signal: new AbortController().signal,
    log: () => {},
  });

const staged = (zone: string) =>
  readdirSync(join(home, "buckets", zone), { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".parquet"),
  );

test("a zone that is not deployed is named, and nothing is removed", async () => {
  leave("silver", 100);
  rmSync(join(home, "buckets/gold"), { recursive: true });
  await expect(run()).rejects.toThrow("bucket gold (lake zone gold) is not deployed");
  expect(staged("silver")).toHaveLength(1);
});

test("a dry run says what there is to remove, and removes nothing", async () => {
  leave("silver", 100);
  const { summary } = await run("--dry-run");
  expect(summary[0]).toBe("1 unfinished files of 1 runs would be removed");
  expect(staged("silver")).toHaveLength(1);
});

test("unfinished files go from the zones it may write, and from no other", async () => {
  leave("silver", 100);
  leave("gold", 100);
  const { summary, counts } = await run();
  expect(summary).toEqual(["1 unfinished files of 1 runs removed", "0 versions removed"]);
  expect(counts).toEqual({ staged: 1, versions: 0 });
  expect(staged("silver")).toEqual([]);
  expect(staged("gold")).toHaveLength(1);
});
