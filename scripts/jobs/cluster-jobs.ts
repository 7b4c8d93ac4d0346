import { setTimeout as sleep } from "node:timers/promises";
import { ConfigurationError } from "../../constructs/support/errors.ts";
import type { Environment } from "../../environments/environment.ts";
import { placeholders } from "../../environments/placeholders.ts";
import { Interruption, interruptible } from "../interruption.ts";
import { exitCode, jobEnd, jobManifest, podList, scheduledJobs, waitingFor } from "./cluster-objects.ts";
import { Kubectl } from "./kubectl.ts";
import { notDeployed } from "./not-deployed.ts";
import type { JobPlace, JobRun, ScheduledJob } from "./place.ts";
import { PodLog } from "./pod-log.ts";

/** Seconds between two looks at a Job. */
const pollSeconds = 2;

/** The jobs of a real environment: a run is a Job made from the CronJob, which the cluster keeps whatever happens here. */
export class ClusterJobs implements JobPlace {
  readonly #environment: Environment;
  readonly #kubectl: Kubectl;

  constructor(environment: Environment, kubectl: Kubectl) {
    this.#environment = environment;
    this.#kubectl = kubectl;
  }

  static async reached<T>(
    environment: Environment,
    env: NodeJS.ProcessEnv,
    work: (jobs: ClusterJobs) => Promise<T>,
  ): Promise<T> {
    const open = placeholders(environment).filter(({ path }) => path.startsWith("aws."));
    if (open.length > 0) {
      throw new ConfigurationError(
        open.map(({ path, value, remedy }) => {
          const what = `environments/${environment.name}.ts: ${path} is ${JSON.stringify(value)}`;
          return `${what}; it is a placeholder, and its jobs run in a real cluster. ${remedy}.`;
        }),
      );
    }
    return await Kubectl.reached(environment, jobsNamespace, env, (kubectl) =>
      work(new ClusterJobs(environment, kubectl)),
    );
  }

  async scheduled(): Promise<readonly ScheduledJob[]> {
    return scheduledJobs.parse(await this.#kubectl.json(["get", "cronjobs"]));
  }

  async run(job: string, args: readonly string[], output: "show" | "keep" = "show"): Promise<JobRun> {
    const deployed = (await this.scheduled()).map(({ name }) => name);
    if (!deployed.includes(job)) throw notDeployed(this.#environment, job, deployed);
    const name = newName(job);
    const from = ["create", "job", name, `--from=cronjob/${job}`, "--dry-run=client"];
    const manifest = jobManifest(await this.#kubectl.json(from), args);
    await this.#kubectl.json(["create", "--filename", "-"], JSON.stringify(manifest));
    console.error(`job ${job}: started as Job ${name}`);
    let kept = "";
    const show = (text: string) => {
      if (output === "show") process.stdout.write(text);
      else kept += text;
    };
    try {
      return { code: await interruptible((signal) => this.#followed(name, show, signal)), output: kept };
    } catch (error) {
      if (error instanceof Interruption) console.error(this.#goesOn(name));
      throw error;
    }
  }

  /** The exit code of the Job, when it has ended; meanwhile shows the logs of its pods, one after the other. */
  async #followed(name: string, show: (text: string) => void, signal: AbortSignal): Promise<number> {
    const logs = new Map<string, PodLog>();
    let said = "";
    for (;;) {
      const end = jobEnd.parse(await this.#kubectl.json(["get", "job", name]));
      const selector = `--selector=batch.kubernetes.io/job-name=${name}`;
      const pods = podList.parse(await this.#kubectl.json(["get", "pods", selector]));
      for (const pod of pods.filter(({ started }) => started)) {
        const log = logs.get(pod.name) ?? new PodLog(this.#kubectl, pod.name, pod.container);
        logs.set(pod.name, log);
        if (!log.whole) await log.follow(show, signal, pod.exitCode !== undefined);
      }
      if (end.state === "Complete") return 0;
      if (end.state === "Failed") {
        console.error(`Job ${name} failed: ${end.why}`);
        return exitCode(pods);
      }
      const waiting = waitingFor(pods);
      if (waiting && waiting !== said) console.error(`Job ${name} waits: ${waiting}`);
      said = waiting ?? said;
      await sleep(pollSeconds * 1000, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }

  #goesOn(name: string): string {
    return `Job ${name} goes on in the cluster. npx plinth status ${this.#environment.name} shows how it ended; kubectl --namespace ${jobsNamespace} delete job ${name} ends it.`;
  }
}

/** Where every definition runs. */
const jobsNamespace = "jobs";

/** At most 63 characters: a CronJob's name has up to 52. */
function newName(job: string): string {
  return `${job}-m${Math.floor(Date.now() / 1000).toString(36)}`;
}
