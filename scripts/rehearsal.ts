import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { accountsOf } from "../environments/accounts.ts";
import type { Environment } from "../environments/environment.ts";
import { homeFolders } from "../environments/home.ts";
import { stackName } from "../environments/layers.ts";
import { bootstrapAccounts, writeIdentity } from "../rehearsal/bootstrap.ts";
import { rehearsalEnvironment } from "../rehearsal/terraform.ts";
import { prepareStackFolder } from "../rehearsal/working-folder.ts";
import { newApp } from "../stacks/engine.ts";
import { platform } from "../stacks/platform.ts";
import { folderState } from "../stacks/state.ts";
import { usableTerraform } from "../tools/cdktf/usable-terraform.ts";
import { applyStack, type StackOutcome } from "./rehearsed-stack.ts";
import { writable } from "./writable.ts";

export interface Rehearsal {
  readonly environment: string;
  readonly succeeded: boolean;
  readonly stacks: readonly StackOutcome[];
  readonly seconds: { readonly synth: number; readonly total: number };
  /** Where the cloud and the state are kept, when they are. */
  readonly folder?: string;
}

interface Wishes {
  /** Whose accounts the calls are made with. */
  readonly caller: Environment;
  readonly folder?: string | undefined;
  /** Ends the rehearsal: Terraform records what it has done, and a folder that was to be thrown away is. */
  readonly signal: AbortSignal;
  /** Told what happens while it happens. */
  readonly report: (line: string) => void;
}

/** Layers that wait for nothing but the ones before them run side by side. */
const waves = [["foundation"], ["data", "workers"], ["jobs"]] as const;

/** Builds an environment in a simulated cloud: synthesis, then `init` and `apply` of its stacks with real Terraform. */
export async function rehearse(environment: Environment, wishes: Wishes): Promise<Rehearsal> {
  const { caller, folder, signal, report } = wishes;
  const started = performance.now();
  await usableTerraform(process.env);
  const home = folder ? writable(resolve(folder)) : mkdtempSync(join(tmpdir(), "plinth-rehearsal-"));
  try {
    const { cloud } = homeFolders(home);
    bootstrapAccounts(cloud, accountsOf(environment));
    writeIdentity(cloud, accountsOf(caller));
    report(`${environment.name}: synthesis`);
    const folders = synthesize(environment, home);
    const synth = (performance.now() - started) / 1000;
    const stacks: StackOutcome[] = [];
    const env = rehearsalEnvironment(process.env, home);
    for (const wave of waves) {
      const names = wave.map((layer) => stackName(environment.name, layer));
      stacks.push(...(await all(names.map((name) => applyStack(name, { cwd: folders(name), env, signal, report })))));
      if (stacks.some((stack) => stack.problems.length > 0)) break;
    }
    const succeeded = stacks.every((stack) => stack.problems.length === 0);
    const total = (performance.now() - started) / 1000;
    return {
      environment: environment.name,
      succeeded,
      stacks,
      seconds: { synth, total },
      ...(folder && { folder: home }),
    };
  } finally {
    if (!folder) rmSync(home, { recursive: true, force: true });
  }
}

/** Like Promise.all, but waits for the others before it fails: they work in the same home. */
async function all<T>(works: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(works);
  return await Promise.all(works);
}

/** Writes the stacks, each in its folder with the simulated providers beside it; answers where a stack lies. */
function synthesize(environment: Environment, home: string): (stack: string) => string {
  const { cloud, out, state } = homeFolders(home);
  mkdirSync(out, { recursive: true });
  const app = newApp(out);
  platform(app, { environment, state: folderState(state), role: "deploy" });
  app.synth();
  const stackFolder = (stack: string) => join(out, "stacks", stack);
  for (const stack of waves.flat().map((layer) => stackName(environment.name, layer))) {
    prepareStackFolder(stackFolder(stack), { cloudDir: cloud, providers: ["aws", "snowflake", "kubernetes", "helm"] });
  }
  return stackFolder;
}
