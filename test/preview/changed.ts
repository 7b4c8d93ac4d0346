import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { declare } from "../../environments/declare.ts";
import type { Environment } from "../../environments/environment.ts";
import { homeFolders } from "../../environments/home.ts";
import { layers, stackName } from "../../environments/layers.ts";
import { type StandingProviders, standingProviders } from "../../rehearsal/standing-providers.ts";
import { terraform } from "../../rehearsal/terraform.ts";
import type { Synthesis } from "../../scripts/preview/base/synthesis.ts";
import { readConfiguration, sameConfiguration } from "../../scripts/preview/plan/configuration.ts";
import type { PlannedStack } from "../../scripts/preview/plan/planned-stack.ts";
import { prepareAccounts, standIn } from "../../scripts/preview/rehearsed/base-cloud.ts";
import { handsOverAnew, rehearsedPlans } from "../../scripts/preview/rehearsed/plans.ts";
import { placeStack, writeStack } from "../../scripts/preview/rehearsed/stack-folder.ts";
import { eventsOf } from "../../scripts/rehearsed-stack.ts";
import { newApp } from "../../stacks/engine.ts";
import { platform } from "../../stacks/platform.ts";
import { bucketState } from "../../stacks/state.ts";
import type { ChangeCase } from "./changes/change-case.ts";
import { patched, withPatch } from "./merge-patch.ts";

const { signal } = new AbortController();
const quiet = () => {};

type Place = Parameters<typeof terraform>[1];

/** An environment as it is declared, standing in a simulated cloud, and what a change of it would do there. */
export class StandingEnvironment {
  readonly environment: Environment;
  readonly #folder: string;
  readonly #base: Synthesis;
  readonly #initializedPlaces = new Map<string, Place>();
  readonly #providers: StandingProviders[] = [];
  #count = 0;

  private constructor(environment: Environment, folder: string, base: Synthesis) {
    this.environment = environment;
    this.#folder = folder;
    this.#base = base;
  }

  /** @param folder an empty one, for all that it writes */
  static async of(environment: Environment, folder: string): Promise<StandingEnvironment> {
    const base = synthesized(environment, join(folder, "base"));
    const standing = new StandingEnvironment(environment, folder, base);
    await standIn(standing.#home, { environment, base, cache: standing.#cache, signal, report: quiet });
    return standing;
  }

  get #home(): string {
    return join(this.#folder, "home");
  }

  get #cache(): string {
    return join(this.#folder, "cache");
  }

  /** The plans of a change's stacks, and the environment as it is declared then. */
  async changed(change: ChangeCase): Promise<{ environment: Environment; planned: PlannedStack[] }> {
    const environment = declaredWith(this.environment, change);
    this.#count += 1;
    const plain = synthesized(environment, join(this.#folder, `head-${this.#count}`));
    const head = { ...plain, stacks: withStackPatches(plain.stacks, change) };
    const planned = change.applied
      ? await rehearsedPlans({ environment, base: this.#base, head, cache: this.#cache, signal, report: quiet })
      : await this.#plans(environment, head);
    return { environment, planned };
  }

  /** Each stack planned over what stands: nothing is applied, so that no plan meets what another one did. */
  async #plans(environment: Environment, head: Synthesis): Promise<PlannedStack[]> {
    prepareAccounts(this.#home, environment);
    const planned: PlannedStack[] = [];
    for (const layer of layers) {
      const stack = stackName(environment.name, layer);
      const [before, after] = [this.#base.stacks.get(stack) ?? "{}", head.stacks.get(stack) ?? "{}"];
      const unplanned: PlannedStack = {
        stack,
        layer,
        status: "planned",
        provisional: [],
        problems: [],
        base: before,
        head: after,
        events: [],
      };
      const same = sameConfiguration(readConfiguration(before, stack), readConfiguration(after, stack));
      planned.push(same ? unplanned : { ...unplanned, ...(await this.#plan(stack, head)) });
    }
    return planned;
  }

  async #plan(stack: string, head: Synthesis): Promise<Pick<PlannedStack, "plan" | "events">> {
    const place = await this.#initialized(stack);
    writeStack(this.#home, stack, head);
    const said = await run(["plan", "-out=change.tfplan", "-input=false", "-json", "-refresh=false"], place);
    const { stdout: plan } = await run(["show", "-json", "change.tfplan"], place);
    if (handsOverAnew(plan) && !stack.endsWith("-jobs"))
      throw new Error(`${stack} hands over other values than before: the case must be applied`);
    return { plan, events: eventsOf(said) };
  }

  /** Once for all plans of a stack: no change brings another provider. */
  async #initialized(stack: string): Promise<Place> {
    const ready = this.#initializedPlaces.get(stack);
    if (ready) return ready;
    const place = { ...placeStack(this.#home, stack, this.#base), signal };
    await run(["init", "-input=false", "-no-color"], place);
    const providers = await standingProviders({ ...place, cloud: homeFolders(this.#home).cloud });
    this.#providers.push(providers);
    const served = { ...place, env: { ...place.env, ...providers.env } };
    this.#initializedPlaces.set(stack, served);
    return served;
  }

  async end(): Promise<void> {
    await Promise.all(this.#providers.map((providers) => providers.end()));
  }
}

async function run(args: readonly string[], place: Place) {
  const result = await terraform(args, place);
  if (result.code !== 0) throw new Error(`terraform ${args[0]}: ${result.stdout.slice(-3000)}${result.stderr}`);
  return result;
}

function declaredWith(environment: Environment, { patch }: ChangeCase): Environment {
  if (patch === undefined) return environment;
  // What was parsed once is parsed to the same again: defaults stand in it as if they were written.
  const { name, ...rest } = Object(patched(environment, patch));
  return declare(rest, { name });
}

function synthesized(environment: Environment, out: string): Synthesis {
  mkdirSync(out, { recursive: true });
  const app = newApp(out);
  platform(app, { environment, state: bucketState(environment) });
  app.synth();
  const names = readdirSync(join(out, "stacks"));
  const text = (name: string) => readFileSync(join(out, "stacks", name, "cdk.tf.json"), "utf8");
  return { out, stacks: new Map(names.map((name) => [name, text(name)])) };
}

function withStackPatches(stacks: Synthesis["stacks"], { environment, stacks: patches = {} }: ChangeCase) {
  const changed = layers.flatMap((layer): [string, string][] => {
    const [name, patch] = [stackName(environment, layer), patches[layer]];
    return patch === undefined ? [] : [[name, withPatch(stacks.get(name) ?? "{}", patch)]];
  });
  return new Map([...stacks, ...changed]);
}
