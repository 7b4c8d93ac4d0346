import { Command } from "commander";
import { ConfigurationError } from "../constructs/support/errors.ts";
import { loadEnvironment } from "../environments/catalog.ts";
import { simulatedHome } from "../environments/home.ts";
import { deployedJob } from "./deployed-job.ts";
import { runJob } from "./job-process.ts";

export function jobCommand(done: (code: number) => void): Command {
  return new Command("job")
    .description("Runs a deployed job definition now; its exit code is the job's")
    .argument("<environment>", "for instance local")
    .argument("<job>", "for instance publish")
    .action(async (name: string, job: string) => {
      const environment = await loadEnvironment(name);
      if (environment.cloud === "real") {
        throw new ConfigurationError([
          `plinth job: the environment is ${name}; this version runs the jobs of simulated environments only. In a real one, use kubectl create job --from=cronjob/${job}.`,
        ]);
      }
      const home = simulatedHome(name);
      done(await runJob(deployedJob(home, environment, job), home));
    });
}
