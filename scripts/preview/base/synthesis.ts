import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { ConfigurationError } from "../../../constructs/support/errors.ts";

const run = promisify(execFile);

/** Whether the files of a folder declare an environment of that name. */
export function declares(folder: string, environment: string): boolean {
  return existsSync(join(folder, "environments", `${environment}.ts`));
}

/** An environment's stacks as they were synthesized. */
export interface Synthesis {
  /** Of what was written: the stacks' assets lie there too, charts for one. */
  readonly out: string;
  /** Stack → text of its `cdk.tf.json`. */
  readonly stacks: ReadonlyMap<string, string>;
}

interface Synthesizing {
  /** An empty folder for what is written. */
  readonly out: string;
  readonly signal: AbortSignal;
  readonly env?: NodeJS.ProcessEnv;
  /** What the problems begin with: whose files they are of. */
  readonly label?: string;
}

/**
 * Synthesizes an environment with the code of a folder, in a process of its own: two versions of it may be needed at once.
 * @throws ConfigurationError with what keeps it from being synthesized
 */
export async function synthesize(
  folder: string,
  environment: string,
  { out, signal, env = process.env, label = "" }: Synthesizing,
): Promise<Synthesis> {
  const settings = { PLINTH_ENVIRONMENTS: environment, CDKTF_OUTDIR: out };
  const options = { cwd: folder, env: { ...env, ...settings }, maxBuffer: 2 ** 26, signal };
  try {
    await run(process.execPath, [join(folder, "stacks/app.ts")], options);
    return await synthesisIn(out);
  } catch (error) {
    signal.throwIfAborted();
    const said = String(Object(error).stderr || error).trim();
    const problems = said.split("\n").filter(Boolean);
    throw new ConfigurationError(problems.map((problem) => label + problem));
  }
}

/** What a synthesis wrote into a folder. */
export async function synthesisIn(out: string): Promise<Synthesis> {
  const names = await readdir(join(out, "stacks"));
  const texts = names.map(async (name) => {
    return [name, await readFile(join(out, "stacks", name, "cdk.tf.json"), "utf8")] as const;
  });
  return { out, stacks: new Map(await Promise.all(texts)) };
}
