import { join } from "node:path";
import { physicalName } from "../constructs/support/names.ts";
import { loadEnvironment } from "../environments/catalog.ts";
import { simulatedHome } from "../environments/home.ts";
import { writeEvents } from "../examples/events/events.ts";
import { mistake } from "../tools/cdktf/mistake.ts";
import { run } from "../tools/cdktf/run.ts";
import { withJobs } from "./jobs/place.ts";
import { publishJob } from "./jobs/publish-job.ts";
import { bucketsFolder } from "./simulated-folders.ts";
import { standing } from "./standing.ts";
import { statusOf } from "./status/jobs-status.ts";
import { statusText } from "./status/status-text.ts";

const name = "local";
/** The same events each time: what lies there already is left as it is. */
const sample = { seed: 1, events: 10_000, days: 3, lastDay: "2026-01-15" };

try {
  process.exitCode = await up();
} catch (error) {
  console.error(mistake(error).join("\n"));
  process.exitCode = 1;
}

/** Deploys the local platform, puts sample events into its lake, runs its deployed jobs, and says what stands and what is live. */
async function up(): Promise<number> {
  const deployed = await run(["deploy", name]);
  if (deployed !== 0) return deployed;
  const environment = await loadEnvironment(name);
  const home = simulatedHome(name);
  const bronze = join(bucketsFolder(home, environment), physicalName("bucket", environment, "bronze"));
  const made = await writeEvents({ out: bronze, ...sample });
  console.log(
    `\nSample events: ${made.lines} lines, of them ${made.late} late, ${made.duplicates} repeated, ${made.malformed.length} malformed; what is there already stays.`,
  );
  const job = publishJob(environment, undefined);
  return await withJobs(environment, async (jobs) => {
    // The jobs that it waits for run first: that is the ingest.
    const { code } = await jobs.run(job.name, []);
    if (code !== 0) return code;
    const status = await statusOf(environment, jobs, job);
    if (typeof status === "number") return status;
    console.log(`\n${standing(home)}\n\n${statusText(status, new Date())}\n\n${dropping(bronze)}`);
    return 0;
  });
}

function dropping(bronze: string): string {
  return [
    "Drop a file of events, one JSON object a line, into a day of a topic, for instance",
    `  ${join(bronze, "raw/user_events/ingest_dt=2026-01-15")}/mine.jsonl`,
    "and run npx plinth job local publish: it ingests what is new, then publishes it.",
    "npx plinth status local shows what is live.",
  ].join("\n");
}
