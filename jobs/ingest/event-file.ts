import { stopIfAsked } from "../failure.ts";
import type { ListedObject, ObjectStore } from "../lake/object-store.ts";
import type { LakeSource } from "../lake-manifest.ts";
import type { Verdict } from "./event-check.ts";
import { inflated, type Line, linesOf } from "./lines.ts";
import type { PartWriter } from "./part-writer.ts";
import type { QuarantineWriter } from "./quarantine-writer.ts";
import { envelope } from "./silver-table.ts";
import type { Tally } from "./tally.ts";

/** A file of a bronze day. */
export interface EventFile {
  readonly name: string;
  readonly object: ListedObject;
}

export interface EventFileTerms {
  readonly bronze: ObjectStore;
  readonly check: (text: string) => Verdict;
  /** An event before this instant, in milliseconds, is late. */
  readonly lateBefore: number;
  readonly parts: PartWriter;
  readonly quarantine: QuarantineWriter;
  readonly tally: Tally;
  readonly signal: AbortSignal;
}

/** Reads a file once and puts each line where it belongs: what is read is loaded or quarantined. */
export async function readEventFile({ name, object }: EventFile, terms: EventFileTerms): Promise<LakeSource> {
  const { bronze, parts, quarantine, signal } = terms;
  const { key, bytes, version } = object;
  const enveloped = envelope(key);
  const counts = { read: 0, loaded: 0, quarantined: 0, late: 0 };
  const into = new Set<string>();
  // Of nothing at all, zlib says that it breaks off.
  const content = bytes === 0 ? none() : inflated(name, await bronze.open(key, version));
  for await (const lines of linesOf(content)) {
    stopIfAsked(signal);
    const sorted = sort(lines, key, enveloped, terms);
    await quarantine.append(sorted.bad);
    if (sorted.good > 0) into.add(await parts.append(sorted.good, sorted.text));
    counts.read += lines.length;
    counts.loaded += sorted.good;
    counts.quarantined += sorted.bad.length;
    counts.late += sorted.late;
  }
  const bad = await quarantine.end();
  return { name, bytes, version, ...counts, parts: [...into], ...(bad && { quarantine: bad }) };
}

async function* none(): AsyncIterable<Buffer> {}

interface Sorted {
  readonly text: string;
  readonly good: number;
  readonly late: number;
  readonly bad: readonly { readonly line: Line; readonly reason: string }[];
}

function sort(
  lines: readonly Line[],
  key: string,
  enveloped: (line: number) => string,
  { check, lateBefore, tally }: EventFileTerms,
): Sorted {
  const bad: { line: Line; reason: string }[] = [];
  let [text, good, late] = ["", 0, 0];
  for (const line of lines) {
    const { flaw } = line;
    const verdict = flaw === undefined ? check(line.text) : { rule: rulesOfFlaws(flaw), reason: flaw };
    if (typeof verdict === "number") {
      text += `${enveloped(line.number)}${line.text}}\n`;
      good += 1;
      if (verdict < lateBefore) late += 1;
    } else {
      bad.push({ line, reason: verdict.reason });
      tally.add(verdict.rule, key, line.number);
    }
  }
  return { text, good, late, bad };
}

/** Without the numbers of one line. */
function rulesOfFlaws(flaw: string): string {
  return flaw.replace(/ \d+ bytes;/, " too many bytes;");
}
