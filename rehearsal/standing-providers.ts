import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { providerProgram } from "./program.ts";

/** Simulated providers that are there before Terraform is, and after it. */
export interface StandingProviders {
  /** What a Terraform must have in its environment to use them. */
  readonly env: NodeJS.ProcessEnv;
  readonly end: () => Promise<void>;
}

interface Place {
  /** The stack's working folder. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** The folder of the simulated cloud. */
  readonly cloud: string;
}

/**
 * Starts the providers of a stack once. Terraform would start one for each provider, alias and phase, three times in ten
 * seconds of plan and apply, and half of that work goes into their starts
 * (https://developer.hashicorp.com/terraform/plugin/debugging#running-terraform-with-a-provider-in-debug-mode).
 */
export async function standingProviders({ cwd, env, cloud }: Place): Promise<StandingProviders> {
  const { source, built } = providerProgram();
  const child = spawn(process.execPath, [built?.file ?? source, "all"], {
    cwd,
    env: { ...env, PLINTH_CLOUD: cloud, ...(built && { NODE_COMPILE_CACHE: built.compiled }) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const end = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  try {
    return { env: { TF_REATTACH_PROVIDERS: await firstLine(child) }, end };
  } catch (error) {
    await end();
    throw error;
  }
}

async function firstLine(child: ChildProcess & { stdout: NodeJS.ReadableStream }): Promise<string> {
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error("the simulated providers did not start");
}
