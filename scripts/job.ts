import { Command } from "commander";
import { loadEnvironment } from "../environments/catalog.ts";
import type { Environment } from "../environments/environment.ts";
import { confirmed } from "./confirmation.ts";
import { withJobs } from "./jobs/place.ts";

interface Options {
  readonly yes?: boolean;
}

/** What a program is asked for that changes nothing. */
const looks = ["status", "history", "lease show"];
const lookingOptions = ["--dry-run", "--help", "-h"];

export function jobCommand(done: (code: number) => void): Command {
  return new Command("job")
    .description("Runs a deployed job definition now; its exit code is the job's")
    .argument("<environment>", "for instance local")
    .argument("<job>", "for instance publish")
    .argument("[arguments...]", "for the job's program: an action and its options (-- --help shows those it knows)")
    .option("--yes", "run it without asking where the environment is locked")
    .allowUnknownOption()
    .addHelpText("after", "\nWith --json among its arguments the job prints its outcome as JSON.")
    .action(async (name: string, job: string, args: string[], options: Options) => {
      const environment = await loadEnvironment(name);
      const spoken = [job, ...args].join(" ");
      if (asksFirst(environment, args)) {
        await confirmed("plinth job", `run ${spoken} in ${name}, which is locked`, options.yes);
      }
      const { code } = await withJobs(environment, (jobs) => jobs.run(job, args));
      done(code);
    });
}

function asksFirst({ cloud, protection }: Environment, args: readonly string[]): boolean {
  if (cloud !== "real" || protection !== "locked") return false;
  const action = args.filter((argument) => !argument.startsWith("-")).join(" ");
  return !looks.includes(action) && !args.some((argument) => lookingOptions.includes(argument));
}
