import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { physicalName } from "../constructs/support/names.ts";
import { loadEnvironment } from "../environments/catalog.ts";
import type { Environment } from "../environments/environment.ts";
import { simulatedHome } from "../environments/home.ts";
import { mistake } from "../tools/cdktf/mistake.ts";
import { run } from "../tools/cdktf/run.ts";
import { deployedJob } from "./deployed-job.ts";
import { runJob } from "./job-process.ts";
import { liveReport } from "./live-report.ts";
import { bucketsFolder } from "./simulated-folders.ts";
import { standing } from "./standing.ts";

const name = "local";
const sample = join(import.meta.dirname, "../examples/events/user_events.jsonl");

try {
  process.exitCode = await up();
} catch (error) {
  console.error(mistake(error).join("\n"));
  process.exitCode = 1;
}

/** Deploys the local platform, puts sample events into its lake, runs its publish job, and says what stands and what is live. */
async function up(): Promise<number> {
  const deployed = await run(["deploy", name]);
  if (deployed !== 0) return deployed;
  const environment = await loadEnvironment(name);
  const home = simulatedHome(name);
  const folder = dropSample(home, environment);
  const code = await runJob(deployedJob(home, environment, "publish"), home);
  if (code !== 0) return code;
  console.log(`\n${standing(home)}\n\n${await liveReport(home, environment)}`);
  console.log(`\nDrop files of events beside the sample in ${folder} and run: npx plinth job local publish`);
  return 0;
}

/** Where the user_events topic's raw copy lies in the bronze zone. */
function dropSample(home: string, environment: Environment): string {
  const bucket = join(bucketsFolder(home, environment), physicalName("bucket", environment, "bronze"));
  const folder = join(bucket, "raw/user_events/ingest_dt=2026-01-15");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, basename(sample));
  if (!existsSync(file)) copyFileSync(sample, file);
  return folder;
}
