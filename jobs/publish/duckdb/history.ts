import { appendFile, mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { hasCode } from "../../failure.ts";
import type { HistoryEntry, HistoryStore } from "../history.ts";

/** The history as lines of JSON, oldest first: `<control database>/history/<database>.jsonl`. */
export class FileHistory implements HistoryStore {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** The holder of the lease writes, and who breaks it: one line in one write. */
  async append(entry: HistoryEntry): Promise<void> {
    const { token, publication } = entry;
    const same = (each: HistoryEntry) => each.token === token && each.publication?.token === publication?.token;
    if ((await this.#all()).some(same)) return;
    await mkdir(dirname(this.#file), { recursive: true });
    await appendFile(this.#file, `${JSON.stringify(entry)}\n`);
  }

  async entries(limit: number): Promise<readonly HistoryEntry[]> {
    return (await this.#all()).slice(-limit);
  }

  async #all(): Promise<HistoryEntry[]> {
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
