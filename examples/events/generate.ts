/**
 * Writes sample events: node examples/events/generate.ts --out DIR [--seed N] [--events N] [--days N] [--last-day DAY]
 * DIR stands for the bronze bucket. The same arguments write the same bytes.
 */
import { parseArgs } from "node:util";
import { writeEvents } from "./events.ts";

const { values } = parseArgs({
  options: {
    out: { type: "string" },
    seed: { type: "string", default: "1" },
    events: { type: "string", default: "10000" },
    days: { type: "string", default: "3" },
    "last-day": { type: "string", default: "2026-01-15" },
  },
});

const numbers = { seed: Number(values.seed), events: Number(values.events), days: Number(values.days) };
const wrong = Object.entries(numbers).find(([, value]) => !Number.isInteger(value) || value < 1);
if (values.out === undefined || wrong) {
  console.error(
    wrong ? `--${wrong[0]} must be a whole number from 1 on.` : "--out DIR is missing: the folder to write to.",
  );
  process.exitCode = 1;
} else {
  const made = await writeEvents({ out: values.out, ...numbers, lastDay: values["last-day"] });
  console.log(
    `${made.files.length} files of ${made.lines} lines in ${values.out}: ${made.malformed.length} malformed, ${made.duplicates} duplicates, ${made.late} late.`,
  );
}
