import { Command } from "commander";
import { loadEnvironment } from "../environments/catalog.ts";
import { confirmed } from "./confirmation.ts";
import { asked } from "./jobs/answer.ts";
import { withJobs } from "./jobs/place.ts";
import { publishJob } from "./jobs/publish-job.ts";

interface Options {
  readonly database?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

export function rollbackDataCommand(done: (code: number) => void): Command {
  return new Command("rollback-data")
    .description("Makes the published version before the live one live again, exactly as it was")
    .argument("<environment>", "for instance prod")
    .option("--database <name>", "the published database, where an environment has several")
    .option("--dry-run", "print every statement that would be run, and change nothing")
    .option("--yes", "without asking")
    .option("--json", "print the outcome as JSON")
    .action(async (name: string, options: Options) => {
      const environment = await loadEnvironment(name);
      const { name: job } = publishJob(environment, options.database);
      if (!options.dryRun) {
        await confirmed(
          "plinth rollback-data",
          `make the version before the live one live again in ${name}`,
          options.yes,
        );
      }
      const args = ["rollback", ...(options.dryRun ? ["--dry-run"] : [])];
      done(await withJobs(environment, (jobs) => asked(jobs, job, args, options.json)));
    });
}
