import { join, resolve } from "node:path";
import { Command } from "commander";
import { loadEnvironment } from "../environments/catalog.ts";
import type { Environment } from "../environments/environment.ts";
import { readExpectedDrift } from "../environments/expected-drift.ts";
import { lockEnvironment } from "../tools/cdktf/deploy-lock.ts";
import { gate } from "../tools/cdktf/gate.ts";
import { usableTerraform } from "../tools/cdktf/usable-terraform.ts";
import { Expectations } from "./drift/expectations.ts";
import { stackDrift } from "./drift/stack-drift.ts";
import { type Drift, toldDrift } from "./drift/told.ts";
import { withheld } from "./drift/withheld.ts";
import { interruptible } from "./interruption.ts";
import { homeOf, type StackPlace, stackPlaces } from "./stack-places.ts";

interface Options {
  readonly home?: string;
  readonly json?: boolean;
}

const root = join(import.meta.dirname, "..");

export function driftCommand(done: (code: number) => void): Command {
  return new Command("drift")
    .description("Says what was changed outside of Terraform, less what is expected to be; exit code 2 if anything was")
    .argument("<environment>", "for instance prod")
    .option("--home <folder>", "the folder of a rehearsal that was kept (default: the environment's own cloud)")
    .option("--json", "print the result as JSON")
    .action(async (name: string, options: Options) => {
      const environment = await loadEnvironment(name);
      const home = homeOf(environment, options.home && resolve(options.home));
      if (home === undefined) gate("diff", environment, join(root, "providers.lock.hcl"));
      await usableTerraform(process.env);
      const release = options.home ? () => {} : lock(environment);
      try {
        const drift = withheld(
          await interruptible((signal) => lookAt(environment, stackPlaces(environment, home, "plan"), signal)),
        );
        console.log(options.json ? JSON.stringify(drift, null, 2) : toldDrift(drift));
        done(drift.stacks.some(({ drifted }) => drifted.length > 0) ? 2 : 0);
      } finally {
        release();
      }
    });
}

async function lookAt({ name }: Environment, places: readonly StackPlace[], signal: AbortSignal): Promise<Drift> {
  const expectations = new Expectations(readExpectedDrift(), new Date().toISOString().slice(0, 10));
  const report = (line: string) => console.error(line);
  const looks = places.map((place) => stackDrift(place, { expectations, signal, report }));
  // Waits for all before it fails: Terraform is at work in each.
  await Promise.allSettled(looks);
  return { environment: name, stacks: await Promise.all(looks), notices: expectations.notices() };
}

function lock({ name }: Environment): () => void {
  return lockEnvironment(name, join(root, "cdktf.out", name), `drift ${name}`);
}
