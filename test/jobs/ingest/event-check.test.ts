import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { day, Lake, order } from "./lake.ts";

jest.setTimeout(60_000);

let lake: Lake;
beforeEach(() => {
  lake = new Lake();
});
afterEach(() => lake.remove());

const lines = (...all: string[]) => all.map((line) => `${line}\n`).join("");

test.each<[string, string | Buffer, string]>([
  ["is cut off", order(2).slice(0, -3), "it is not JSON: "],
  ["is no JSON", "hello", "it is not JSON: "],
  ["is a list", `[${order(2)}]`, "the event is a list; it must be object"],
  ["lacks its time", '{"id":"00000000-0000-4000-8000-000000000002"}', "at is missing; it is required"],
  ["has an id that is none", order(2, { id: "x" }), 'id is "x"; it must match format "uuid"'],
  ["has a field nobody knows", order(2, { debug: true }), '"debug" is a field that the schema does not know'],
  ["breaks a rule deep inside", order(2, { data: { country: "usa" } }), 'data.country is "usa"; it must match pattern'],
  ["has no time in UTC", order(2, { at: "2026-01-15T09:30:00+02:00" }), "at is"],
  ["has a day that does not exist", order(2, { at: "2026-02-30T09:30:00" }), "at is"],
  ["names a field twice", `{"amount":1,${order(2).slice(1)}`, "it names a field twice"],
  ["names a field twice deep inside", order(2, { data: { a: 1 } }).replace('"a":1', '"a":1,"a" : 2'), "a field twice"],
  ["holds half a character", order(2, { data: { name: "\ud83d" } }), "it holds half a character"],
  ["has a whole number beyond what is exact", order(2, { count: 2 ** 60 }), "count is"],
  ["has a number too large for any", order(2).replace('"amount":0.5', '"amount":1e999'), "amount is"],
  [
    "is nested too deeply",
    order(2, { data: { a: 0 } }).replace(":0}", `:${"[".repeat(9999)}${"]".repeat(9999)}}`),
    "deeper",
  ],
  ["is not UTF-8", Buffer.from(order(2, { data: { name: "Café" } }), "latin1"), "it is not UTF-8"],
])("a line that %s is quarantined with file, line and reason", async (_, bad, reason) => {
  lake.drop("a.jsonl", Buffer.concat([Buffer.from(lines(order(1))), Buffer.from(bad), Buffer.from(`\n${order(3)}\n`)]));
  const report = await lake.ingest();
  const [only, ...more] = lake.quarantined();
  expect(more).toEqual([]);
  expect(only).toMatchObject({
    source: "orders",
    file: `raw/orders/ingest_dt=${day}/a.jsonl`,
    line: 2,
    reason: expect.stringContaining(reason),
    runId: "run-1",
  });
  expect((await lake.rows()).map((row) => row.source_line)).toEqual(["1", "3"]);
  expect(report.counts).toMatchObject({ read: 3, loaded: 2, quarantined: 1 });
});

test("values of events are in quarantine, and in no log and no report", async () => {
  const secret = "sentinel-7f3a";
  const bad = [order(1, { id: secret }), order(2, { [secret]: 1 }), order(3, { at: secret }), `{"${secret}`];
  lake.drop("a.jsonl", lines(...bad, order(4, { data: { tags: { [secret]: 1 } } }), order(5, { count: secret })));
  const report = await lake.ingest();
  expect(lake.quarantined().filter(({ raw }) => raw.includes(secret))).toHaveLength(6);
  expect(JSON.stringify(report)).not.toContain(secret);
});

test("a very long line is quarantined without being held, and the lines around it are loaded", async () => {
  const long = "x".repeat(11 * 1024 * 1024);
  lake.drop("a.jsonl", lines(order(1), long, order(3)));
  await lake.ingest();
  const [only] = lake.quarantined();
  expect(only).toMatchObject({ line: 2, reason: `it has ${long.length} bytes; an event has at most 10485760` });
  expect(only?.raw.length).toBeLessThan(5000);
  expect((await lake.rows()).map((row) => row.source_line)).toEqual(["1", "3"]);
});

test("a compressed file that breaks off is loaded as far as it goes, and says so in quarantine", async () => {
  const whole = gzipSync(lines(...Array.from({ length: 20_000 }, (_, index) => order(index))));
  lake.drop("a.jsonl.gz", whole.subarray(0, whole.length / 2));
  const report = await lake.ingest();
  const rows = await lake.rows();
  const [only, ...more] = lake.quarantined();
  expect(more).toEqual([]);
  expect(only).toMatchObject({ line: rows.length + 1, reason: expect.stringContaining("its file breaks off") });
  expect(rows.length).toBeGreaterThan(1000);
  expect(report.counts.read).toBe(rows.length + 1);
});

test("a file called .gz that is not compressed loads nothing and says so", async () => {
  lake.drop("a.jsonl.gz", lines(order(1)));
  await lake.ingest();
  expect(lake.quarantined()).toMatchObject([{ line: 1, reason: expect.stringContaining("incorrect header check") }]);
});
