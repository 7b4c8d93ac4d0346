import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import type { LakeFile } from "../lake-manifest.ts";
import type { Line } from "./lines.ts";
import { digestOf } from "./part-writer.ts";
import type { StagedFiles } from "./staged-files.ts";

/** Characters of a bad line that are kept. */
const shown = 2000;

/** One line of the quarantine zone. */
export interface QuarantinedLine {
  readonly source: string;
  /** Key in the bronze zone. */
  readonly file: string;
  readonly line: number;
  readonly reason: string;
  readonly raw: string;
  readonly runId: string;
}

export interface QuarantineWriterTerms {
  readonly staged: StagedFiles;
  readonly ingestDate: string;
  readonly work: string;
  readonly name: string;
  /** What each line says of where it comes from. */
  readonly from: Pick<QuarantinedLine, "source" | "file" | "runId">;
}

/** Collects the bad lines of one file of events; nothing is written of a file without any. */
export class QuarantineWriter {
  readonly #terms: QuarantineWriterTerms;
  #file: FileHandle | undefined;
  #rows = 0;

  constructor(terms: QuarantineWriterTerms) {
    this.#terms = terms;
  }

  async append(bad: readonly { readonly line: Line; readonly reason: string }[]): Promise<void> {
    if (bad.length === 0) return;
    const { source, file, runId } = this.#terms.from;
    const lines = bad.map(({ line, reason }): QuarantinedLine => {
      return { source, file, line: line.number, reason, raw: line.text.slice(0, shown).toWellFormed(), runId };
    });
    this.#file ??= await open(this.#path(), "wx");
    await this.#file.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    this.#rows += bad.length;
  }

  /** The staged file, as a manifest names it; undefined when every line was good. */
  async end(): Promise<LakeFile | undefined> {
    if (!this.#file) return undefined;
    await this.close();
    const { staged, ingestDate, name } = this.#terms;
    const sha256 = await digestOf(this.#path());
    const { bytes } = await staged.stage(ingestDate, name, this.#path());
    return { name, bytes, rows: this.#rows, sha256 };
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
  }

  #path(): string {
    return join(this.#terms.work, this.#terms.name);
  }
}
