import { readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
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

test.each<[string, string | Buffer]>([
  ["Windows' line ends", lines(order(1), order(2)).replaceAll("\n", "\r\n")],
  ["a byte order mark", `\uFEFF${lines(order(1), order(2))}`],
  ["no newline at its end", `${order(1)}\n${order(2)}`],
  ["blanks around its values", lines(` ${order(1).replaceAll('":', '" : ')}\t`, order(2))],
])("a file with %s is loaded whole", async (_, content) => {
  lake.drop("a.json", content);
  expect((await lake.ingest()).counts).toMatchObject({ read: 2, loaded: 2, quarantined: 0 });
  expect((await lake.rows()).map(({ source_line }) => source_line)).toEqual(["1", "2"]);
});

test("blank lines are none, and lines are counted with them", async () => {
  lake.drop("a.jsonl", `\n${order(1)}\n \r\n\n${order(2)}\n\n`);
  expect((await lake.ingest()).counts).toMatchObject({ read: 2, loaded: 2 });
  expect((await lake.rows()).map(({ source_line }) => source_line)).toEqual(["2", "5"]);
});

test.each([
  ["empty.jsonl", ""],
  ["empty.jsonl.gz", ""],
  ["empty.jsonl.gz", gzipSync("")],
])("an empty %s is taken once and loads nothing", async (name, content) => {
  lake.drop(name, content);
  expect((await lake.ingest()).counts).toMatchObject({ files: 1, kept: 0, read: 0 });
  expect((await lake.ingest()).counts).toMatchObject({ files: 0, kept: 1, read: 0 });
});

test("every column has its type, and JSON keeps every digit of whole numbers", async () => {
  const data = '{"big":12345678901234567890,"text":"é\\n"}';
  lake.drop("a.jsonl", `${order(1, { count: 7, good: true }).slice(0, -1)},"data":${data}}\n${order(2)}\n`);
  await lake.ingest();
  const [first, second] = await lake.rows();
  expect(first).toMatchObject({ amount: 0.25, count: "7", good: true, data, ingest_dt: day });
  expect(second).toMatchObject({ amount: 0.5, count: null, good: null, data: null });
});

test("what is no file of the layout is named and not guessed; what starts with _ or . is left out in silence", async () => {
  lake.drop("a.jsonl", lines(order(1)));
  for (const name of ["_SUCCESS", ".hidden.jsonl", "_MANIFEST.json"]) lake.drop(name, "not read");
  for (const name of ["a.csv", "my file.jsonl", "deep/a.jsonl"]) lake.drop(name, "not read");
  lake.drop("b.jsonl", lines(order(2)), "2026-02-30");
  const { counts, summary } = await lake.ingest();
  expect(counts).toMatchObject({ files: 1, loaded: 1, quarantined: 0, outside: 4 });
  for (const name of ["a.csv", "my file.jsonl", "deep/a.jsonl", "ingest_dt=2026-02-30/b.jsonl"]) {
    expect(summary.join("\n")).toMatch(new RegExp(`not read, .*: raw/orders/.*${name}`));
  }
});

test("a second run loads nothing and writes nothing", async () => {
  lake.drop("a.jsonl", lines(order(1), "bad"));
  lake.drop("b.jsonl.gz", gzipSync(lines(order(2))), "2026-01-16");
  await lake.ingest();
  const before = snapshot();
  const { counts } = await lake.ingest("run-2");
  expect(counts).toMatchObject({ files: 0, kept: 2, read: 0, loaded: 0, quarantined: 0 });
  expect(snapshot()).toEqual(before);
});

test("a changed file replaces its own rows and no others, also in a part they share", async () => {
  lake.drop("a.jsonl", lines(order(1), "bad"));
  lake.drop("b.jsonl", lines(order(2), order(3)));
  await lake.ingest();
  lake.append("a.jsonl", lines(order(4)));
  expect((await lake.ingest("run-2")).counts).toMatchObject({ files: 1, kept: 1, read: 3, loaded: 2, quarantined: 1 });
  expect((await lake.rows()).map(({ id, source_line }) => `${id.slice(-1)}@${source_line}`)).toEqual([
    "1@1",
    "4@3",
    "2@1",
    "3@2",
  ]);
  expect(lake.quarantined()).toMatchObject([{ line: 2, runId: "run-2" }]);
  expect(readdirSync(lake.path("quarantine", `raw/orders/ingest_dt=${day}`))).toHaveLength(1);
});

test("a mended file leaves nothing in quarantine", async () => {
  lake.drop("a.jsonl", lines("bad"));
  await lake.ingest();
  expect(lake.quarantined()).toHaveLength(1);
  lake.drop("a.jsonl", lines(order(1)));
  await lake.ingest("run-2");
  expect(lake.quarantined()).toEqual([]);
  expect((await lake.rows()).map(({ id }) => id.slice(-1))).toEqual(["1"]);
});

test("a file that is gone keeps its rows and is told of; loading the day again lets them go", async () => {
  lake.drop("a.jsonl", lines(order(1)));
  lake.drop("b.jsonl", lines(order(2)));
  await lake.ingest();
  rmSync(lake.path("bronze", `raw/orders/ingest_dt=${day}/a.jsonl`));
  const kept = await lake.ingest("run-2");
  expect(kept.counts).toMatchObject({ gone: 1, loaded: 0 });
  expect(kept.summary.join("\n")).toContain(`gone from bronze, known to silver: raw/orders/ingest_dt=${day}/a.jsonl`);
  expect(await lake.rows()).toHaveLength(2);
  await lake.ingest("run-3", { again: true });
  expect((await lake.rows()).map(({ id }) => id.slice(-1))).toEqual(["2"]);
});

test("a day is loaded again whatever its manifest says, and the days around it are not", async () => {
  for (const [index, date] of ["2026-01-14", day, "2026-01-16"].entries())
    lake.drop("a.jsonl", lines(order(index)), date);
  await lake.ingest();
  const { counts } = await lake.ingest("run-2", { again: true, range: { from: day, to: day } });
  expect(counts).toMatchObject({ files: 1, kept: 0, loaded: 1 });
  expect(lake.manifests().map(({ runId }) => runId)).toEqual(["run-1", "run-2", "run-1"]);
  expect(await lake.rows()).toHaveLength(3);
});

test("an event of days ago is loaded and counted as late", async () => {
  lake.drop(
    "a.jsonl",
    lines(order(1, { at: "2026-01-14T00:00:00" }), order(2, { at: "2026-01-13T23:59:59Z" }), order(2)),
  );
  expect((await lake.ingest()).counts).toMatchObject({ loaded: 3, late: 1 });
});

test("events that come again are loaded, and counted where they stand in one part", async () => {
  lake.drop("a.jsonl", lines(order(1), order(2), order(1), order(1, { amount: 9 })));
  lake.drop("b.jsonl", lines(order(2)));
  expect((await lake.ingest()).counts).toMatchObject({ loaded: 5, repeated: 3 });
  expect(await lake.rows()).toHaveLength(5);
});

test("readers are pointed to the newest day, also when a run was killed before it did so", async () => {
  lake.drop("a.jsonl", lines(order(1)), "2026-01-16");
  lake.drop("a.jsonl", lines(order(2)), day);
  await lake.ingest();
  const pointer = lake.path("silver", "orders/_latest.json");
  const manifest = "orders/ingest_dt=2026-01-16/_MANIFEST.json";
  expect(JSON.parse(readFileSync(pointer, "utf8"))).toMatchObject({ manifest, runId: "run-1" });
  rmSync(pointer);
  await lake.ingest("run-2");
  expect(JSON.parse(readFileSync(pointer, "utf8"))).toMatchObject({ manifest, runId: "run-1" });
});

test("a part that is not what its manifest says is not carried on", async () => {
  lake.drop("a.jsonl", lines(order(1)));
  lake.drop("b.jsonl", lines(order(2)));
  await lake.ingest();
  const [part] = lake.manifest().files;
  writeFileSync(lake.path("silver", `orders/ingest_dt=${day}/${part?.name}`), "other");
  lake.append("a.jsonl", lines(order(3)));
  await expect(lake.ingest("run-2")).rejects.toThrow("Run the backfill of 2026-01-15");
  expect((await lake.ingest("run-3", { again: true })).counts).toMatchObject({ loaded: 3 });
});

test("a run that was stopped ends as it was stopped and publishes nothing", async () => {
  lake.drop("a.jsonl", lines(order(1)));
  const stop = new AbortController();
  stop.abort(new Error("Stopped."));
  const { ingest } = await import("../../../jobs/ingest/ingest-job.ts");
  const { orders } = await import("./lake.ts");
  const job = { runId: "run-1", signal: stop.signal, log: () => {} };
  await expect(ingest([orders], lake.stores, job)).rejects.toThrow("Stopped.");
  expect(lake.manifests()).toEqual([]);
});

function snapshot(): string[] {
  return ["silver", "quarantine"].flatMap((zone) =>
    readdirSync(lake.path(zone, ""), { recursive: true, encoding: "utf8" })
      .sort()
      .map((name) => `${zone}/${name} ${statSync(lake.path(zone, name)).mtimeMs}`),
  );
}

test("a file that was only touched is taken again and changes nothing of the content", async () => {
  lake.drop("a.jsonl", lines(order(1)));
  await lake.ingest();
  const rows = await lake.rows();
  utimesSync(lake.path("bronze", `raw/orders/ingest_dt=${day}/a.jsonl`), 1, 1);
  expect((await lake.ingest("run-2")).counts).toMatchObject({ files: 1, loaded: 1 });
  expect(await lake.rows()).toEqual(rows);
});
