import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Environment } from "../../../environments/environment.ts";
import { baseSynthesis } from "../base/base-synthesis.ts";
import { synthesize } from "../base/synthesis.ts";
import type { PlannedStack } from "../plan/planned-stack.ts";
import { rehearsedPlans } from "./plans.ts";

const root = join(import.meta.dirname, "../../..");

export interface Rehearsing {
  /** Folder with the base's files. */
  readonly base: string;
  /** Folder in which the base's simulated clouds are kept. */
  readonly cache: string;
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

/**
 * What the files here would do to an environment as the base has it, in a simulated cloud.
 * @throws ConfigurationError when one of the two cannot be synthesized, or the base cannot be applied
 */
export async function rehearsedSource(environment: Environment, rehearsing: Rehearsing): Promise<PlannedStack[]> {
  const { name } = environment;
  const { base: folder, signal, report } = rehearsing;
  report(`${name}: synthesis`);
  const out = await mkdtemp(join(tmpdir(), "plinth-synth-"));
  try {
    const syntheses = [baseSynthesis(folder, name, signal), synthesize(root, name, { out, signal })] as const;
    await Promise.allSettled(syntheses);
    const [base, head] = await Promise.all(syntheses);
    return await rehearsedPlans({ ...rehearsing, environment, base, head });
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}
