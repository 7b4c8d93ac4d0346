/** Writes events for a bench in a process of their own: node ingest-events.ts BRONZE COUNT LIST. LIST gets the malformed lines, as JSON. */
import { writeFileSync } from "node:fs";
import { writeEvents } from "../../examples/events/events.ts";

const [, , out = "", count = "", list = ""] = process.argv;
const { malformed, ...made } = await writeEvents({ out, seed: 7, events: Number(count) });
writeFileSync(list, JSON.stringify(malformed));
console.log(JSON.stringify({ lines: made.lines, late: made.late, files: made.files.length }));
