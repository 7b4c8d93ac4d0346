import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { type TerraformResult, terraform } from "../rehearsal/terraform.ts";
import type { StackPlace } from "./stack-places.ts";

/** An object to take into a stack's state. */
export interface Adoption {
  readonly address: string;
  readonly id: string;
}

export interface AdoptionOutcome {
  readonly imported: number;
  /** Objects brought in line with the declaration on the way, and made because an adopted one is declared to need them. */
  readonly changed: number;
  readonly created: number;
  readonly problems: readonly string[];
}

const blocksFile = "adoption.tf.json";
const planFile = "adoption.tfplan";

const changes = z.looseObject({
  resource_changes: z
    .array(
      z.looseObject({
        address: z.string(),
        change: z.looseObject({ actions: z.array(z.string()), importing: z.unknown().optional() }),
      }),
    )
    .default([]),
});

/** Adopts objects by import blocks, all at once. A plan that would destroy or replace anything is not applied. */
export async function adopt(place: StackPlace, adoptions: readonly Adoption[]): Promise<AdoptionOutcome> {
  const blocks = join(place.cwd, blocksFile);
  const imports = adoptions.map(({ address, id }) => ({ to: address, id }));
  writeFileSync(blocks, JSON.stringify({ import: imports }, null, 2));
  try {
    const targets = adoptions.map(({ address }) => `-target=${address}`);
    const plan = await terraform(["plan", "-input=false", "-no-color", `-out=${planFile}`, ...targets], place);
    if (plan.code !== 0) return failed(plan);
    const shown = await terraform(["show", "-json", planFile], place);
    if (shown.code !== 0) return failed(shown);
    const { resource_changes: planned } = changes.parse(JSON.parse(shown.stdout));
    const harmed = planned.filter(({ change }) => change.actions.includes("delete"));
    if (harmed.length > 0) return refused(place, harmed);
    const applied = await terraform(["apply", "-input=false", "-no-color", planFile], place);
    if (applied.code !== 0) return failed(applied);
    const having = (action: string) => planned.filter(({ change }) => change.actions.includes(action)).length;
    const imported = planned.filter(({ change }) => change.importing).length;
    return { imported, changed: having("update"), created: having("create"), problems: [] };
  } finally {
    rmSync(blocks, { force: true });
    rmSync(join(place.cwd, planFile), { force: true });
  }
}

function refused({ stack }: StackPlace, harmed: readonly { address: string }[]): AdoptionOutcome {
  const addresses = harmed.map(({ address }) => address).join(", ");
  const problem = `${stack}: adopting would destroy or replace ${addresses}; nothing was adopted. Declare what differs as it is, or adopt the others one by one.`;
  return { imported: 0, changed: 0, created: 0, problems: [problem] };
}

function failed({ stdout, stderr }: TerraformResult): AdoptionOutcome {
  return { imported: 0, changed: 0, created: 0, problems: [(stderr || stdout).trim()] };
}
