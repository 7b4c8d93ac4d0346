import type { Environment } from "../../environments/environment.ts";
import { deployedJob, deployedSchedules } from "../deployed-job.ts";
import { runJob } from "../job-process.ts";
import type { JobPlace, JobRun, ScheduledJob } from "./place.ts";

/**
 * The jobs of a simulated environment, as processes of this machine. Nothing runs on schedule there: a run by hand of a
 * job brings with it the jobs that it waits for.
 */
export class SimulatedJobs implements JobPlace {
  readonly #environment: Environment;
  readonly #home: string;

  constructor(environment: Environment, home: string) {
    this.#environment = environment;
    this.#home = home;
  }

  async scheduled(): Promise<readonly ScheduledJob[]> {
    return deployedSchedules(this.#home);
  }

  async run(name: string, args: readonly string[], output: "show" | "keep" = "show"): Promise<JobRun> {
    const job = deployedJob(this.#home, this.#environment, name);
    if (isScheduledRun(args)) {
      for (const awaited of job.waitsFor) {
        console.error(`job ${name} waits for ${awaited}, which runs first:`);
        const { code } = await this.run(awaited, []);
        if (code !== 0) {
          console.error(`job ${awaited} ended with exit code ${code}; ${name} was not started.`);
          return { code, output: "" };
        }
      }
    }
    return await runJob(job, args, output);
  }
}

/** Whether the program is asked for what its schedule asks for, and to wait. */
function isScheduledRun(args: readonly string[]): boolean {
  const apart = ["--now", "--dry-run", "--help", "-h"];
  return (args[0] === undefined || args[0].startsWith("-")) && !args.some((argument) => apart.includes(argument));
}
