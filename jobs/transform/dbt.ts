import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { hasCode, JobFailure, JobInterrupted, stopIfAsked } from "../failure.ts";
import { describeFailures, type NodeResult, readRunResults } from "./run-results.ts";

/** One output of a dbt profile: how dbt connects to the candidate. Secrets are `env_var` calls, never values. */
export type DbtOutput = Readonly<Record<string, unknown>>;

export interface DbtRun {
  /** Path of the dbt program. */
  readonly program: string;
  /** Folder of the project; dbt writes nothing into it. */
  readonly project: string;
  readonly target: string;
  readonly output: DbtOutput;
  /** Further variables of dbt's environment: where the lake zones lie. */
  readonly variables: Readonly<Record<string, string>>;
  /** An empty folder for profile, logs and artifacts. */
  readonly work: string;
  /** Ends dbt: the signal is forwarded to it as SIGTERM. */
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/** Milliseconds that dbt gets to end after SIGTERM; Kubernetes gives a pod 30 s in all. */
const graceMs = 10_000;
/** Lines of dbt's output repeated in an error when dbt left no results to tell from. */
const tailLength = 15;

/** Where the dbt of the job's Python environment is: PLINTH_DBT, the repository's own, or the image's on PATH. */
export function findDbt(root: string, env: NodeJS.ProcessEnv): string {
  const own = join(root, ".venv", "bin", "dbt");
  return env.PLINTH_DBT ?? (existsSync(own) ? own : "dbt");
}

/**
 * Builds and tests the whole project against one database and returns the result of every node. Throws a JobFailure
 * that names each failing model and test, or a JobInterrupted when dbt was stopped or crashed.
 */
export async function buildWithDbt(run: DbtRun): Promise<readonly NodeResult[]> {
  await mkdir(run.work, { recursive: true });
  const profile = {
    plinth: { target: run.target, outputs: { [run.target]: { threads: availableParallelism(), ...run.output } } },
  };
  // JSON is YAML.
  await writeFile(join(run.work, "profiles.yml"), JSON.stringify(profile, null, 2));
  const tail: string[] = [];
  const status = await runToEnd(run, (line) => {
    tail.push(line);
    if (tail.length > tailLength) tail.shift();
    run.log(`dbt: ${line}`);
  });
  stopIfAsked(run.signal);
  return judge(status, await readRunResults(join(run.work, "target", "run_results.json")), tail);
}

function judge(status: number | string, results: NodeResult[] | null, tail: readonly string[]): readonly NodeResult[] {
  const failures = describeFailures(results ?? []);
  if (failures.length > 0) throw new JobFailure(["dbt build failed:", ...failures].join("\n  "));
  if (status === 0 && results !== null) return results;
  // dbt's exit codes: 1 is a handled error, 2 an unhandled one (https://docs.getdbt.com/reference/exit-codes).
  const message = [`dbt build ended with ${status} and reports no failed node. Its last lines:`, ...tail].join("\n  ");
  throw status === 1 || status === 0 ? new JobFailure(message) : new JobInterrupted(message);
}

async function runToEnd(run: DbtRun, line: (text: string) => void): Promise<number | string> {
  const folders = ["--project-dir", run.project, "--profiles-dir", run.work, "--target-path", join(run.work, "target")];
  const rest = ["--log-path", join(run.work, "logs"), "--profile", "plinth", "--target", run.target, "--no-use-colors"];
  const child = spawn(run.program, ["build", ...folders, ...rest], {
    cwd: run.work,
    env: { ...ownEnvironment(process.env), ...run.variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const input of [child.stdout, child.stderr]) createInterface({ input }).on("line", line);
  const stop = () => endGently(child);
  run.signal.addEventListener("abort", stop, { once: true });
  try {
    return await ended(child);
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
    throw new JobFailure(`dbt is not there: ${run.program} cannot be started. Install it with: node tools/python.js`);
  } finally {
    run.signal.removeEventListener("abort", stop);
  }
}

/** The user's own DBT_ and Python settings must not change what a job does. */
function ownEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !/^(DBT_|PYTHON)/.test(name));
  return {
    ...Object.fromEntries(kept),
    DBT_SEND_ANONYMOUS_USAGE_STATS: "false",
    DBT_VERSION_CHECK: "false",
    PYTHONUTF8: "1",
  };
}

function ended(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code ?? signal ?? "an unknown status"));
  });
}

function endGently(child: ChildProcess): void {
  child.kill("SIGTERM");
  const kill = setTimeout(() => child.kill("SIGKILL"), graceMs);
  child.once("close", () => clearTimeout(kill));
}
