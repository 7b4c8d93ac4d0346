import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Environment } from "../../../environments/environment.ts";
import { lockEnvironment } from "../../../tools/cdktf/deploy-lock.ts";
import { gate } from "../../../tools/cdktf/gate.ts";
import { recipientOf } from "../../bundle/keys.ts";
import type { StackToBundle } from "../../bundle/make.ts";
import { type Surroundings, surroundingsOf } from "../../bundle/surroundings.ts";
import { homeOf, stackPlaces } from "../../stack-places.ts";
import { baseSynthesis } from "../base/base-synthesis.ts";
import { synthesize } from "../base/synthesis.ts";
import { prepareAccounts } from "../rehearsed/base-cloud.ts";
import type { Rehearsing } from "../rehearsed/source.ts";
import { realPlans } from "./plans.ts";

const root = join(import.meta.dirname, "../../..");

interface Planning extends Rehearsing {
  /** The folder of a rehearsal that was kept, where one is named. */
  readonly home?: string | undefined;
  /** A bundle will be made of it. */
  readonly bundled: boolean;
}

/** An environment as it was planned on its own cloud, with what a bundle of it needs. */
export interface RealPlans {
  readonly environment: Environment;
  /** The simulated cloud's folder. */
  readonly home: string | undefined;
  readonly surroundings: Surroundings;
  readonly stacks: readonly StackToBundle[];
}

/**
 * What the files here would do to an environment as it stands. Nothing of it is changed.
 * @throws ConfigurationError when it may not be planned, or cannot be synthesized
 */
export async function realSource(environment: Environment, planning: Planning): Promise<RealPlans> {
  const { name } = environment;
  const { base: folder, signal, report } = planning;
  const home = homeOf(environment, planning.home);
  if (home === undefined)
    for (const warning of gate("diff", environment, join(root, "providers.lock.hcl"))) report(warning);
  else prepareAccounts(home, environment);
  // Without one, all of it would be planned for nothing.
  if (planning.bundled) await recipientOf(environment, home);
  const release =
    planning.home === undefined ? lockEnvironment(name, join(root, "cdktf.out", name), `preview ${name}`) : () => {};
  const out = await mkdtemp(join(tmpdir(), "plinth-synth-"));
  try {
    report(`${name}: synthesis`);
    const places = stackPlaces(environment, home, "plan");
    const surroundings = await surroundingsOf(environment, places);
    const syntheses = [baseSynthesis(folder, name, signal), synthesize(root, name, { out, signal })] as const;
    await Promise.allSettled(syntheses);
    const [base, head] = await Promise.all(syntheses);
    const stacks = await realPlans(places, { ...planning, environment, base, head });
    return { environment, home, surroundings, stacks };
  } finally {
    release();
    await rm(out, { recursive: true, force: true });
  }
}
