/** A consumer in a process of its own: reads live over and over, prints each run it meets, ends when stdin ends. */
import { liveRun } from "./warehouse.ts";

const [databases = ""] = process.argv.slice(2);
const stopped = { yet: false };
process.stdin.on("end", () => Object.assign(stopped, { yet: true })).resume();

let last: string | null = null;
while (!stopped.yet) {
  const runId = await liveRun(databases);
  if (runId !== last) console.log(runId);
  last = runId;
}
