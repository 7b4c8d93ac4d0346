import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { TerraformResult } from "../../rehearsal/terraform.ts";

interface GentleRun {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
  /** Told once, when Terraform has been asked to end. */
  readonly onStop: () => void;
}

export interface GentleResult extends TerraformResult {
  /** It did not end by itself: what it did last may be written down nowhere. */
  readonly killed: boolean;
}

/**
 * Runs a Terraform that changes something. An abort interrupts it as Ctrl-C does, and waits however long it takes to end what it
 * has begun: killed, it would forget what it made. Nothing is thrown for the abort.
 */
export async function gently(args: readonly string[], run: GentleRun): Promise<GentleResult> {
  run.signal.throwIfAborted();
  // In a group of its own, so that Ctrl-C at the terminal does not reach it a second time: that means "at once".
  const child = spawn("terraform", args, {
    cwd: run.cwd,
    env: run.env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const stop = () => {
    run.onStop();
    child.kill("SIGINT");
  };
  run.signal.addEventListener("abort", stop, { once: true });
  try {
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    const [code, stdout, stderr] = await Promise.all([ended, lines(child.stdout, run.onLine), lines(child.stderr)]);
    return { code: code ?? 1, stdout, stderr, killed: code === null };
  } finally {
    run.signal.removeEventListener("abort", stop);
  }
}

async function lines(stream: NodeJS.ReadableStream, onLine?: (line: string) => void): Promise<string> {
  const said: string[] = [];
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    said.push(`${line}\n`);
    onLine?.(line);
  }
  return said.join("");
}
