import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Environment } from "../../../environments/environment.ts";
import { homeFolders } from "../../../environments/home.ts";
import { type Layer, stackName, waves } from "../../../environments/layers.ts";
import { applyStack } from "../../rehearsed-stack.ts";
import type { TerraformEvent } from "../../terraform-events.ts";
import type { Synthesis } from "../base/synthesis.ts";
import { readConfiguration, sameConfiguration } from "../plan/configuration.ts";
import type { PlannedStack } from "../plan/planned-stack.ts";
import { prepareAccounts, standIn } from "./base-cloud.ts";
import { placeStack } from "./stack-folder.ts";

/** What a rehearsal of a change is made of. */
export interface RehearsalWish {
  readonly environment: Environment;
  /** None: the environment is new. */
  readonly base?: Synthesis | undefined;
  readonly head: Synthesis;
  readonly cache: string;
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

/**
 * The plans from the base's stacks to the head's, in a simulated cloud where the base stands. Each stack is applied there
 * after its plan: the next ones read what it hands over then, and what an apply refuses is seen before a merge.
 */
export async function rehearsedPlans(wish: RehearsalWish): Promise<PlannedStack[]> {
  const home = await mkdtemp(join(tmpdir(), "plinth-preview-"));
  try {
    if (wish.base) await standIn(home, { ...wish, base: wish.base });
    prepareAccounts(home, wish.environment);
    const planned: PlannedStack[] = [];
    for (const wave of waves) {
      const broken = planned.filter(({ problems }) => problems.length > 0).map(({ stack }) => stack);
      const upstreamMoved = planned.some(({ plan }) => plan !== undefined && handsOverAnew(plan));
      const stacks = wave.map((layer) => planStack(home, layer, { ...wish, broken, upstreamMoved }));
      planned.push(...(await settled(stacks)));
    }
    return planned;
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

interface Course extends RehearsalWish {
  /** Stacks before this one that went wrong. */
  readonly broken: readonly string[];
  readonly upstreamMoved: boolean;
}

async function planStack(home: string, layer: Layer, course: Course): Promise<PlannedStack> {
  const { environment, broken, signal, report } = course;
  const stack = stackName(environment.name, layer);
  const [base, head] = [course.base?.stacks.get(stack), course.head.stacks.get(stack)];
  const planned: PlannedStack = {
    stack,
    layer,
    status: "planned",
    provisional: [],
    problems: [],
    events: [],
    ...(base !== undefined && { base }),
    ...(head !== undefined && { head }),
  };
  if (head === undefined) return planned;
  if (broken.length > 0)
    return {
      ...planned,
      status: "failed",
      problems: [`It was not planned: ${broken.join(" and ")} before it went wrong.`],
    };
  if (!course.upstreamMoved && base !== undefined && same(base, head, stack)) return planned;
  let plan: string | undefined;
  let events: readonly TerraformEvent[] = [];
  const { problems } = await applyStack({
    ...placeStack(home, stack, course.head),
    stack,
    cloud: homeFolders(home).cloud,
    refresh: false,
    signal,
    report,
    onPlan: (text, said) => {
      plan = text;
      events = said;
    },
  });
  return {
    ...planned,
    ...(plan !== undefined && { plan }),
    events,
    problems,
    status: problems.length > 0 ? "failed" : "planned",
  };
}

function same(base: string, head: string, stack: string): boolean {
  return sameConfiguration(readConfiguration(base, stack), readConfiguration(head, stack));
}

/** Whether the stacks after it will find other values than they have seen. */
export function handsOverAnew(plan: string): boolean {
  const { output_changes: outputs } = Object(JSON.parse(plan));
  return Object.values(Object(outputs)).some((change) => String(Object(change).actions) !== "no-op");
}

/** Waits for all before it fails: they work in the same home. */
async function settled<T>(works: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(works);
  return await Promise.all(works);
}
