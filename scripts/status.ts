import { Command } from "commander";
import { loadEnvironment } from "../environments/catalog.ts";
import { withJobs } from "./jobs/place.ts";
import { publishJob } from "./jobs/publish-job.ts";
import { statusOf } from "./status/jobs-status.ts";
import { statusText } from "./status/status-text.ts";

interface Options {
  readonly database?: string;
  readonly json?: boolean;
}

export function statusCommand(done: (code: number) => void): Command {
  return new Command("status")
    .description("What is live since when, the last runs and the next, what was quarantined, and who holds the lease")
    .argument("<environment>", "for instance local")
    .option("--database <name>", "the published database, where an environment has several")
    .option("--json", "print it as JSON")
    .action(async (name: string, { database, json }: Options) => {
      const environment = await loadEnvironment(name);
      const job = publishJob(environment, database);
      const status = await withJobs(environment, (jobs) => statusOf(environment, jobs, job));
      if (typeof status === "number") return done(status);
      console.log(json ? JSON.stringify(status, null, 2) : statusText(status, new Date()));
      done(0);
    });
}
