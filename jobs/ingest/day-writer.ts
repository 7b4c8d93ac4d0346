import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { JobFailure } from "../failure.ts";
import { ObjectChanged, type ObjectStore } from "../lake/object-store.ts";
import { keyOf } from "../lake-layout.ts";
import { imbalance, type LakeFile, type LakeManifest, type LakeSource } from "../lake-manifest.ts";
import { type DayPlan, partsToReplace } from "./day-plan.ts";
import type { Verdict } from "./event-check.ts";
import { type EventFile, readEventFile } from "./event-file.ts";
import type { Column, EventSource } from "./event-schema.ts";
import { dayStart } from "./event-time.ts";
import { digestOf, PartWriter } from "./part-writer.ts";
import { QuarantineWriter } from "./quarantine-writer.ts";
import type { SilverTables } from "./silver-table.ts";
import { StagedFiles } from "./staged-files.ts";
import { Tally } from "./tally.ts";

export interface DayTerms {
  readonly source: EventSource;
  readonly check: (text: string) => Verdict;
  readonly columns: readonly Column[];
  readonly tables: SilverTables;
  readonly bronze: ObjectStore;
  readonly silver: ObjectStore;
  readonly quarantine: ObjectStore;
  readonly runId: string;
  /** The run id and something of its own for each attempt of a run: two of one run must never write one file. */
  readonly attempt: string;
  readonly work: string;
  readonly signal: AbortSignal;
}

/** Writes what a plan says of a day: staged, then released to its place; the manifest itself is the caller's. */
export class DayWriter {
  readonly #ingestDate: string;
  readonly #terms: DayTerms;
  readonly #silver: StagedFiles;
  readonly #quarantine: StagedFiles;

  constructor(ingestDate: string, terms: DayTerms) {
    this.#ingestDate = ingestDate;
    this.#terms = terms;
    this.#silver = new StagedFiles(terms.silver, terms.source.to, terms.runId);
    this.#quarantine = new StagedFiles(terms.quarantine, terms.source.from, terms.runId);
  }

  async write(plan: DayPlan, before: LakeManifest | undefined) {
    const work = await mkdtemp(join(this.#terms.work, "day-"));
    const { tables, columns, source, attempt } = this.#terms;
    const { key } = source;
    const staged = this.#silver;
    const parts = new PartWriter({ tables, columns, key, staged, ingestDate: this.#ingestDate, work, attempt });
    try {
      const tally = new Tally();
      const loaded: LakeSource[] = [];
      for (const file of plan.load) loaded.push(await this.#load(file, work, parts, tally));
      const { files, kept } = await this.#keep(plan, before, parts, work);
      const made = await parts.end();
      return {
        manifest: this.#manifest([...files, ...made], [...kept, ...loaded]),
        loaded,
        repeated: parts.repeated,
        tally,
      };
    } catch (error) {
      await parts.abandon();
      await Promise.allSettled([this.#silver.discard(), this.#quarantine.discard()]);
      throw error;
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  }

  /** Everything that the manifest names lies in its place from here on, and what it names no more is noted. */
  async release(before: LakeManifest | undefined, after: LakeManifest): Promise<void> {
    await this.#quarantine.release();
    await this.#silver.release();
    await this.#silver.retire(this.#ingestDate, dropped(before?.files, after.files));
    await this.#quarantine.retire(this.#ingestDate, dropped(quarantined(before), quarantined(after)));
  }

  /** After the manifest. Nobody follows the old lines of the quarantine zone, while old parts may be read still. */
  async clear(before: LakeManifest | undefined, after: LakeManifest): Promise<void> {
    await this.#silver.clear();
    await this.#quarantine.clear();
    await this.#quarantine.drop(this.#ingestDate, dropped(quarantined(before), quarantined(after)));
  }

  async #load(file: EventFile, work: string, parts: PartWriter, tally: Tally): Promise<LakeSource> {
    const { source, runId, attempt } = this.#terms;
    const quarantine = new QuarantineWriter({
      staged: this.#quarantine,
      ingestDate: this.#ingestDate,
      work,
      name: `${file.name}=${attempt}.jsonl`,
      from: { source: source.name, file: file.object.key, runId },
    });
    const lateBefore = dayStart(this.#ingestDate) - source.lateHours * 3_600_000;
    try {
      return await readEventFile(file, { ...this.#terms, lateBefore, parts, quarantine, tally });
    } finally {
      await quarantine.close();
    }
  }

  /** What stays of silver: its parts, but those that hold replaced rows are written anew without them. */
  async #keep(plan: DayPlan, before: LakeManifest | undefined, parts: PartWriter, work: string) {
    if (!before) return { files: [], kept: [] };
    const replaced = partsToReplace(before, plan);
    const anew = new Map<string, string>();
    for (const { part, shared } of replaced) {
      if (!shared) continue;
      const path = await this.#fetch(part, work);
      const gone = plan.replace.map(({ name }) => this.#bronzeKey(name));
      const { name } = await parts.rewrite(path, gone);
      anew.set(part.name, name);
      await rm(path);
    }
    const out = new Set(replaced.map(({ part }) => part.name));
    const kept = plan.keep.map((each) => ({ ...each, parts: each.parts.map((name) => anew.get(name) ?? name) }));
    return { files: before.files.filter(({ name }) => !out.has(name)), kept };
  }

  async #fetch(part: LakeFile, work: string): Promise<string> {
    const { silver, source } = this.#terms;
    const key = keyOf({ kind: "data", dataset: source.to, ingestDate: this.#ingestDate, file: part.name });
    const path = join(work, `old-${part.name}`);
    try {
      await pipeline(await silver.open(key), createWriteStream(path));
      if ((await digestOf(path)) === part.sha256) return path;
    } catch (error) {
      if (!(error instanceof ObjectChanged)) throw error;
    }
    throw new JobFailure(
      `${silver.place(key)} is gone or is not the file that its manifest names (by SHA-256). Run the backfill of ${this.#ingestDate}, which writes the day again.`,
    );
  }

  #manifest(files: readonly LakeFile[], sources: readonly LakeSource[]): LakeManifest {
    const { source, runId } = this.#terms;
    const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
    const manifest: LakeManifest = {
      version: 1,
      dataset: source.to,
      ingestDate: this.#ingestDate,
      runId,
      files: [...files].sort(byName),
      sources: [...sources].sort(byName),
    };
    const wrong = imbalance(manifest);
    if (wrong) throw new Error(`${source.to}, ${this.#ingestDate}: ${wrong}. Nothing of the day is published.`);
    return manifest;
  }

  #bronzeKey(file: string): string {
    return keyOf({ kind: "data", dataset: this.#terms.source.from, ingestDate: this.#ingestDate, file });
  }
}

function quarantined(manifest: LakeManifest | undefined): LakeFile[] {
  return (manifest?.sources ?? []).flatMap(({ quarantine }) => quarantine ?? []);
}

/** Names that stood before and stand no more. */
function dropped(before: readonly LakeFile[] | undefined, after: readonly LakeFile[]): string[] {
  const still = new Set(after.map(({ name }) => name));
  return (before ?? []).map(({ name }) => name).filter((name) => !still.has(name));
}
