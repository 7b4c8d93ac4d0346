import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Refusal } from "./refusal.ts";
import { type Stacks, stacksIn } from "./stacks.ts";

/** A program that synthesizes stacks, run as a process of its own by the Node that runs the bench. */
export interface Program {
  readonly name: string;
  readonly folder: string;
  readonly arguments: readonly string[];
  /** Those that stacks/app.ts is asked for. */
  readonly environments?: readonly string[];
}

export interface Cost {
  /** From the start of the process to its end. */
  readonly seconds: number;
  /** MiB of memory at the peak. */
  readonly peak: number;
}

const peakMemory = join(import.meta.dirname, "peak-memory.cjs");

/** One run whose time does not count: it warms the file cache and shows what the program makes. */
export function warmUp(program: Program): Stacks {
  return inFolder((folder) => {
    run(program, folder);
    return stacksIn(join(folder, "out"));
  });
}

/** What each program costs, run by turns, so that a change in the machine's load meets all of them. */
export function costs(programs: readonly Program[], rounds: number): Cost[][] {
  const found: Cost[][] = programs.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, program] of programs.entries()) found[index]?.push(inFolder((folder) => run(program, folder)));
  }
  return found;
}

function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "plinth-bench-"));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Linux counts what the parent held at the fork as the child's own, so this process must stay smaller than those it
 * measures: it loads neither the engine nor the bindings.
 */
function run(program: Program, folder: string): Cost {
  const peakFile = join(folder, "peak");
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ["--require", peakMemory, ...program.arguments], {
    cwd: program.folder,
    env: cleanEnvironment({
      CDKTF_OUTDIR: join(folder, "out"),
      PLINTH_BENCH_PEAK: peakFile,
      PLINTH_ENVIRONMENTS: program.environments?.join(","),
    }),
    encoding: "utf8",
  });
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) throw new Refusal(`${program.name} ended with ${status}: ${stderr.trim()}`);
  return { seconds, peak: Number(readFileSync(peakFile, "utf8")) / 1024 };
}

/** Nothing of the caller's that could speed up or slow down one side: no NODE_OPTIONS, no TS_NODE_*, no compile cache. */
function cleanEnvironment(own: Record<string, string | undefined>): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return { PATH, HOME, TMPDIR, ...own };
}
