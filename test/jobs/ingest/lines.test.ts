import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { inflated, type Line, linesOf, longestLine } from "../../../jobs/ingest/lines.ts";

async function* chunksOf(bytes: Buffer, size: number): AsyncIterable<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function all(content: AsyncIterable<Buffer>): Promise<Line[]> {
  const found: Line[] = [];
  for await (const lines of linesOf(content)) found.push(...lines);
  return found;
}

test("a failure of the source itself is no flaw of the file", async () => {
  const failing = Readable.from(
    (async function* () {
      yield gzipSync("a\n").subarray(0, 12);
      throw new Error("The network broke.");
    })(),
    { objectMode: false },
  );
  await expect(all(inflated("a.jsonl.gz", failing))).rejects.toThrow("The network broke.");
});

test.each([1, 7, 65_536])(
  "a line longer than any event is cut off wherever its chunks of %d bytes end",
  async (size) => {
    const long = Buffer.alloc(size === 1 ? 1000 : longestLine + 1, "x");
    const bytes = Buffer.concat([Buffer.from("a\n"), long, Buffer.from("\nb")]);
    const [first, second, third] = await all(chunksOf(bytes, size));
    expect([first, third]).toEqual([
      { number: 1, text: "a" },
      { number: 3, text: "b" },
    ]);
    if (size === 1) expect(second).toEqual({ number: 2, text: "x".repeat(1000) });
    else expect(second?.flaw).toBe(`it has ${longestLine + 1} bytes; an event has at most ${longestLine}`);
    expect(second?.text.length).toBeLessThan(5000);
  },
);

test("bytes that are no UTF-8 spoil their own line only", async () => {
  const bytes = Buffer.concat([Buffer.from("é1\n"), Buffer.from([0xff, 0xfe, 10]), Buffer.from("é3\n")]);
  expect(await all(chunksOf(bytes, 4))).toEqual([
    { number: 1, text: "é1" },
    { number: 2, text: "\uFFFD\uFFFD", flaw: "it is not UTF-8" },
    { number: 3, text: "é3" },
  ]);
});

test("gzip members one after the other are one content", async () => {
  const content = Readable.from([Buffer.concat([gzipSync("a\nb"), gzipSync("c\nd\n")])], { objectMode: false });
  expect((await all(inflated("a.gz", content))).map(({ text }) => text)).toEqual(["a", "bc", "d"]);
});

test("lines are the same however the content is cut into chunks", async () => {
  const line = fc.string({ unit: fc.constantFrom("a", "é", "😀", " ", "\r", "\uFEFF", "{", '"'), maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { maxLength: 20 }),
      fc.boolean(),
      fc.integer({ min: 1, max: 40 }),
      async (texts, ends, size) => {
        const bytes = Buffer.from(texts.join("\n") + (ends ? "\n" : ""));
        const expected = texts
          .map((text, index) => ({ number: index + 1, text: index === 0 ? text.replace(/^\uFEFF/, "") : text }))
          .filter(({ text }) => text === "" || text.charCodeAt(0) > 32 || text.trim() !== "")
          .filter(({ text }) => text !== "");
        expect(await all(chunksOf(bytes, size))).toEqual(expected);
      },
    ),
    { numRuns: 500 },
  );
});
