import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { accountsOf } from "../environments/accounts.ts";
import type { Environment } from "../environments/environment.ts";
import { homeFolders } from "../environments/home.ts";
import { stackName } from "../environments/layers.ts";
import { bootstrapAccounts, writeIdentity } from "../rehearsal/bootstrap.ts";
import { rehearsalEnvironment, terraformVersion } from "../rehearsal/terraform.ts";
import { prepareStackFolder } from "../rehearsal/working-folder.ts";
import { newApp } from "../stacks/engine.ts";
import { platform } from "../stacks/platform.ts";
import { folderState } from "../stacks/state.ts";
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
  /** Told what happens while it happens. */
  readonly report: (line: string) => void;
}

/** Layers that wait for nothing but the ones before them run side by side. */
const waves = [["foundation"], ["data", "workers"], ["jobs"]] as const;

/** Builds an environment in a simulated cloud: synthesis, then `init` and `apply` of its stacks with real Terraform. */
export async function rehearse(environment: Environment, { caller, folder, report }: Wishes): Promise<Rehearsal> {
  const started = performance.now();
  await terraformVersion(process.env);
  const home = folder ? writable(resolve(folder)) : mkdtempSync(join(tmpdir(), "plinth-rehearsal-"));
  try {
    const { cloud } = homeFolders(home);
    bootstrapAccounts(cloud, accountsOf(environment));
    writeIdentity(cloud, accountsOf(caller));
    const folders = synthesize(environment, home);
    const synth = (performance.now() - started) / 1000;
    const stacks: StackOutcome[] = [];
    for (const wave of waves) {
      const names = wave.map((layer) => stackName(environment.name, layer));
      const outcomes = names.map((name) =>
        applyStack(name, folders(name), rehearsalEnvironment(process.env, home), report),
      );
      stacks.push(...(await Promise.all(outcomes)));
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
