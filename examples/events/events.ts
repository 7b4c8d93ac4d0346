import { existsSync, mkdirSync } from "node:fs";
import { type FileHandle, open, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { type Malformation, malformed } from "./malformed.ts";
import { Random } from "./random.ts";
import { Shop, type ShopEvent } from "./shop.ts";

export interface EventTerms {
  /** Folder that stands for the bronze bucket. */
  readonly out: string;
  readonly seed: number;
  /** Lines altogether, of all topics and days. */
  readonly events: number;
  /** Days of ingestion, the last of them `lastDay`. */
  readonly days?: number;
  readonly lastDay?: string;
  /** Lines of a file at most. */
  readonly perFile?: number;
}

/** What was made, so that what is done with it can be held against it. */
export interface MadeEvents {
  readonly files: readonly string[];
  readonly lines: number;
  /** Lines that repeat an earlier one. */
  readonly duplicates: number;
  /** Lines of events that happened days before they arrived. */
  readonly late: number;
  readonly malformed: readonly { readonly file: string; readonly line: number; readonly kind: Malformation }[];
}

/** Share of the lines, and what a shop makes of each topic. Some visits, payments, measurements make one file. */
const topics = {
  user_events: { share: 0.6, make: (shop: Shop, day: number) => shop.visit(day) },
  transaction_events: { share: 0.25, make: (shop: Shop, day: number) => shop.payment(day) },
  system_metrics: { share: 0.15, make: (shop: Shop, day: number) => shop.measurement(day) },
};
const shares = { duplicate: 0.005, late: 0.01, malformed: 0.005 };
const dayLength = 86_400_000;
const flushAt = 4096;

/**
 * Writes files of events as they arrive from the topics: `raw/<topic>/ingest_dt=<day>/events-0001.jsonl`, every other one
 * compressed. A file that is there already is left as it is. The same terms make the same bytes.
 */
export async function writeEvents(terms: EventTerms): Promise<MadeEvents> {
  const { events, days = 3, lastDay = "2026-01-15", perFile = 100_000 } = terms;
  const last = Date.parse(`${lastDay}T00:00:00Z`);
  const made = {
    files: [] as string[],
    lines: 0,
    duplicates: 0,
    late: 0,
    malformed: [] as MadeEvents["malformed"][0][],
  };
  for (const [index, [topic, { share, make }]] of Object.entries(topics).entries()) {
    for (let back = days - 1; back >= 0; back -= 1) {
      const day = last - back * dayLength;
      const lines = Math.round((events * share) / days);
      for (let number = 0; number * perFile < lines; number += 1) {
        const ending = (number + back) % 2 === 0 ? "jsonl" : "jsonl.gz";
        const folder = `raw/${topic}/ingest_dt=${new Date(day).toISOString().slice(0, 10)}`;
        const key = `${folder}/events-${String(number + 1).padStart(4, "0")}.${ending}`;
        // A source of its own for each file: more events change no file that others have.
        const random = new Random(terms.seed * 1_000_003 + index * 100_003 + back * 1009 + number);
        const shop = new Shop(random, Math.max(50, Math.round(events / 50)));
        const source = () => make(shop, day);
        await writeFile(join(terms.out, key), key, Math.min(perFile, lines - number * perFile), source, random, made);
      }
    }
  }
  return made;
}

type Made = {
  -readonly [Key in keyof MadeEvents]: MadeEvents[Key] extends readonly (infer T)[] ? T[] : MadeEvents[Key];
};

async function writeFile(
  path: string,
  key: string,
  lines: number,
  source: () => ShopEvent[],
  random: Random,
  made: Made,
): Promise<void> {
  made.files.push(key);
  const output = new Output(path, existsSync(path));
  let before = { text: "", late: false };
  const waiting: ShopEvent[] = [];
  for (let line = 1; line <= lines; line += 1) {
    if (waiting.length === 0) waiting.push(...source());
    made.lines += 1;
    if (before.text !== "" && random.chance(shares.duplicate)) {
      made.duplicates += 1;
      if (before.late) made.late += 1;
      await output.add(before.text);
      continue;
    }
    const event = waiting.shift();
    if (!event) throw new Error(`${key}: no event for line ${line}.`);
    if (random.chance(shares.malformed)) {
      const bad = malformed(event, random);
      made.malformed.push({ file: key, line, kind: bad.kind });
      await output.add(bad.line);
      continue;
    }
    const late = random.chance(shares.late);
    if (late) made.late += 1;
    before = { text: JSON.stringify(late ? daysEarlier(event, 3 + random.below(4)) : event), late };
    await output.add(before.text);
  }
  await output.end();
}

function daysEarlier(event: ShopEvent, days: number): ShopEvent {
  const time = Date.parse(`${event.timestamp}Z`) - days * dayLength;
  return { ...event, timestamp: new Date(time).toISOString().slice(0, -1) };
}

/** A file of lines, whole under its name or not there; compressed when its name says so. */
class Output {
  readonly #path: string;
  readonly #draft: string;
  readonly #skip: boolean;
  #file: FileHandle | undefined;
  #lines: (string | Buffer)[] = [];

  constructor(path: string, skip: boolean) {
    this.#path = path;
    this.#draft = join(dirname(path), `.${path.slice(dirname(path).length + 1)}.draft`);
    this.#skip = skip;
  }

  async add(line: string | Buffer): Promise<void> {
    this.#lines.push(line);
    if (this.#lines.length >= flushAt) await this.#flush();
  }

  async end(): Promise<void> {
    await this.#flush();
    await this.#file?.close();
    if (this.#file) await rename(this.#draft, this.#path);
  }

  async #flush(): Promise<void> {
    const lines = this.#lines.splice(0);
    if (this.#skip || lines.length === 0) return;
    mkdirSync(dirname(this.#path), { recursive: true });
    this.#file ??= await open(this.#draft, "w");
    await this.#file.write(this.#bytes(lines));
  }

  #bytes(lines: readonly (string | Buffer)[]): Buffer {
    const plain = lines.every((line) => typeof line === "string")
      ? Buffer.from(`${lines.join("\n")}\n`)
      : Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from("\n")]));
    // A gzip file may be several, one after the other.
    return this.#path.endsWith(".gz") ? gzipSync(plain, { level: 1 }) : plain;
  }
}
