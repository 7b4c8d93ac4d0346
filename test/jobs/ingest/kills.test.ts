import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { Killed, killedAt, watching } from "./between.ts";
import { Lake, order } from "./lake.ts";

jest.setTimeout(300_000);

/** A lake with two days in silver, of which one has changed since: a new, a changed and a mended file, in parts they share. */
let changed: Lake;
let expected: Awaited<ReturnType<typeof content>>;
let operations = 0;

beforeAll(async () => {
  changed = new Lake();
  changed.drop("a.jsonl", lines(order(1), "bad", order(2)));
  changed.drop("b.jsonl", lines(order(3), "bad"));
  changed.drop("c.jsonl", lines(order(4)));
  changed.drop("a.jsonl", lines(order(5)), "2026-01-16");
  await changed.ingest("run-1");
  changed.append("a.jsonl", lines(order(6), "worse"));
  changed.drop("b.jsonl", lines(order(3)));
  changed.drop("d.jsonl.gz", gzipSync(lines(order(7), "bad")));
  const clean = changed.copy();
  const watched = watching(() => {});
  await clean.ingest("run-2", {}, clean.through(watched.wrap));
  expected = await content(clean);
  operations = watched.count();
  clean.remove();
});
afterAll(() => changed.remove());

const lines = (...all: string[]) => all.map((line) => `${line}\n`).join("");

/** Everything that readers of the lake find, but for the names of runs. */
async function content(lake: Lake) {
  const quarantined = lake.quarantined().map(({ runId: _, ...line }) => line);
  const ledger = lake.manifests().map(({ ingestDate, sources = [] }) => ({
    ingestDate,
    sources: sources.map(({ parts: _, quarantine, ...source }) => ({ ...source, bad: quarantine?.rows })),
  }));
  return { rows: await lake.rows(), quarantined, ledger };
}

test("what is to be found at the end is what the files hold", () => {
  expect(expected.rows.map(({ id }) => Number(id.slice(-2)))).toEqual([1, 2, 6, 3, 4, 7, 5]);
  expect(expected.quarantined).toHaveLength(3);
});

test("a run killed before or after any operation of the store is made good by the next", async () => {
  // Killed after one operation is killed before the next.
  for (let number = 1; number <= operations + 1; number += 1) {
    const lake = changed.copy();
    const when = number > operations ? "after" : "before";
    const dying = lake.ingest("run-2", {}, lake.through(watching(killedAt(Math.min(number, operations), when)).wrap));
    await expect(dying).rejects.toThrow(Killed);
    await lake.ingest("run-2");
    expect({ number, ...(await content(lake)) }).toEqual({ number, ...expected });
    lake.remove();
  }
  expect(operations).toBeGreaterThan(25);
});

test("of two runs at once, one in the middle of any operation of the other, both end well", async () => {
  for (let number = 1; number <= operations; number += 1) {
    const lake = changed.copy();
    let second: unknown;
    const watched = watching(async (at, when) => {
      // A zombie of the same run, or another run.
      if (at === number && when === "before") second = await lake.ingest(number % 2 === 0 ? "run-2" : "run-3");
    });
    await lake.ingest("run-2", {}, lake.through(watched.wrap));
    expect(second).toBeDefined();
    expect({ number, ...(await content(lake)) }).toEqual({ number, ...expected });
    lake.remove();
  }
});
