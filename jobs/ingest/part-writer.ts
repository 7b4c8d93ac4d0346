import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { LakeFile } from "../lake-manifest.ts";
import type { Column } from "./event-schema.ts";
import type { SilverTables } from "./silver-table.ts";
import type { StagedFiles } from "./staged-files.ts";

/** A part holds this many rows or bytes of lines at most, and what a group of lines brings over it. */
const most = { rows: 250_000, bytes: 256 * 1024 * 1024 };

interface Draft {
  readonly name: string;
  readonly lines: string;
  readonly file: FileHandle;
  rows: number;
  bytes: number;
}

export interface PartWriterTerms {
  readonly tables: SilverTables;
  readonly columns: readonly Column[];
  /** The fields that name an event. */
  readonly key: readonly string[];
  readonly staged: StagedFiles;
  readonly ingestDate: string;
  /** Where drafts lie; a part is gone from there when it is staged. */
  readonly work: string;
  /** What part names carry: the same for no other attempt. */
  readonly attempt: string;
}

/** Collects the enveloped lines of a day into parts. While one is turned into Parquet, the next one is collected. */
export class PartWriter {
  readonly #terms: PartWriterTerms;
  readonly #parts: LakeFile[] = [];
  #count = 0;
  #repeated = 0;
  #draft: Draft | undefined;
  #finishing: Promise<void> = Promise.resolve();

  constructor(terms: PartWriterTerms) {
    this.#terms = terms;
  }

  /** Appends lines and answers the name of the part that holds them. */
  async append(rows: number, lines: string): Promise<string> {
    const draft = this.#draft ?? (await this.#begin());
    this.#draft = draft;
    const { bytesWritten } = await draft.file.write(lines);
    draft.rows += rows;
    draft.bytes += bytesWritten;
    if (draft.rows >= most.rows || draft.bytes >= most.bytes) await this.#close(draft);
    return draft.name;
  }

  /** A part with the rows of another, which lies at a local path, but for those of some files. */
  async rewrite(path: string, files: readonly string[]): Promise<LakeFile> {
    const name = this.#nextName();
    const parquet = join(this.#terms.work, name);
    await this.#finishing;
    const part = await this.#stage(name, parquet, await this.#terms.tables.without(files, path, parquet));
    this.#parts.push(part);
    return part;
  }

  /** The parts with everything that was appended, staged. */
  async end(): Promise<readonly LakeFile[]> {
    if (this.#draft) await this.#close(this.#draft);
    await this.#finishing;
    return this.#parts;
  }

  /**
   * Rows that repeat one of the same part: at least so many events came more than once. Across parts nobody counts, for
   * that takes memory for every event.
   */
  get repeated(): number {
    return this.#repeated;
  }

  /** Lets go of what it holds, finished or not. */
  async abandon(): Promise<void> {
    await this.#draft?.file.close();
    this.#draft = undefined;
    await this.#finishing.catch(() => undefined);
  }

  async #begin(): Promise<Draft> {
    const name = this.#nextName();
    const lines = join(this.#terms.work, `${name}.jsonl`);
    return { name, lines, file: await open(lines, "wx"), rows: 0, bytes: 0 };
  }

  async #close(draft: Draft): Promise<void> {
    this.#draft = undefined;
    await draft.file.close();
    // One at a time: DuckDB's memory and the work folder hold one part and the lines of the next.
    await this.#finishing;
    this.#finishing = this.#finish(draft);
    // Whoever awaits it next hears of a failure; until then it must not end the process.
    this.#finishing.catch(() => undefined);
  }

  async #finish({ name, lines, rows }: Draft): Promise<void> {
    const { tables, columns, key, ingestDate, work } = this.#terms;
    const parquet = join(work, name);
    const written = await tables.write(lines, columns, ingestDate, parquet);
    if (written !== rows) throw new Error(`${name} has ${written} rows; ${rows} lines were good.`);
    await rm(lines);
    this.#repeated += await tables.repeated(parquet, key);
    this.#parts.push(await this.#stage(name, parquet, rows));
  }

  async #stage(name: string, parquet: string, rows: number): Promise<LakeFile> {
    const { staged, ingestDate } = this.#terms;
    const sha256 = await digestOf(parquet);
    const { bytes } = await staged.stage(ingestDate, name, parquet);
    return { name, bytes, rows, sha256 };
  }

  #nextName(): string {
    this.#count += 1;
    return `part-${this.#terms.attempt}-${String(this.#count).padStart(5, "0")}.parquet`;
  }
}

export async function digestOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
