import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "@jest/globals";
import { loadEnvironment } from "../../environments/catalog.ts";
import type { Environment } from "../../environments/environment.ts";
import { homeFolders } from "../../environments/home.ts";
import { type Layer, stackName } from "../../environments/layers.ts";
import type { FaultInput } from "../../rehearsal/faults/fault.ts";
import { type Orphan, orphansIn, readState, readStates, type StateResource } from "../../rehearsal/orphans.ts";
import { terraform } from "../../rehearsal/terraform.ts";
import { importOrphans, type OrphansReport } from "../../scripts/import-orphans.ts";
import { type Rehearsal, rehearse } from "../../scripts/rehearsal.ts";
import { stackPlaces } from "../../scripts/stack-places.ts";

/** An environment in a simulated home of its own, run by real Terraform. */
export class RehearsedEnvironment {
  readonly environment: Environment;
  readonly home: string;

  private constructor(environment: Environment, home: string) {
    this.environment = environment;
    this.home = home;
  }

  static async of(named: string | Environment, home = newHome()): Promise<RehearsedEnvironment> {
    return new RehearsedEnvironment(typeof named === "string" ? await loadEnvironment(named) : named, home);
  }

  get cloud(): string {
    return homeFolders(this.home).cloud;
  }

  async run(layers: readonly Layer[], faults: readonly FaultInput[] = []): Promise<Rehearsal> {
    const { environment, home } = this;
    return await rehearse(environment, {
      caller: environment,
      folder: home,
      layers,
      faults,
      signal: new AbortController().signal,
      report: () => {},
    });
  }

  /** Runs until nothing is left to say, at most so often. Answers how many runs failed before. */
  async converge(layers: readonly Layer[], most: number): Promise<number> {
    for (let failed = 0; failed < most; failed++) {
      const { succeeded } = await this.run(layers);
      if (succeeded) return failed;
    }
    const { stacks } = await this.run(layers);
    throw new Error(`no end after ${most} runs: ${stacks.flatMap(({ problems }) => problems).join("\n")}`);
  }

  /** What a run changes in the stacks of these layers; all 0 where they stand as declared. */
  async pending(layers: readonly Layer[]): Promise<{ added: number; changed: number; destroyed: number }> {
    const { stacks } = await this.run(layers);
    const problems = stacks.flatMap((stack) => stack.problems);
    if (problems.length > 0) throw new Error(problems.join("\n"));
    const sum = (pick: (stack: (typeof stacks)[number]) => number) =>
      stacks.reduce((all, stack) => all + pick(stack), 0);
    return { added: sum((s) => s.added), changed: sum((s) => s.changed), destroyed: sum((s) => s.destroyed) };
  }

  /** What the state of a layer's stack holds. */
  standing(layer: Layer): StateResource[] {
    return readState(join(homeFolders(this.home).state, `${stackName(this.environment.name, layer)}.tfstate`));
  }

  orphans(): Orphan[] {
    const { state, cloud } = homeFolders(this.home);
    return orphansIn(cloud, readStates(state));
  }

  async adopt(): Promise<OrphansReport> {
    return await importOrphans(this.home, stackPlaces(this.environment, this.home), () => {});
  }

  /** Everything so far once more, in a home of its own. */
  copy(): RehearsedEnvironment {
    const home = newHome();
    for (const part of ["cloud", "state"]) cpSync(join(this.home, part), join(home, part), { recursive: true });
    return new RehearsedEnvironment(this.environment, home);
  }

  /** Faults that stay until others are set. */
  setFaults(faults: readonly FaultInput[]): void {
    mkdirSync(this.cloud, { recursive: true });
    writeFileSync(join(this.cloud, "faults.json"), JSON.stringify({ faults }));
  }

  /** Destroys a stack as far as it goes; the exit code of Terraform. */
  async destroy(stack: string): Promise<number> {
    const place = stackPlaces(this.environment, this.home).find((candidate) => candidate.stack === stack);
    if (place === undefined) throw new Error(`there is no stack ${stack}`);
    const init = await terraform(["init", "-input=false", "-no-color"], place);
    if (init.code !== 0) throw new Error(init.stderr);
    const args = ["destroy", "-auto-approve", "-refresh=false", "-input=false", "-no-color"];
    return (await terraform(args, place)).code;
  }
}

export const unchanged = { added: 0, changed: 0, destroyed: 0 };

/** Whole numbers in a range that the seed and the place in the sequence decide. */
export function seeded(seed: number): (from: number, to: number) => number {
  let state = seed;
  return (from, to) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return from + Math.floor((state / 2 ** 32) * (to - from + 1));
  };
}

const homes: string[] = [];
afterAll(() => {
  for (const home of homes) rmSync(home, { recursive: true, force: true });
});

function newHome(): string {
  const home = realpathSync(mkdtempSync(join(tmpdir(), "plinth-test-")));
  homes.push(home);
  return home;
}
