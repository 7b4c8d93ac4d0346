import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const root = join(import.meta.dirname, "../..");
const manners = pathToFileURL(join(import.meta.dirname, "engine-process.js")).href;

/** Exit code of a command that was interrupted, as shells have it. */
const interruptedCode = 130;

/** What ends a command from outside: Ctrl-C, a supervisor, a terminal that closes. */
const interrupts = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs the CDK Terrain CLI in the project's folder, under this Node, and answers with its exit code. An interrupt reaches
 * Terraform once, which then records what it has done; the answer is then 130.
 */
export async function engine(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const cli = createRequire(import.meta.url).resolve("cdktn-cli/bin/cdktn");
  const child = spawn(process.execPath, ["--import", manners, cli, ...argv], {
    cwd: root,
    // The channel tells the engine when this process is gone.
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    // A process group of its own: the terminal's Ctrl-C comes to us, and goes to Terraform once and not twice.
    detached: true,
    env: engineEnvironment(env),
  });
  let interrupted = false;
  const interrupt = () => {
    if (!interrupted)
      console.error("\nInterrupted: Terraform records what it has done and ends. Once more ends it at once.");
    interrupted = true;
    signalGroup(child, "SIGINT");
  };
  for (const signal of interrupts) process.on(signal, interrupt);
  try {
    const code = await exitCode(child);
    return interrupted ? interruptedCode : code;
  } finally {
    for (const signal of interrupts) process.off(signal, interrupt);
  }
}

function engineEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const colors = process.stdout.isTTY && !env.NO_COLOR;
  return {
    ...env,
    // The CLI starts the app with plain `node`: it must be the one that runs TypeScript.
    PATH: [dirname(process.execPath), env.PATH].join(delimiter),
    CI: env.CI ?? "1",
    DISABLE_VERSION_CHECK: "1",
    // The engine reports what is synthesized to its makers, unless Terraform's own switch says no.
    CHECKPOINT_DISABLE: env.CHECKPOINT_DISABLE ?? "1",
    ...(colors ? {} : { FORCE_COLOR: "0" }),
  };
}

function exitCode(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
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
