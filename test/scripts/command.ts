import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const root = join(__dirname, "../..");

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one of the project's own programs as a process, as a user does; `before` stands before it on Node's command line. */
export function run(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  before: readonly string[] = [],
): Promise<Outcome> {
  // jest asks its processes for colours, which no user does.
  const { FORCE_COLOR, NO_COLOR, NODE_ENV, ...surroundings } = process.env;
  const child = spawn(process.execPath, [...before, join(root, program), ...args], {
    cwd: root,
    env: { ...surroundings, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (data) => {
    stdout += data;
  });
  child.stderr.on("data", (data) => {
    stderr += data;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

export function plinth(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  return run("tools/plinth/cli.js", args, env);
}

export function cdktf(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  return run("tools/cdktf/cli.js", args, env);
}

/** A folder of programs to stand first on PATH, each a shell script. */
export function programs(scripts: Readonly<Record<string, string>>): string {
  const folder = join(mkdtempSync(join(tmpdir(), "plinth-programs-")), "bin");
  mkdirSync(folder);
  for (const [name, script] of Object.entries(scripts))
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return folder;
}
