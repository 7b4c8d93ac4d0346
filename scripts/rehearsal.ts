import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { accountsOf } from "../environments/accounts.ts";
import { artifactsOf } from "../environments/artifacts.ts";
import type { Environment } from "../environments/environment.ts";
import { homeFolders } from "../environments/home.ts";
import { type Layer, layers, waves } from "../environments/layers.ts";
import { standInForArtifacts } from "../rehearsal/artifacts.ts";
import { bootstrapAccounts, writeIdentity } from "../rehearsal/bootstrap.ts";
import type { FaultInput } from "../rehearsal/faults/fault.ts";
import { usableTerraform } from "../tools/cdktf/usable-terraform.ts";
import { AppliedFaults, type MetFault } from "./applied-faults.ts";
import { applyStack, type StackOutcome } from "./rehearsed-stack.ts";
import { stackPlaces } from "./stack-places.ts";
import { writable } from "./writable.ts";

export interface Rehearsal {
  readonly environment: string;
  readonly succeeded: boolean;
  readonly stacks: readonly StackOutcome[];
  readonly seconds: { readonly synth: number; readonly total: number };
  /** The faults in force and how many calls each has met so far. */
  readonly faults: readonly MetFault[];
  /** Where the cloud and the state are kept, when they are. */
  readonly folder?: string;
}

interface Wishes {
  /** Whose accounts the calls are made with. */
  readonly caller: Environment;
  readonly folder?: string | undefined;
  /** In force in this run alone, beside those that the folder's faults.json keeps. */
  readonly faults?: readonly FaultInput[];
  /** The stacks to apply, when not all; what they read of others must stand. */
  readonly layers?: readonly Layer[];
  /** Nothing stands in for artifacts that nobody has pushed. */
  readonly unpushed?: boolean;
  /** Ends the rehearsal: Terraform records what it has done, and a folder that was to be thrown away is. */
  readonly signal: AbortSignal;
  /** Told what happens while it happens. */
  readonly report: (line: string) => void;
}

/** Builds an environment in a simulated cloud: synthesis, then `init`, `plan` and `apply` of its stacks with real Terraform. */
export async function rehearse(environment: Environment, wishes: Wishes): Promise<Rehearsal> {
  await usableTerraform(process.env);
  const { folder } = wishes;
  const home = folder ? writable(resolve(folder)) : mkdtempSync(join(tmpdir(), "plinth-rehearsal-"));
  try {
    const result = await rehearseIn(home, environment, wishes);
    return { ...result, ...(folder && { folder: home }) };
  } finally {
    if (!folder) rmSync(home, { recursive: true, force: true });
  }
}

async function rehearseIn(home: string, environment: Environment, wishes: Wishes): Promise<Rehearsal> {
  const { caller, signal, report, faults = [], layers: chosen = layers, unpushed = false } = wishes;
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  const { cloud } = homeFolders(home);
  // The roles that deploys run under; `plinth bootstrap` makes them, and all that belongs to them, by stacks of their own.
  bootstrapAccounts(cloud, accountsOf(environment));
  writeIdentity(cloud, accountsOf(caller));
  for (const { key } of unpushed ? [] : standInForArtifacts(cloud, artifactsOf(environment)))
    report(`${key} is taken as pushed`);
  const inForce = new AppliedFaults(cloud, faults);
  try {
    for (const lost of inForce.removeLost()) report(`${lost} is lost`);
    report(`${environment.name}: synthesis`);
    const places = stackPlaces(environment, home);
    const synth = seconds();
    const stacks: StackOutcome[] = [];
    for (const wave of waves) {
      const ready = places.filter(({ layer }) => wave.includes(layer) && chosen.includes(layer));
      stacks.push(...(await all(ready.map((place) => applyStack({ ...place, cloud, signal, report })))));
      if (stacks.some((stack) => stack.problems.length > 0)) break;
    }
    const succeeded = stacks.every((stack) => stack.problems.length === 0);
    return {
      environment: environment.name,
      succeeded,
      stacks,
      faults: inForce.met(),
      seconds: { synth, total: seconds() },
    };
  } finally {
    inForce.end();
  }
}

/** Like Promise.all, but waits for the others before it fails: they work in the same home. */
async function all<T>(works: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(works);
  return await Promise.all(works);
}
