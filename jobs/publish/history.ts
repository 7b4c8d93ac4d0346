import { appendFile, mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { hasCode } from "../failure.ts";
import type { Publication } from "./engine.ts";

/** One run that held the lease, as a line of JSON in the control database. */
export interface HistoryEntry {
  readonly runId: string;
  readonly token: number;
  /** `recovered`: the run went live and was killed before it could say so; a later run wrote the line. */
  readonly outcome: "published" | "recovered" | "failed" | "interrupted";
  readonly startedAt?: string;
  readonly endedAt: string;
  readonly publication?: Publication;
  readonly reason?: string;
}

/** The runs of one database, oldest first: `<control database>/history/<database>.jsonl`. */
export class History {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** Only the holder of the lease writes, one line in one write. */
  async append(entry: HistoryEntry): Promise<void> {
    await mkdir(dirname(this.#file), { recursive: true });
    await appendFile(this.#file, `${JSON.stringify(entry)}\n`);
  }

  /** Writes the line that the run of this publication was killed before writing. */
  async completeFor(live: Publication): Promise<void> {
    const entries = await this.entries();
    if (entries.some((entry) => entry.publication?.token === live.token)) return;
    const { runId, token, publishedAt } = live;
    await this.append({ runId, token, outcome: "recovered", endedAt: publishedAt, publication: live });
  }

  async entries(): Promise<HistoryEntry[]> {
    const content = await readFile(this.#file, "utf8").catch((error: unknown) => {
      if (hasCode(error, "ENOENT")) return "";
      throw error;
    });
    return content.split("\n").flatMap(parseLine);
  }
}

/** A line cut short by a full disk is skipped: history informs, the pointer decides. */
function parseLine(line: string): HistoryEntry[] {
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}
