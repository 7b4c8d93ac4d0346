/**
 * A consumer in a process of its own: node reader.ts <way> <folder> <rows>
 * It reads both marts in one transaction, over and over, prints each run it newly meets, and when stdin ends prints all its
 * reads as JSON: start and end on the machine's monotonic clock, and the run, "error: …" or "mixed".
 */
import { withLive } from "../../../jobs/publish/duckdb/live.ts";
import { seenRun } from "./marts.ts";
import { now, type Read } from "./reads.ts";
import { liveTables, withTableFiles } from "./table-files.ts";

const [way = "", folder = "", rowsText = ""] = process.argv.slice(2);
const rows = Number(rowsText);
const stopped = { yet: false };
process.stdin.on("end", () => Object.assign(stopped, { yet: true })).resume();

function read(): Promise<string | null> {
  if (way !== "swap") return withTableFiles(folder, (connection) => seenRun(connection, liveTables, rows));
  return withLive(folder, "ANALYTICS", (connection) =>
    seenRun(connection, ["MARTS.FCT_CUSTOMER_EVENTS", "MARTS.FCT_TRANSACTIONS"], rows),
  );
}

const reads: Read[] = [];
let last: string | undefined;
while (!stopped.yet) {
  const start = now();
  const outcome = await read().then(
    (runId) => ({ saw: runId === null ? "mixed" : "run", runId: runId ?? "" }) as const,
    (error: unknown) => ({ saw: "error", runId: String(error) }) as const,
  );
  reads.push({ start, end: now(), ...outcome });
  if (outcome.saw === "run" && outcome.runId !== last) {
    last = outcome.runId;
    console.log(last);
  }
  // An error comes at once; the loop must let the process hear that stdin ended.
  await new Promise((resolve) => setImmediate(resolve));
}
console.log(JSON.stringify(reads));
