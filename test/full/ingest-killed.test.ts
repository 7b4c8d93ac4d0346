import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { Lake, order } from "../jobs/ingest/lake.ts";

jest.setTimeout(300_000);

const perFile = 20_000;
let lake: Lake;
beforeEach(() => {
  lake = new Lake();
  for (const day of ["2026-01-14", "2026-01-15", "2026-01-16"]) {
    for (const [index, name] of ["a.jsonl", "b.jsonl", "c.jsonl.gz"].entries()) {
      const lines = Array.from({ length: perFile }, (_, line) =>
        line % 1000 === 7 ? "bad" : order(index * perFile + line),
      );
      const content = `${lines.join("\n")}\n`;
      lake.drop(name, name.endsWith(".gz") ? gzipSync(content) : content, day);
    }
  }
});
afterEach(() => lake.remove());

/** Runs ingest and kills it after so many milliseconds. Answers whether it had ended before. */
async function runFor(milliseconds: number, runId: string): Promise<boolean> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "../jobs/ingest/ingester.ts"), lake.root, runId], {
    stdio: "ignore",
  });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const killed = sleep(milliseconds, null).then(() => child.kill("SIGKILL"));
  const code = await ended;
  await killed;
  return code === 0;
}

test("processes that are killed at any moment leave what the next one finishes", async () => {
  let kills = 0;
  // Later each time, until one is done: from its start through every day to its end.
  for (let wait = 200; !(await runFor(wait, `run-${kills % 2}`)); wait *= 1.4) kills += 1;
  expect(kills).toBeGreaterThan(3);
  const bad = 9 * (perFile / 1000);
  const rows = await lake.rows();
  expect(rows).toHaveLength(9 * perFile - bad);
  expect(new Set(rows.map(({ source_file, source_line }) => `${source_file}:${source_line}`)).size).toBe(rows.length);
  expect(lake.quarantined()).toHaveLength(bad);
  expect((await lake.ingest("last")).counts).toMatchObject({ kept: 9, read: 0 });
});

test("two processes at once end with every row once", async () => {
  const ended = await Promise.all([runFor(120_000, "run-1"), runFor(120_000, "run-2")]);
  expect(ended).toEqual([true, true]);
  const rows = await lake.rows();
  expect(new Set(rows.map(({ source_file, source_line }) => `${source_file}:${source_line}`)).size).toBe(rows.length);
  expect(rows).toHaveLength(9 * perFile - 9 * (perFile / 1000));
});
