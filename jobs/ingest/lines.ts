import { isUtf8 } from "node:buffer";
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";

/** A line of a file of events. One with a flaw is no JSON whatever it says, and its text may be cut off. */
export interface Line {
  /** Counted from 1, blank lines too. */
  readonly number: number;
  readonly text: string;
  readonly flaw?: string;
}

/** Amazon Data Firehose developer guide, "Amazon Data Firehose Quota": a record from MSK has at most 10 MB. What is longer is no event. */
export const longestLine = 10 * 1024 * 1024;
/** Of a line too long to be read, what is kept to show. */
const shown = 4096;
const newline = 10;
const inflatedBytes = 1024 * 1024;
const byteOrderMark = "\uFEFF";

/** The uncompressed bytes of a file, by its name: .gz is inflated. Concatenated gzip members are one content. */
export function inflated(name: string, content: Readable): AsyncIterable<Buffer> {
  if (!name.endsWith(".gz")) return content;
  // A failure of the content reaches the reader through the stream it reads.
  return pipeline(content, createGunzip({ chunkSize: inflatedBytes }), () => {});
}

/**
 * The lines of a content, in groups as they come; blank ones are left out, and a byte order mark. However long a line is,
 * no more of it is held than {@link longestLine}. A compressed stream that breaks off ends with a flawed line that says so.
 */
export async function* linesOf(content: AsyncIterable<Buffer>): AsyncIterable<readonly Line[]> {
  const splitter = new Splitter();
  try {
    for await (const chunk of content) yield splitter.take(chunk);
  } catch (error) {
    if (!isBrokenCompression(error)) throw error;
    yield splitter.end(`its file breaks off: ${error.message} when it was inflated; what followed is lost`);
    return;
  }
  yield splitter.end();
}

class Splitter {
  /** The beginning of a line whose end has not come, and its bytes altogether. */
  #open: Buffer[] = [];
  #openBytes = 0;
  #next = 1;

  take(chunk: Buffer): readonly Line[] {
    const last = chunk.lastIndexOf(newline);
    if (last === -1) {
      this.#keep(chunk);
      return [];
    }
    const lines: Line[] = [];
    const first = chunk.indexOf(newline);
    // What was left open is joined to its own line alone, so that no chunk is copied as a whole.
    this.#keep(chunk.subarray(0, first));
    this.#close(lines);
    if (last > first) this.#split(chunk.subarray(first + 1, last), lines);
    this.#keep(chunk.subarray(last + 1));
    return lines;
  }

  /** The last line, which needs no newline; `flaw` says what stands in the place of whatever is missing. */
  end(flaw?: string): readonly Line[] {
    const lines: Line[] = [];
    if (flaw !== undefined) return [{ number: this.#next, text: this.#joined().toString("utf8"), flaw }];
    if (this.#openBytes > 0) this.#close(lines);
    return lines;
  }

  #keep(bytes: Buffer): void {
    if (bytes.length === 0) return;
    const [begin] = this.#open;
    if (this.#openBytes <= longestLine) this.#open.push(bytes);
    this.#openBytes += bytes.length;
    if (this.#openBytes > longestLine && begin) this.#open = [begin.subarray(0, shown)];
  }

  #close(lines: Line[]): void {
    const bytes = this.#openBytes;
    const joined = this.#joined();
    this.#open = [];
    this.#openBytes = 0;
    if (bytes <= longestLine) {
      this.#split(joined, lines);
      return;
    }
    const flaw = `it has ${bytes} bytes; an event has at most ${longestLine}`;
    lines.push({ number: this.#next, text: joined.subarray(0, shown).toString("utf8"), flaw });
    this.#next += 1;
  }

  #joined(): Buffer {
    const [only, ...more] = this.#open;
    if (only === undefined) return Buffer.alloc(0);
    return more.length === 0 ? only : Buffer.concat(this.#open);
  }

  #split(bytes: Buffer, lines: Line[]): void {
    if (!isUtf8(bytes)) {
      this.#splitBytes(bytes, lines);
      return;
    }
    const text = bytes.toString("utf8");
    for (let start = 0; start <= text.length; ) {
      const found = text.indexOf("\n", start);
      const end = found === -1 ? text.length : found;
      this.#add(text.substring(start, end), lines);
      start = end + 1;
    }
  }

  #splitBytes(bytes: Buffer, lines: Line[]): void {
    for (let start = 0; start <= bytes.length; ) {
      const found = bytes.indexOf(newline, start);
      const end = found === -1 ? bytes.length : found;
      const line = bytes.subarray(start, end);
      this.#add(line.toString("utf8"), lines, isUtf8(line) ? undefined : "it is not UTF-8");
      start = end + 1;
    }
  }

  #add(text: string, lines: Line[], flaw?: string): void {
    const number = this.#next;
    this.#next += 1;
    const own = number === 1 && text.startsWith(byteOrderMark) ? text.slice(1) : text;
    if (flaw !== undefined) lines.push({ number, text: own, flaw });
    else if (!isBlank(own)) lines.push({ number, text: own });
  }
}

function isBlank(text: string): boolean {
  return text.length === 0 || (text.charCodeAt(0) <= 32 && text.trim() === "");
}

/** zlib's own codes; what the store fails with is not the file's fault. */
function isBrokenCompression(error: unknown): error is { readonly message: string } {
  const { code, message } = Object(error);
  return typeof message === "string" && typeof code === "string" && code.startsWith("Z_");
}
