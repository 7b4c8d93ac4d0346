import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import type { Read } from "./reads.ts";
import type { Way } from "./ways.ts";

/** Consumers in processes of their own, which read without a pause from start to stop. */
export class Readers {
  readonly #readers: readonly Reader[];

  constructor(count: number, way: Way, folder: string, rows: number) {
    this.#readers = Array.from({ length: count }, () => new Reader(way, folder, rows));
  }

  /** Resolves when every reader has met the run. */
  async meet(runId: string): Promise<void> {
    await Promise.all(this.#readers.map((reader) => reader.meet(runId)));
  }

  /** All reads of each reader. */
  async stop(): Promise<Read[][]> {
    return Promise.all(this.#readers.map((reader) => reader.stop()));
  }
}

class Reader {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  readonly #errors: Promise<string>;

  constructor({ name }: Way, folder: string, rows: number) {
    this.#child = spawn(process.execPath, [join(import.meta.dirname, "reader.ts"), name, folder, String(rows)]);
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
    this.#errors = text(this.#child.stderr);
  }

  async meet(runId: string): Promise<void> {
    while ((await this.#next()) !== runId);
  }

  async stop(): Promise<Read[]> {
    const exit = once(this.#child, "exit");
    this.#child.stdin.end();
    const reads: Read[] = JSON.parse(await this.#next());
    await exit;
    return reads;
  }

  async #next(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`A reader ended early: ${await this.#errors}`);
    return value;
  }
}
