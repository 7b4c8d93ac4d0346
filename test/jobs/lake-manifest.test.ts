import { expect, test } from "@jest/globals";
import { readLatest, readManifest } from "../../jobs/lake-manifest.ts";

const key = "raw/orders/ingest_dt=2026-01-15/_MANIFEST.json";
const file = { name: "part-1.json", bytes: 10, rows: 2, sha256: "a".repeat(64) };
const manifest = { version: 1, dataset: "raw/orders", ingestDate: "2026-01-15", runId: "run-1", files: [file] };
const pointer = { version: 1, manifest: key, runId: "run-1", at: "2026-01-15T02:15:00Z" };

test.each<[string, unknown, string]>([
  ["names a file twice", { ...manifest, files: [file, file] }, "it must name each file once"],
  ["names what is no data", { ...manifest, files: [{ ...file, name: "_staging" }] }, "file is"],
  ["lies in another day's folder", { ...manifest, ingestDate: "2026-01-16" }, "Write it where it belongs"],
  ["has a digest that is none", { ...manifest, files: [{ ...file, sha256: "abc" }] }, "files.0.sha256"],
  ["is of another version", { ...manifest, version: 2 }, "version"],
  ["says more than it may", { ...manifest, note: "hi" }, "note"],
])("a manifest that %s is refused", (_, document, message) => {
  expect(() => readManifest(key, JSON.stringify(document))).toThrow(message);
});

const source = {
  name: "a.jsonl",
  bytes: 9,
  version: "v1",
  read: 2,
  loaded: 2,
  quarantined: 0,
  late: 0,
  parts: ["part-1.json"],
};

test.each<[string, object[], string]>([
  ["lost a line", [{ ...source, read: 3 }], "a.jsonl has 3 lines; 2 loaded and 0 quarantined"],
  [
    "has another number of bad lines than its file",
    [{ ...source, read: 3, quarantined: 1 }],
    "its file there has another",
  ],
  [
    "loaded more than the parts hold",
    [{ ...source, read: 4, loaded: 4 }],
    "its sources loaded 4 rows; its files have 2",
  ],
  ["is named twice", [source, source], "it must name each file once"],
])("a manifest of which a source %s is refused", (_, sources, message) => {
  expect(() => readManifest(key, JSON.stringify({ ...manifest, sources }))).toThrow(message);
});

test("a manifest whose lines are all accounted for is read as it stands", () => {
  const bad = { ...file, name: "bad.jsonl", rows: 1 };
  const sources = [{ ...source, read: 3, quarantined: 1, quarantine: bad }];
  expect(readManifest(key, JSON.stringify({ ...manifest, sources })).sources).toEqual(sources);
});

test("a half-written manifest is refused with its key", () => {
  expect(() => readManifest(key, '{"version": 1,')).toThrow(`${key} is not JSON`);
});

test("a sound manifest is read as it stands", () => {
  expect(readManifest(key, JSON.stringify(manifest))).toEqual(manifest);
});

test.each(["raw/returns/ingest_dt=2026-01-15/_MANIFEST.json", "raw/orders/ingest_dt=2026-01-15/part-1.json"])(
  "a pointer to %s is refused: it is no manifest of its dataset",
  (target) => {
    const document = JSON.stringify({ ...pointer, manifest: target });
    expect(() => readLatest("raw/orders/_latest.json", document)).toThrow("a _MANIFEST.json of the same dataset");
  },
);

test("a sound pointer is read as it stands", () => {
  expect(readLatest("raw/orders/_latest.json", JSON.stringify(pointer))).toEqual(pointer);
});
