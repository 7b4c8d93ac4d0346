import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { ConfigurationError } from "../constructs/support/errors.ts";
import { type Caller, callerSettings } from "../environments/callers.ts";
import type { Environment } from "../environments/environment.ts";
import { homeFolders, simulatedHome } from "../environments/home.ts";
import { type Layer, layers, stackName } from "../environments/layers.ts";
import { rehearsalEnvironment } from "../rehearsal/terraform.ts";
import { prepareStackFolder } from "../rehearsal/working-folder.ts";
import { newApp } from "../stacks/engine.ts";
import { platform } from "../stacks/platform.ts";
import { bucketState, folderState } from "../stacks/state.ts";

/** A synthesized stack, ready for `terraform init`. */
export interface StackPlace {
  readonly layer: Layer;
  readonly stack: string;
  /** The stack's working folder. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

const root = join(import.meta.dirname, "..");

/** The stacks of an environment as they are declared now, for one of its callers: in the simulated home, or where `cdktf deploy` works on them. */
export function stackPlaces(
  environment: Environment,
  home: string | undefined,
  caller: Caller = "deploy",
): StackPlace[] {
  const out = home === undefined ? join(root, "cdktf.out", environment.name) : homeFolders(home).out;
  mkdirSync(out, { recursive: true });
  const app = newApp(out);
  const state = home === undefined ? bucketState(environment) : folderState(homeFolders(home).state);
  platform(app, { environment, state });
  app.synth();
  const own = home === undefined ? process.env : rehearsalEnvironment(process.env, home);
  const env = { ...own, ...callerSettings(caller) };
  return layers.map((layer) => {
    const stack = stackName(environment.name, layer);
    const cwd = join(out, "stacks", stack);
    if (home === undefined) placeProviderLock(cwd);
    else
      prepareStackFolder(cwd, {
        cloudDir: homeFolders(home).cloud,
        providers: ["aws", "snowflake", "kubernetes", "helm"],
      });
    return { layer, stack, cwd, env };
  });
}

/** The folder of the environment's simulated cloud: the one named, or that of an environment which is always simulated. */
export function homeOf(environment: Environment, named: string | undefined): string | undefined {
  if (named === undefined) return environment.cloud === "simulated" ? simulatedHome(environment.name) : undefined;
  if (existsSync(homeFolders(named).cloud)) return named;
  throw new ConfigurationError([
    `--home ${named}: there is no simulated cloud in the folder; it must be one that plinth rehearse --keep has made. Name that one.`,
  ]);
}

function placeProviderLock(folder: string): void {
  const lock = join(root, "providers.lock.hcl");
  if (existsSync(lock)) copyFileSync(lock, join(folder, ".terraform.lock.hcl"));
}
