import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

const root = join(__dirname, "../..");

/** Everything that is installed or made; the rest is source. */
const notSource = new Set([".git", ".plinth", ".venv", "cdktf.out", "node_modules", "providers.lock.hcl"]);

/** Colours are asked for by jest's own surroundings, which a user has not. */
const jestsOwn = /^(FORCE_COLOR|NO_COLOR|NODE_ENV|JEST_)/;

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that is at work, in a process group of its own as a shell would have it. */
export interface Started {
  readonly child: ChildProcess;
  readonly outcome: Promise<Outcome>;
}

/**
 * A copy of the sources beside the packages that are installed already: `local` lives in its checkout, and a developer's own
 * is not to be touched. The two packages of the project itself are the copy's.
 */
export class Checkout {
  readonly folder = mkdtempSync(join(tmpdir(), "plinth-checkout-"));
  readonly home = join(this.folder, ".plinth/local");
  /** HOME of the commands: what they leave there is seen, and what a developer has there is not used. */
  readonly userHome = join(this.folder, "user");

  constructor() {
    mkdirSync(this.userHome);
    for (const name of readdirSync(root).filter((entry) => !notSource.has(entry)))
      cpSync(join(root, name), join(this.folder, name), { recursive: true });
    if (existsSync(join(root, ".venv"))) symlinkSync(join(root, ".venv"), join(this.folder, ".venv"));
    const packages = join(this.folder, "node_modules");
    mkdirSync(packages);
    for (const name of readdirSync(join(root, "node_modules")))
      symlinkSync(join(root, "node_modules", name), join(packages, name));
    for (const [name, source] of Object.entries({ cdktf: "tools/cdktf", "plinth-cli": "tools/plinth" })) {
      rmSync(join(packages, name));
      symlinkSync(join(this.folder, source), join(packages, name));
    }
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  async run(command: "cdktf" | "plinth", args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
    return await this.start(command, args, env).outcome;
  }

  start(command: "cdktf" | "plinth", args: readonly string[], env: NodeJS.ProcessEnv = {}): Started {
    const program = this.path("tools", command, "cli.js");
    return started(process.execPath, [program, ...args], this.folder, {
      ...userEnvironment(),
      HOME: this.userHome,
      ...env,
    });
  }

  /** Files below a folder of the checkout, sorted; none where there is no such folder. */
  files(...parts: string[]): string[] {
    const folder = this.path(...parts);
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  }

  /** Objects that stand in the simulated cloud of `local`. */
  objects(): string[] {
    return this.files(".plinth/local/cloud").filter((file) => file.endsWith(".json") && !file.includes("/buckets/"));
  }

  /** The one object of a type whose file name holds the text. */
  object(type: string, name: string): string {
    const [found, ...more] = this.objects().filter((file) => file.includes(`/${type}/`) && file.includes(name));
    if (found === undefined || more.length > 0) throw new Error(`not one ${type} is called ${name}`);
    return found;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What a user's shell would hand to a command. */
export function userEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !jestsOwn.test(name)));
}

export function started(program: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Started {
  const child = spawn(program, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (data) => {
    stdout += data;
  });
  child.stderr.on("data", (data) => {
    stderr += data;
  });
  const outcome = new Promise<Outcome>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
  return { child, outcome };
}

/** Signals a command's process group, as a terminal does. */
export function signalGroup({ child }: Started, signal: NodeJS.Signals): void {
  if (child.pid !== undefined) process.kill(-child.pid, signal);
}

/** Waits until something is so that other processes do. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause();
}

export async function pause(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 50));
}

/** The processes that a process has started, as Linux tells them. */
export function childrenOf(parent: number | undefined): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => parentOf(pid) === parent)
    .map(Number);
}

function parentOf(pid: string): number | undefined {
  try {
    // The second field, the program's name, may hold spaces; it ends with the last parenthesis.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ");
    return Number(fields?.[1]);
  } catch {
    return undefined;
  }
}

/** What is wrong with a command's manners: colours without a terminal, stack traces, the engine's cries. */
export function badManners({ stdout, stderr }: Outcome): string[] {
  const lines = `${stdout}\n${stderr}`.split("\n");
  return lines.filter((line) => line !== stripVTControlCharacters(line) || uncouth.test(line));
}

const uncouth = /^\s+at .*[:(]\d+|\[ERROR\] default|^undefined$|UnhandledPromise/;
