import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { type MadeEvents, writeEvents } from "../../../examples/events/events.ts";
import { malformations } from "../../../examples/events/malformed.ts";
import { eventCheck } from "../../../jobs/ingest/event-check.ts";
import { columnsOf } from "../../../jobs/ingest/event-schema.ts";

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), "plinth-events-"));
});
afterEach(() => rmSync(out, { recursive: true, force: true }));

const files = () =>
  readdirSync(out, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(out, name)).isFile())
    .sort();

function linesOf(file: string): Buffer[] {
  const raw = readFileSync(join(out, file));
  const text = (file.endsWith(".gz") ? gunzipSync(raw) : raw).toString("latin1");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => Buffer.from(line, "latin1"));
}

function sourceOf(topic: string) {
  const schema = JSON.parse(
    readFileSync(join(import.meta.dirname, `../../../environments/schemas/${topic}.json`), "utf8"),
  );
  return { name: topic, from: `raw/${topic}`, to: topic, schema, key: ["timestamp"], time: "timestamp", lateHours: 24 };
}

test("a file that is there already is left as it is", async () => {
  await writeEvents({ out, seed: 1, events: 300 });
  const [first = ""] = files();
  writeFileSync(join(out, first), "mine");
  await writeEvents({ out, seed: 1, events: 300 });
  expect(readFileSync(join(out, first), "utf8")).toBe("mine");
});

test("the same terms make the same bytes, another seed makes others", async () => {
  const contents = () => files().map((file) => readFileSync(join(out, file), "base64"));
  await writeEvents({ out, seed: 1, events: 3000, perFile: 200 });
  const before = contents();
  rmSync(join(out, "raw"), { recursive: true });
  await writeEvents({ out, seed: 1, events: 3000, perFile: 200 });
  expect(contents()).toEqual(before);
  rmSync(join(out, "raw"), { recursive: true });
  await writeEvents({ out, seed: 2, events: 3000, perFile: 200 });
  expect(contents()).not.toEqual(before);
});

test("exactly the malformed lines break the topics' schemas, in every way there is", async () => {
  const made: MadeEvents = await writeEvents({ out, seed: 3, events: 30_000, perFile: 4000 });
  expect(files()).toEqual([...made.files].sort());
  const found: string[] = [];
  for (const topic of ["user_events", "transaction_events", "system_metrics"]) {
    const source = sourceOf(topic);
    const check = eventCheck(source, columnsOf(source));
    for (const file of made.files.filter((name) => name.includes(`/${topic}/`))) {
      for (const [index, line] of linesOf(file).entries()) {
        const text = line.toString("utf8");
        if (text.includes("\uFFFD") || typeof check(text) !== "number") found.push(`${file}:${index + 1}`);
      }
    }
  }
  expect(found.sort()).toEqual(made.malformed.map(({ file, line }) => `${file}:${line}`).sort());
  expect(new Set(made.malformed.map(({ kind }) => kind)).size).toBe(Object.keys(malformations).length);
  expect(made.duplicates).toBeGreaterThan(50);
  expect(made.late).toBeGreaterThan(100);
});
