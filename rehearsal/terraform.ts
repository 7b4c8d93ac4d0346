import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import semver from "semver";
import { placeFile } from "./place-file.ts";

/** Oldest Terraform that plans write-only attributes and locks S3 state by a file. */
const oldestTerraform = "1.11.0";

/** Time Terraform has to record what it has done when a run is aborted, in milliseconds. */
const abortGrace = 10_000;

/** Anything a shell may hold that changes what Terraform does or lets it reach a real cloud. */
const foreignVariables = /^(TF_|AWS_|SNOWFLAKE_|KUBE|HELM_|CHECKPOINT_|PLINTH_CLOUD$)/;

// Providers come from the stack's own folder and nowhere else, so a rehearsal can neither download nor start a real one.
const cliConfiguration = `disable_checkpoint = true

provider_installation {
  filesystem_mirror {
    path = "terraform.d/plugins"
  }
}
`;

const settings = {
  TF_IN_AUTOMATION: "1",
  CHECKPOINT_DISABLE: "1",
  // Certificates for calls that never leave the machine, to a cloud of files, are a fifth of a run's time.
  TF_DISABLE_PLUGIN_TLS: "1",
  // Go's garbage collector is a quarter of a plan's time at its own setting, and at this one a plan stays below 200 MB.
  GOGC: "400",
};

/** A Terraform that cannot be used, said for the person at the keyboard: where, what, the rule, the remedy. */
export class TerraformUnusable extends Error {}

export interface TerraformRun {
  /** The stack's working folder. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Called with each line Terraform writes to standard output. */
  readonly onLine?: (line: string) => void;
  /** Aborting interrupts Terraform and its providers; after a grace period they are killed. */
  readonly signal?: AbortSignal;
}

export interface TerraformResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * The environment for a rehearsed Terraform: `base` without credentials and without anything that configures Terraform,
 * with a CLI configuration of our own, written below `home`, the simulated cloud's folder.
 */
export function rehearsalEnvironment(base: NodeJS.ProcessEnv, home: string): NodeJS.ProcessEnv {
  const file = join(home, "terraform.rc");
  placeFile(file, cliConfiguration);
  const kept = Object.entries(base).filter(([name]) => !foreignVariables.test(name));
  return { ...Object.fromEntries(kept), TF_CLI_CONFIG_FILE: file, ...settings };
}

/**
 * Runs Terraform to its end, whatever its exit code.
 * @throws TerraformUnusable when there is no terraform to start
 */
export async function terraform(args: readonly string[], run: TerraformRun): Promise<TerraformResult> {
  run.signal?.throwIfAborted();
  // A process group of its own: an abort must reach the providers, and Ctrl-C must not reach Terraform twice.
  const child = spawn("terraform", args, {
    cwd: run.cwd,
    env: run.env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const stop = () => interrupt(child);
  const end = () => signalGroup(child, "SIGKILL");
  run.signal?.addEventListener("abort", stop, { once: true });
  process.once("exit", end);
  try {
    const [stdout, stderr, code] = await Promise.all([
      collect(child.stdout, run.onLine),
      collect(child.stderr),
      exitCode(child, run),
    ]);
    run.signal?.throwIfAborted();
    return { code, stdout, stderr };
  } finally {
    run.signal?.removeEventListener("abort", stop);
    process.removeListener("exit", end);
  }
}

/**
 * The version of the Terraform on the path.
 * @throws TerraformUnusable when there is none or it is too old
 */
export async function terraformVersion(env: NodeJS.ProcessEnv): Promise<string> {
  const { code, stdout, stderr } = await terraform(["version", "-json"], { cwd: process.cwd(), env });
  const version = code === 0 ? reportedVersion(stdout) : undefined;
  if (version === undefined)
    throw new TerraformUnusable(`PATH: \`terraform version\` failed: ${stderr.trim() || stdout.trim()}. ${remedy}`);
  if (semver.lt(version, oldestTerraform)) {
    throw new TerraformUnusable(`PATH: terraform is ${version}; it must be ${oldestTerraform} or newer. ${remedy}`);
  }
  return version;
}

const remedy = `Install Terraform ${oldestTerraform} or newer from https://developer.hashicorp.com/terraform/install and put it first on PATH.`;

function reportedVersion(json: string): string | undefined {
  try {
    const { terraform_version: version } = JSON.parse(json);
    return semver.valid(version) ?? undefined;
  } catch {
    return undefined;
  }
}

async function collect(stream: NodeJS.ReadableStream, onLine?: (line: string) => void): Promise<string> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    lines.push(`${line}\n`);
    onLine?.(line);
  }
  return lines.join("");
}

function exitCode(child: ChildProcess, { cwd, env }: Pick<TerraformRun, "cwd" | "env">): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("close", (code) => resolve(code ?? 1));
    child.once("error", (problem: NodeJS.ErrnoException) => {
      // A working folder that is not there is reported in the same way, and is no fault of PATH.
      const missing = problem.code === "ENOENT" && existsSync(cwd);
      reject(
        missing ? new TerraformUnusable(`PATH: there is no terraform in ${env.PATH ?? "it"}. ${remedy}`) : problem,
      );
    });
  });
}

function interrupt(child: ChildProcess): void {
  signalGroup(child, "SIGINT");
  const kill = setTimeout(() => signalGroup(child, "SIGKILL"), abortGrace);
  // Terraform ends its providers before itself; whatever still runs then would hold the output open.
  child.once("exit", () => {
    clearTimeout(kill);
    signalGroup(child, "SIGKILL");
  });
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}
