import { dirname, join } from "node:path";
import { keptFolder } from "./kept-folder.ts";
import { declares, type Synthesis, synthesisIn, synthesize } from "./synthesis.ts";

/**
 * An environment's stacks as a commit has them, synthesized once and kept; undefined where it declares no such environment.
 * @param files folder with the commit's files, as `filesOf` answers it
 * @throws ConfigurationError when it cannot be synthesized
 */
export async function baseSynthesis(
  files: string,
  environment: string,
  signal: AbortSignal,
): Promise<Synthesis | undefined> {
  if (!declares(files, environment)) return undefined;
  // A permission of today is none of what was deployed then.
  const { PLINTH_UNLOCK: _, ...env } = process.env;
  const kept = await keptFolder(join(dirname(files), "stacks", environment), async (out) => {
    await synthesize(files, environment, { out, signal, env, label: "base: " });
  });
  return await synthesisIn(kept);
}
