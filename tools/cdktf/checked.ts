import { spawn } from "node:child_process";
import { join } from "node:path";
import { layers, stackName } from "../../environments/layers.ts";

const plinth = join(import.meta.dirname, "../plinth/cli.js");

/** Runs `plinth check`, as a person would, for what the named stacks of an environment wait for. Answers its exit code. */
export function checked(environment: string, stacks: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const named = layers.filter((layer) => stacks.includes(stackName(environment, layer)));
  const child = spawn(process.execPath, [plinth, "check", environment, "--before", ...named], {
    env,
    stdio: "inherit",
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}
