import type { Environment } from "../../environments/environment.ts";
import { simulatedHome } from "../../environments/home.ts";
import { ClusterJobs } from "./cluster-jobs.ts";
import { SimulatedJobs } from "./simulated-jobs.ts";

/** A deployed job as its schedule stands. */
export interface ScheduledJob {
  readonly name: string;
  /** Five cron fields, in the time zone. */
  readonly schedule: string;
  readonly timeZone: string;
  readonly suspended: boolean;
}

/** How a run that was asked for has ended. */
export interface JobRun {
  readonly code: number;
  /** What it wrote to standard output, where that was to be kept. */
  readonly output: string;
}

/** Where the deployed jobs of an environment run: processes of this machine, or the environment's cluster. */
export interface JobPlace {
  /** Runs a deployed job with arguments for its program. `keep`: its output is returned, not shown. */
  run(job: string, args: readonly string[], output?: "show" | "keep"): Promise<JobRun>;
  scheduled(): Promise<readonly ScheduledJob[]>;
}

/** Works with the jobs of an environment, as they are deployed. */
export async function withJobs<T>(environment: Environment, work: (place: JobPlace) => Promise<T>): Promise<T> {
  if (environment.cloud === "simulated") {
    return await work(new SimulatedJobs(environment, simulatedHome(environment.name)));
  }
  return await ClusterJobs.reached(environment, process.env, work);
}
