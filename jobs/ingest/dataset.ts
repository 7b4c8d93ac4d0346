import { stopIfAsked } from "../failure.ts";
import { ObjectChanged, type ObjectStore } from "../lake/object-store.ts";
import { datasetFolder, ingestPartition, keyOf, type LakePlace, placeOf } from "../lake-layout.ts";
import { readLatest, readManifest } from "../lake-manifest.ts";
import { type DayOutcome, DayOvertaken, ingestDay } from "./day.ts";
import type { DayTerms } from "./day-writer.ts";
import type { EventFile } from "./event-file.ts";
import { KeysShown } from "./keys-shown.ts";
import { sweepLeftovers } from "./leftovers.ts";
import { Tally } from "./tally.ts";

/** Days to look at; both ends included, and an end that is absent is open. */
export interface DayRange {
  readonly from?: string;
  readonly to?: string;
}

/** What became of one source's files. */
export interface DatasetOutcome {
  days: number;
  files: number;
  /** Files that silver had as they are. */
  kept: number;
  read: number;
  loaded: number;
  quarantined: number;
  late: number;
  /** Of the loaded ones, those that repeat another: at least so many. */
  repeated: number;
  /** Keys that bronze has no more and silver knows. */
  readonly gone: KeysShown;
  /** Keys that changed while they were read; the next run takes them. */
  readonly changing: KeysShown;
  /** Keys that are no events of the dataset. */
  readonly outside: KeysShown;
  readonly tally: Tally;
}

const endings = [".json", ".jsonl", ".jsonl.gz"];
/** Runs at once on one day; more than this many times overtaken is no chance. */
const mostTries = 5;

/** Brings silver up to what bronze holds of one dataset, day by day. */
export async function ingestDataset(
  terms: DayTerms,
  range: DayRange,
  again: boolean,
  log: (line: string) => void,
): Promise<DatasetOutcome> {
  const { source, bronze, signal } = terms;
  const tally = new Tally();
  const counts = { days: 0, files: 0, kept: 0, read: 0, loaded: 0, quarantined: 0, late: 0, repeated: 0 };
  const total: DatasetOutcome = {
    ...counts,
    gone: new KeysShown(),
    changing: new KeysShown(),
    outside: new KeysShown(),
    tally,
  };
  const swept = await sweepLeftovers(terms, new Date());
  if (swept > 0) log(`${source.name}: removed ${swept} files that no manifest names any more`);
  for await (const { ingestDate, files } of daysOf(bronze, source.from, range, total.outside)) {
    stopIfAsked(signal);
    const outcome = await ingestSteadyFiles(ingestDate, files, terms, again, total.changing);
    add(total, outcome, (file) => keyOf({ kind: "data", dataset: source.from, ingestDate, file }));
    if (outcome.loaded.length > 0) log(dayLine(source.name, ingestDate, outcome));
  }
  await pointToLatest(terms);
  return total;
}

/** A file that changes under the reader is left to the next run, and the day is done without it. */
async function ingestSteadyFiles(
  ingestDate: string,
  files: readonly EventFile[],
  terms: DayTerms,
  again: boolean,
  changing: KeysShown,
): Promise<DayOutcome> {
  const skip = new Set<string>();
  for (let tries = 1; ; tries += 1) {
    try {
      return await ingestDay({ ingestDate, files, skip, again }, terms);
    } catch (error) {
      if (error instanceof ObjectChanged && files.some(({ object }) => object.key === error.key)) {
        skip.add(error.key);
        changing.add(error.key);
      } else if (!(error instanceof DayOvertaken) || tries === mostTries) throw error;
    }
  }
}

interface FoundDay {
  readonly ingestDate: string;
  readonly files: EventFile[];
}

/** The days of a dataset with their files of events, one at a time: keys are listed in order. */
async function* daysOf(
  bronze: ObjectStore,
  dataset: string,
  range: DayRange,
  outside: KeysShown,
): AsyncIterable<FoundDay> {
  let day: FoundDay | undefined;
  for await (const object of bronze.list(datasetFolder(dataset))) {
    const place = placeOfEvents(object.key, dataset);
    if (place === "outside") outside.add(object.key);
    if (typeof place === "string" || !isWithin(place.ingestDate, range)) continue;
    if (day?.ingestDate !== place.ingestDate) {
      if (day) yield day;
      day = { ingestDate: place.ingestDate, files: [] };
    }
    day.files.push({ name: place.file, object });
  }
  if (day) yield day;
}

function placeOfEvents(key: string, dataset: string): Extract<LakePlace, { kind: "data" }> | "none" | "outside" {
  const name = key.slice(key.lastIndexOf("/") + 1);
  // Names that start with _ or . are no data, and what ends in / is how consoles show an empty folder.
  if (name === "" || /^[_.]/.test(name)) return "none";
  const place = understood(key);
  if (place?.kind === "staged") return "none";
  if (place?.kind !== "data" || place.dataset !== dataset) return "outside";
  return endings.some((ending) => place.file.endsWith(ending)) ? place : "outside";
}

function understood(key: string): LakePlace | undefined {
  try {
    return placeOf(key);
  } catch {
    return undefined;
  }
}

function isWithin(day: string, { from = "", to = "9999-12-31" }: DayRange): boolean {
  return from <= day && day <= to;
}

function add(total: DatasetOutcome, outcome: DayOutcome, keyOfFile: (name: string) => string): void {
  total.days += 1;
  total.files += outcome.loaded.length;
  total.kept += outcome.kept;
  total.repeated += outcome.repeated;
  for (const { read, loaded, quarantined, late } of outcome.loaded) {
    total.read += read;
    total.loaded += loaded;
    total.quarantined += quarantined;
    total.late += late;
  }
  for (const file of outcome.gone) total.gone.add(keyOfFile(file));
  total.tally.merge(outcome.tally);
}

/** Points readers to the newest day. A run that was killed before it did so is made good by the next. */
async function pointToLatest({ silver, source }: DayTerms): Promise<void> {
  const dataset = source.to;
  const folders = await silver.folders(datasetFolder(dataset));
  const days = folders.flatMap((folder) => folder.split(ingestPartition)[1]?.replace("/", "") ?? []).sort();
  for (const ingestDate of days.reverse()) {
    const manifest = keyOf({ kind: "manifest", dataset, ingestDate });
    const text = await silver.text(manifest);
    if (text === undefined) continue;
    const { runId } = readManifest(manifest, text);
    const key = keyOf({ kind: "latest", dataset });
    const current = await silver.text(key);
    if (current !== undefined) {
      const latest = readLatest(key, current);
      if (latest.manifest === manifest && latest.runId === runId) return;
    }
    const pointer = { version: 1, manifest, runId, at: new Date().toISOString() };
    await silver.put(key, `${JSON.stringify(pointer, null, 2)}\n`);
    return;
  }
}

function dayLine(source: string, ingestDate: string, { loaded }: DayOutcome): string {
  const rows = loaded.reduce((sum, each) => sum + each.loaded, 0);
  const bad = loaded.reduce((sum, each) => sum + each.quarantined, 0);
  return `${source} ${ingestDate}: ${loaded.length} files, ${rows} loaded, ${bad} quarantined`;
}
