import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readManifest } from "../../jobs/lake-manifest.ts";
import { table } from "./figures.ts";
import { Refusal } from "./refusal.ts";

/** Ten times the events may take this much more memory. */
const mostMemory = 1.3;
const buckets = ["bronze", "silver", "quarantine", "artifacts"];
const topics = ["user_events", "transaction_events", "system_metrics"];

interface Counts {
  readonly read: number;
  readonly loaded: number;
  readonly quarantined: number;
  readonly late: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** MiB at the peak of the whole process. */
  readonly peak: number;
}

interface Measured {
  readonly first: Counts;
  readonly again: Counts;
  /** What is not as it must be. */
  readonly wrong: readonly string[];
}

/** Ingests generated events of two sizes, the second ten times the first, and the same again. Answers whether the bars are met. */
export function ingestion(events: number): boolean {
  const sizes = [events, 10 * events];
  const measured = sizes.map((size) => inFolder((folder) => measure(folder, size)));
  console.log("\nIngest of generated events of three topics, whole processes:");
  console.log(
    table(
      ["events", "s", "events/s", "of CPU time", "MiB peak", "loaded", "late", "quarantined", "a rerun loads"],
      measured.map(({ first, again }) => [
        String(first.read),
        first.seconds.toFixed(1),
        (first.read / first.seconds).toFixed(0),
        (first.read / first.cpuSeconds).toFixed(0),
        first.peak.toFixed(0),
        String(first.loaded),
        String(first.late),
        String(first.quarantined),
        String(again.loaded + again.quarantined),
      ]),
    ),
  );
  const [small, large] = measured.map(({ first }) => first.peak);
  const ratio = (large ?? Number.NaN) / (small ?? Number.NaN);
  const bounded = ratio <= mostMemory;
  console.log(
    `Memory at ten times the events: ${ratio.toFixed(2)} times, at most ${mostMemory}: ${bounded ? "met" : "MISSED"}`,
  );
  const wrong = measured.flatMap((each) => each.wrong);
  for (const line of wrong) console.log(`MISSED: ${line}`);
  if (wrong.length === 0)
    console.log("Every malformed line is in quarantine with file, line and reason, and no other: met");
  return bounded && wrong.length === 0;
}

function measure(folder: string, size: number): Measured {
  for (const bucket of buckets) mkdirSync(join(folder, bucket));
  const list = join(folder, "malformed.json");
  const made = JSON.parse(program(folder, "ingest-events.ts", join(folder, "bronze"), String(size), list).stdout);
  const first = counts(folder, "first");
  const again = counts(folder, "again");
  const malformed: readonly { file: string; line: number }[] = JSON.parse(readFileSync(list, "utf8"));
  const planted = malformed.map(({ file, line }) => `${file}:${line}`);
  const found = quarantined(folder);
  const wrong = [
    ...different("lines read", first.read, made.lines),
    ...different("lines late", first.late, made.late),
    ...different("lines loaded and quarantined", first.loaded + first.quarantined, made.lines),
    ...different("lines that a rerun reads", again.read, 0),
    ...different("lines in quarantine", found.length, planted.length),
    ...missing("planted and not in quarantine", planted, new Set(found)),
    ...missing("in quarantine and not planted", found, new Set(planted)),
  ];
  return { first, again, wrong: wrong.map((line) => `${size} events: ${line}`) };
}

function counts(folder: string, runId: string): Counts {
  const { stdout, peak } = program(folder, "ingest-run.ts", folder, runId);
  return { ...JSON.parse(stdout), peak };
}

function program(folder: string, file: string, ...args: string[]): { readonly stdout: string; readonly peak: number } {
  const peakFile = join(folder, "peak");
  const required = [
    "--require",
    join(import.meta.dirname, "peak-memory.cjs"),
    join(import.meta.dirname, file),
    ...args,
  ];
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, TMPDIR: folder, PLINTH_BENCH_PEAK: peakFile };
  const { status, stdout, stderr } = spawnSync(process.execPath, required, { env, encoding: "utf8" });
  if (status !== 0) throw new Refusal(`${file} ended with ${status}: ${stderr.trim()}`);
  return { stdout, peak: Number(readFileSync(peakFile, "utf8")) / 1024 };
}

/** `file:line` of each line that a manifest of silver names as quarantined, and that has a reason. */
function quarantined(folder: string): string[] {
  return topics.flatMap((topic) => {
    const days = readdirSync(join(folder, "silver", topic)).filter((name) => name.startsWith("ingest_dt="));
    return days.flatMap((day) => {
      const key = `${topic}/${day}/_MANIFEST.json`;
      const { sources = [] } = readManifest(key, readFileSync(join(folder, "silver", key), "utf8"));
      return sources.flatMap(({ quarantine }) => (quarantine ? linesOf(folder, topic, day, quarantine.name) : []));
    });
  });
}

function linesOf(folder: string, topic: string, day: string, name: string): string[] {
  const text = readFileSync(join(folder, "quarantine/raw", topic, day, name), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line))
    .filter(({ reason, raw, runId }) => reason !== "" && typeof raw === "string" && runId === "first")
    .map(({ file, line }) => `${file}:${line}`);
}

function different(what: string, found: number, expected: number): string[] {
  return found === expected ? [] : [`${what}: ${found}, expected ${expected}`];
}

function missing(what: string, all: readonly string[], from: ReadonlySet<string>): string[] {
  const gone = all.filter((each) => !from.has(each));
  return gone.length === 0 ? [] : [`${what}: ${gone.length}, the first ${gone[0]}`];
}

function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "plinth-bench-ingest-"));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
