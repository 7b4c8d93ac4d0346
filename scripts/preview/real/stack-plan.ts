import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { terraform } from "../../../rehearsal/terraform.ts";
import { makePlanFile } from "../../bundle/plan-file.ts";
import { eventsOf, problemsOf } from "../../rehearsed-stack.ts";
import type { StackPlace } from "../../stack-places.ts";
import type { TerraformEvent } from "../../terraform-events.ts";
import type { Reading } from "./standing.ts";

export interface StackPlan {
  /** As `terraform show -json` writes it. */
  readonly plan?: string;
  readonly planFile?: Uint8Array;
  readonly events: readonly TerraformEvent[];
  readonly problems: readonly string[];
}

/** Beside the stack's configuration, while it is needed: it holds secrets. */
const file = "preview.tfplan";

/** Plans a stack that is initialized on its own cloud. Without a lock: the role that plans cannot write one, and nothing is changed. */
export async function stackPlan(place: StackPlace, { signal, report }: Reading): Promise<StackPlan> {
  report(`${place.stack}: plan`);
  const run = { ...place, signal };
  const path = join(place.cwd, file);
  try {
    makePlanFile(path);
    const plan = await terraform(["plan", "-lock=false", "-input=false", "-json", `-out=${file}`], run);
    const events = eventsOf(plan);
    const problems = problemsOf(plan, events);
    // Terraform writes down how far it came with a plan that failed, if it came anywhere.
    const show = await terraform(["show", "-json", file], run);
    if (show.code === 0) return { plan: show.stdout, planFile: readFileSync(path), events, problems };
    return { events, problems: problems.length > 0 ? problems : problemsOf(show, []) };
  } finally {
    await rm(path, { force: true });
  }
}
