import { expect, test } from "@jest/globals";
import { JobFailure } from "../../jobs/failure.ts";
import { datasetFolder, keyOf, type LakePlace, placeOf, rawDataset, stagingFolder } from "../../jobs/lake-layout.ts";

const dataset = "raw/orders";

test.each(["2026-02-30", "2026-13-01", "2026-1-5", "0026-01-05", "today", "2026-01-15T00:00:00Z", "", "../x"])(
  "%p is no day of ingestion",
  (ingestDate) => {
    expect(() => keyOf({ kind: "manifest", dataset, ingestDate })).toThrow(JobFailure);
    expect(() => keyOf({ kind: "data", dataset, ingestDate, file: "a.json" })).toThrow("it must be a day that exists");
  },
);

test.each(["", "..", "a/b", "_hidden", "run 1", "x".repeat(129)])("%p is no run's id", (runId) => {
  expect(() => stagingFolder(dataset, runId)).toThrow("runId is");
});

test.each(["", "/raw", "raw/", "raw//orders", "Raw", "raw/_staging", "raw/../gold", "raw/ingest_dt=2026-01-15"])(
  "%p is no dataset",
  (name) => {
    expect(() => datasetFolder(name)).toThrow("dataset is");
  },
);

test.each(["_MANIFEST.json", ".part", "", "a/b", "a b"])("%p is no file of data", (file) => {
  expect(() => keyOf({ kind: "data", dataset, ingestDate: "2026-01-15", file })).toThrow("file is");
});

test("a key that S3 would refuse for its length is refused before", () => {
  const place = { kind: "data", dataset, ingestDate: "2026-01-15" } as const;
  const rest = keyOf({ ...place, file: "a" }).length - 1;
  expect(keyOf({ ...place, file: "a".repeat(1024 - rest) })).toHaveLength(1024);
  expect(() => keyOf({ ...place, file: "a".repeat(1025 - rest) })).toThrow("S3 takes 1024 bytes");
});

test.each([
  "raw/orders/part-1.json",
  "raw/orders/ingest_dt=2026-02-30/part-1.json",
  "raw/orders/ingest_dt=2026-01-15/",
  "raw/orders/ingest_dt=2026-01-15/_other.json",
  "raw/orders/_staging/run-1/deep/part-1.json",
  "_latest.json",
  "",
])("%p is not guessed to be anything", (key) => {
  expect(() => placeOf(key)).toThrow(JobFailure);
});

const places: readonly (readonly [string, LakePlace])[] = [
  [
    "raw/orders/ingest_dt=2026-01-15/part-1.json",
    { kind: "data", dataset, ingestDate: "2026-01-15", file: "part-1.json" },
  ],
  ["raw/orders/ingest_dt=2024-02-29/_MANIFEST.json", { kind: "manifest", dataset, ingestDate: "2024-02-29" }],
  [
    "raw/orders/_staging/publish-20260115T0215-a1/a.parquet",
    { kind: "staged", dataset, runId: "publish-20260115T0215-a1", file: "a.parquet" },
  ],
  ["raw/orders/_latest.json", { kind: "latest", dataset }],
];

test.each(places)("%s is a place, and the place has that key", (key, place) => {
  expect(keyOf(place)).toBe(key);
  expect(placeOf(key)).toEqual(place);
});

test("ten thousand made-up places come back from their keys", () => {
  const letters = "abcdefghijklmnopqrstuvwxyz0123456789";
  let state = 1;
  const next = (limit: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % limit;
  };
  const word = () => Array.from({ length: 1 + next(8) }, () => letters[next(36)]).join("");
  const kinds = ["data", "manifest", "staged", "latest"] as const;
  const seen = new Set<string>();
  for (let count = 0; count < 10_000; count += 1) {
    const name = Array.from({ length: 1 + next(3) }, word).join("/");
    const ingestDate = new Date(next(40_000) * 86_400_000).toISOString().slice(0, 10);
    const file = `${word()}.${word()}`;
    const all = {
      data: { kind: "data", dataset: name, ingestDate, file },
      manifest: { kind: "manifest", dataset: name, ingestDate },
      staged: { kind: "staged", dataset: name, runId: word(), file },
      latest: { kind: "latest", dataset: name },
    } as const;
    const place = all[kinds[next(4)] ?? "data"];
    expect(placeOf(keyOf(place))).toEqual(place);
    seen.add(place.kind);
  }
  expect([...seen].sort()).toEqual(["data", "latest", "manifest", "staged"]);
});

test("what comes from a source lies in its own folder of the raw layer", () => {
  expect(rawDataset("user_events")).toBe("raw/user_events");
  expect(() => rawDataset("")).toThrow("dataset is");
  expect(stagingFolder(dataset, "run-1")).toBe("raw/orders/_staging/run-1/");
});
