import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import fc from "fast-check";
import { Lake } from "./lake.ts";

jest.setTimeout(120_000);

let lake: Lake;
beforeEach(() => {
  lake = new Lake();
});
afterEach(() => lake.remove());

/** JSON as some producer writes it: the same value, with blanks and escapes that JSON allows. */
function written(value: unknown, blank: string, escaped: boolean): string {
  const text = JSON.stringify(value, null, blank).replaceAll("\n", "");
  return escaped
    ? text.replace(/[\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`)
    : text;
}

const data = fc.dictionary(
  fc.string({ unit: "binary", maxLength: 6 }),
  fc.jsonValue({ maxDepth: 3, stringUnit: "binary" }),
  { maxKeys: 4 },
);
const event = fc.record(
  {
    id: fc.uuid(),
    at: fc
      .date({ min: new Date("1900-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
      .map((date) => date.toISOString()),
    amount: fc.double({ noNaN: true, noDefaultInfinity: true }),
    count: fc.maxSafeInteger(),
    good: fc.boolean(),
    data: data.filter((each) => !("country" in each)),
  },
  { requiredKeys: ["id", "at"] },
);

test("whatever the check lets pass is loaded, as the value that was checked", async () => {
  const events = fc.sample(fc.tuple(event, fc.constantFrom("", " ", "\t"), fc.boolean()), { numRuns: 3000, seed: 5 });
  lake.drop("a.jsonl", events.map((each) => `${written(...each)}\n`).join(""));
  const { counts, summary } = await lake.ingest();
  expect(summary).toHaveLength(1);
  expect(counts).toMatchObject({ read: 3000, loaded: 3000, quarantined: 0 });
  for (const row of await lake.rows()) {
    const [sent] = events[Number(row.source_line) - 1] ?? [];
    expect(row.id).toBe(sent?.id);
    expect(row.at).toBe(sent?.at);
    expect(row.count).toBe(sent?.count === undefined ? null : String(sent.count));
    expect(row.amount === null ? undefined : Number(row.amount)).toBe(sent?.amount === 0 ? 0 : sent?.amount);
    // -0 in a document comes back as it was written; JSON.stringify writes 0.
    expect(row.data === null ? undefined : JSON.parse(String(row.data))).toEqual(
      sent?.data === undefined ? undefined : JSON.parse(JSON.stringify(sent.data)),
    );
  }
});
