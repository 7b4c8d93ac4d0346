import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ContractOf } from "../contract.ts";
import { openStores, type Stores } from "../lake/stores.ts";
import type { JobReport, JobSurroundings } from "../surroundings.ts";
import { type DatasetOutcome, type DayRange, ingestDataset } from "./dataset.ts";
import { eventCheck } from "./event-check.ts";
import { columnsOf, type EventSource } from "./event-schema.ts";
import type { KeysShown } from "./keys-shown.ts";
import { SilverTables } from "./silver-table.ts";

/** Loads what is new in the bronze zone into silver, and puts what breaks its schema into quarantine. */
export async function runIngest(contract: ContractOf<"ingest">, job: JobSurroundings): Promise<JobReport> {
  return ingest(contract.ingest.sources, await openStores(contract, job.env), job);
}

/** Which days, and whether whatever silver has of them is taken anew. */
export interface IngestScope {
  readonly range?: DayRange;
  readonly again?: boolean;
}

export async function ingest(
  sources: readonly EventSource[],
  stores: Stores,
  job: Pick<JobSurroundings, "runId" | "signal" | "log">,
  { range = {}, again = false }: IngestScope = {},
): Promise<JobReport> {
  // All of them before any file is read: a schema that cannot be used ends the run.
  const prepared = sources.map((source) => {
    const columns = columnsOf(source);
    return { source, columns, check: eventCheck(source, columns) };
  });
  const zones = zonesOf(stores);
  const work = await mkdtemp(join(tmpdir(), "plinth-ingest-"));
  const tables = await SilverTables.open(work);
  const attempt = `${job.runId}-${randomBytes(3).toString("hex")}`;
  try {
    const outcomes: [EventSource, DatasetOutcome][] = [];
    for (const each of prepared) {
      const terms = { ...each, ...zones, tables, runId: job.runId, attempt, work, signal: job.signal };
      outcomes.push([each.source, await ingestDataset(terms, range, again, job.log)]);
    }
    return reportOf(outcomes);
  } finally {
    tables.close();
    await rm(work, { recursive: true, force: true });
  }
}

function zonesOf(stores: Stores) {
  return { bronze: stores.zone("bronze"), silver: stores.zone("silver"), quarantine: stores.zone("quarantine") };
}

const counted = ["files", "kept", "read", "loaded", "quarantined", "late", "repeated"] as const;
const kept = ["gone", "changing", "outside"] as const;
/** Rules that a summary shows; the details have all. */
const mostRules = 10;

function reportOf(outcomes: readonly (readonly [EventSource, DatasetOutcome])[]): JobReport {
  const sum = (count: (outcome: DatasetOutcome) => number) =>
    outcomes.reduce((total, [, outcome]) => total + count(outcome), 0);
  return {
    summary: outcomes.flatMap(([{ name }, outcome]) => sourceLines(name, outcome)),
    counts: {
      ...Object.fromEntries(counted.map((name) => [name, sum((outcome) => outcome[name])])),
      ...Object.fromEntries(kept.map((name) => [name, sum((outcome) => outcome[name].count)])),
    },
    details: { sources: Object.fromEntries(outcomes.map(([{ name }, outcome]) => [name, detailsOf(outcome)])) },
  };
}

function sourceLines(name: string, outcome: DatasetOutcome): string[] {
  const { files, days, kept: known, read, loaded, quarantined, late, repeated, tally } = outcome;
  const balance = `${read} lines = ${loaded} loaded (${late} late, at least ${repeated} repeated) + ${quarantined} quarantined`;
  const rules = tally.rules();
  const more = rules.length - mostRules;
  return [
    `${name}: ${files} files taken, ${known} known before, of ${days} days: ${read === 0 ? "no lines" : balance}`,
    ...rules
      .slice(0, mostRules)
      .map(({ lines, rule, first }) => `  quarantined ${lines}: ${rule} (first: ${first.file}, line ${first.line})`),
    ...(more > 0 ? [`  and lines that break ${more} other rules`] : []),
    ...keyLines("not read, for it is no file of the dataset's layout", outcome.outside),
    ...keyLines("not read, for it changed meanwhile; the next run takes it", outcome.changing),
    ...keyLines("gone from bronze, known to silver", outcome.gone),
  ];
}

function keyLines(what: string, { count, first }: KeysShown): string[] {
  const more = count - first.length;
  return [...first.map((key) => `  ${what}: ${key}`), ...(more > 0 ? [`  ${what}: ${more} more`] : [])];
}

function detailsOf({ tally, gone, changing, outside, ...counts }: DatasetOutcome) {
  return { ...counts, rules: tally.rules(), gone: gone.first, changing: changing.first, outside: outside.first };
}
