import { execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationError } from "../../constructs/support/errors.ts";
import { physicalName } from "../../constructs/support/names.ts";
import type { Environment } from "../../environments/environment.ts";
import { awsCli } from "../aws-cli.ts";

/** Seconds that a call may take, a look or a change; what is followed takes as long as it takes. */
const callSeconds = 60;

/** What a program of the person's own said. */
interface Answer {
  readonly code: number;
  readonly stdout: string;
  /** In one line. */
  readonly problem: string;
}

/** The cluster's command line, for one environment's cluster and no other, in the namespace of the jobs. */
export class Kubectl {
  readonly #environment: Environment;
  readonly #namespace: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #kubeconfig: string;

  private constructor(environment: Environment, namespace: string, env: NodeJS.ProcessEnv, kubeconfig: string) {
    this.#environment = environment;
    this.#namespace = namespace;
    this.#kubeconfig = kubeconfig;
    // The file given as an argument decides; this keeps plugins from looking at the person's own.
    this.#env = { ...env, KUBECONFIG: kubeconfig };
  }

  /** Works with the cluster through a kubeconfig that is made for it and removed after: the person's own is not touched. */
  static async reached<T>(
    environment: Environment,
    namespace: string,
    env: NodeJS.ProcessEnv,
    work: (kubectl: Kubectl) => Promise<T>,
  ): Promise<T> {
    await checkAccount(environment, env);
    const folder = mkdtempSync(join(tmpdir(), "plinth-kubeconfig-"));
    try {
      const kubeconfig = join(folder, "config");
      const name = physicalName("kubernetesCluster", environment, "workers");
      const target = ["--name", name, "--region", environment.aws.region, "--kubeconfig", kubeconfig];
      const { code, problem } = await call("aws", ["eks", "update-kubeconfig", ...target], env);
      if (code !== 0) {
        throw new ConfigurationError([
          `cluster ${name}: AWS gave no way to it (${problem}). Sign in as someone whom its access entries let in, and deploy ${environment.name}-workers first if it does not exist.`,
        ]);
      }
      return await work(new Kubectl(environment, namespace, env, kubeconfig));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Asks for something as JSON. `input` goes to standard input. */
  async json(args: readonly string[], input?: string): Promise<unknown> {
    const { code, stdout, problem } = await this.#call([...args, "--output", "json"], input);
    if (code !== 0) throw this.#refused(problem);
    try {
      return JSON.parse(stdout);
    } catch {
      throw this.#refused("it answered something that is not JSON");
    }
  }

  /** Follows a pod's log until its container ends, or the call breaks off; `show` gets what comes. */
  async follow(pod: string, container: string, show: (text: string) => void, signal: AbortSignal): Promise<void> {
    const args = this.#args(["logs", "--follow", `pod/${pod}`, "--container", container]);
    const child = spawn("kubectl", args, { env: this.#env, stdio: ["ignore", "pipe", "ignore"], signal });
    child.stdout.setEncoding("utf8").on("data", show);
    await new Promise<void>((resolve) => child.on("error", () => resolve()).on("close", () => resolve()));
    signal.throwIfAborted();
  }

  async #call(args: readonly string[], input?: string): Promise<Answer> {
    return await call("kubectl", this.#args(args), this.#env, input);
  }

  #args(args: readonly string[]): string[] {
    return ["--kubeconfig", this.#kubeconfig, "--namespace", this.#namespace, ...args];
  }

  #refused(problem: string): ConfigurationError {
    return new ConfigurationError([
      `the cluster of ${this.#environment.name}: kubectl failed (${problem}). Its API answers inside the network alone: run this there, as someone whom the cluster's access entries let in.`,
    ]);
  }
}

/** An environment's name in front of another account's credentials must not reach that account's cluster. */
async function checkAccount({ name, aws }: Environment, env: NodeJS.ProcessEnv): Promise<void> {
  const { answer, problem } = await awsCli(["sts", "get-caller-identity"], env);
  if (answer?.Account === aws.accountId) return;
  const found = problem ?? `signed in to account ${answer?.Account}`;
  throw new ConfigurationError([
    `AWS identity: ${found}; it must be account ${aws.accountId} of ${name}. Sign in to it: aws sso login, or AWS_PROFILE.`,
  ]);
}

function call(program: string, args: readonly string[], env: NodeJS.ProcessEnv, input = ""): Promise<Answer> {
  const limits = { env, timeout: callSeconds * 1000, maxBuffer: 64 * 1024 ** 2 };
  return new Promise((resolve) => {
    const child = execFile(program, args, limits, (error, stdout, stderr) => {
      if (!error) resolve({ code: 0, stdout, problem: "" });
      else if (error.code === "ENOENT") resolve({ code: 1, stdout, problem: `there is no ${program} on PATH` });
      else
        resolve({ code: 1, stdout, problem: oneLine(stderr) || `${program} gave no answer in ${callSeconds} seconds` });
    });
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
  });
}

function oneLine(text: string): string {
  return text.trim().replaceAll(/\s+/g, " ").slice(0, 300);
}
