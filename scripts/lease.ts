import { Command } from "commander";
import { loadEnvironment } from "../environments/catalog.ts";
import { confirmed } from "./confirmation.ts";
import { asked } from "./jobs/answer.ts";
import { withJobs } from "./jobs/place.ts";
import { publishJob } from "./jobs/publish-job.ts";

interface Options {
  readonly database?: string;
  readonly json?: boolean;
}
interface BreakOptions extends Options {
  readonly reason: string;
  readonly force?: boolean;
  readonly yes?: boolean;
}

export function leaseCommand(done: (code: number) => void): Command {
  const run = async (name: string, { database, json }: Options, args: readonly string[]) => {
    const environment = await loadEnvironment(name);
    const { name: job } = publishJob(environment, database);
    done(await withJobs(environment, (jobs) => asked(jobs, job, ["lease", ...args], json)));
  };
  const show = verb("show", "Who holds the right to publish, since when and until when").action(
    (name: string, options: Options) => run(name, options, ["show"]),
  );
  const end = verb("break", "Takes the lease from a run that is gone; what it was building never goes live")
    .requiredOption("--reason <text>", "why, which the history keeps")
    .option("--force", "although the holder has renewed it lately")
    .option("--yes", "without asking")
    .action(async (name: string, options: BreakOptions) => {
      await confirmed("plinth lease break", `take the publish lease of ${name} from its holder`, options.yes);
      await run(name, options, ["break", "--reason", options.reason, ...(options.force ? ["--force"] : [])]);
    });
  return new Command("lease")
    .description("The right to publish, which one run holds at a time")
    .addCommand(show)
    .addCommand(end);
}

function verb(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .argument("<environment>", "for instance prod")
    .option("--database <name>", "the published database, where an environment has several")
    .option("--json", "print it as JSON");
}
