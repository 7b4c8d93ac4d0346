import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { hasCode, JobFailure } from "../failure.ts";

export interface DbtProcess {
  /** Path of the dbt program. */
  readonly program: string;
  readonly arguments: readonly string[];
  /** Folder that dbt may write to: it starts there and takes it for its home. */
  readonly work: string;
  /** Further variables of dbt's environment. */
  readonly variables: Readonly<Record<string, string>>;
  /** Ends dbt, gently at first. */
  readonly signal: AbortSignal;
  readonly line: (text: string) => void;
}

/**
 * Milliseconds that dbt gets to end: enough to cancel statements in Snowflake; it has written its results before that.
 * Saving them, and giving the lease back, must fit into what is left of the pod's own time to end.
 */
const graceMs = 10_000;

/**
 * Of the job's environment, what must not reach dbt: settings of dbt, Python and the Snowflake connector that the user
 * or the machine has, which change what a job does, and the pod's way to AWS, which dbt has no need of.
 */
const kept = (name: string) => !/^(DBT_|PYTHON|SNOWFLAKE_|AWS_)/.test(name);

/** Where the dbt of the job's Python environment is: PLINTH_DBT, the repository's own, or the image's on PATH. */
export function findDbt(root: string, env: NodeJS.ProcessEnv): string {
  const own = join(root, ".venv", "bin", "dbt");
  return env.PLINTH_DBT ?? (existsSync(own) ? own : "dbt");
}

/** Runs dbt to its end and returns its exit code, or the name of the signal that ended it. */
export async function runDbt(run: DbtProcess): Promise<number | string> {
  const child = spawn(run.program, run.arguments, {
    cwd: run.work,
    env: { ...environmentOf(run.work), ...run.variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const input of [child.stdout, child.stderr]) createInterface({ input }).on("line", run.line);
  const stop = () => endGently(child);
  if (run.signal.aborted) stop();
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

function environmentOf(work: string): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => kept(name))),
    // ~/.dbt and ~/.snowflake are settings too, and a container's root is read-only.
    HOME: work,
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

/**
 * dbt knows the keyboard's interrupt only: it then cancels its statements in the warehouse and writes what it had
 * finished. SIGTERM would end Python on the spot, without either (dbt-core, `execute_nodes` in task/runnable.py).
 */
function endGently(child: ChildProcess): void {
  child.kill("SIGINT");
  const kill = setTimeout(() => child.kill("SIGKILL"), graceMs);
  child.once("close", () => clearTimeout(kill));
}
