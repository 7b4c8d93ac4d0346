import { ConfigurationError } from "../../../constructs/support/errors.ts";
import { waves } from "../../../environments/layers.ts";
import type { StackToBundle } from "../../bundle/make.ts";
import type { StackPlace } from "../../stack-places.ts";
import type { Synthesis } from "../base/synthesis.ts";
import { readPlan } from "../plan/plan.ts";
import type { PlannedStack } from "../plan/planned-stack.ts";
import { type RehearsalWish, rehearsedPlans } from "../rehearsed/plans.ts";
import { footingOf, type Upstream } from "./footing.ts";
import { stackPlan } from "./stack-plan.ts";
import { type Standing, standingOf } from "./standing.ts";

/** A stack before it is planned. */
interface Start {
  readonly place: StackPlace;
  /** Undefined where it cannot be known; `problems` says why. */
  readonly standing: Standing | undefined;
  readonly problems: readonly string[];
}

/** A stack after it was planned. */
interface End extends StackToBundle {
  readonly upstream: Upstream;
}

/**
 * The plans from what stands to the head's stacks. Each is made on what the stacks before it hand over now; what reads
 * something that does not exist yet comes from a rehearsal.
 */
export async function realPlans(places: readonly StackPlace[], wish: RehearsalWish): Promise<StackToBundle[]> {
  const starts = await settled(places.map((place) => started(place, wish)));
  const deployed = starts.filter(({ standing }) => standing?.state).map(({ place }) => place.stack);
  let rehearsal: Promise<PlannedStack[]> | undefined;
  const rehearse = () => (rehearsal ??= rehearsedPlans({ ...wish, base: limited(wish.base, deployed) }));
  const ends = new Map<string, End>();
  for (const wave of waves) {
    const upstream = new Map([...ends].map(([layer, end]) => [layer, end.upstream]));
    const own = starts.filter(({ place }) => wave.includes(place.layer));
    const planned = await settled(own.map((start) => ended(start, { ...wish, upstream, rehearse })));
    for (const end of planned) ends.set(end.planned.layer, end);
  }
  return [...ends.values()].map(({ upstream: _, ...stack }) => stack);
}

async function started(place: StackPlace, wish: RehearsalWish): Promise<Start> {
  try {
    return { place, standing: await standingOf(place, wish), problems: [] };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return { place, standing: undefined, problems: error.problems };
  }
}

interface Course extends RehearsalWish {
  readonly upstream: ReadonlyMap<string, Upstream>;
  readonly rehearse: () => Promise<PlannedStack[]>;
}

async function ended({ place, standing, problems }: Start, course: Course): Promise<End> {
  const { stack, layer } = place;
  const [base, head] = [course.base?.stacks.get(stack), course.head.stacks.get(stack)];
  const texts = { ...(base !== undefined && { base }), ...(head !== undefined && { head }) };
  const planned = { stack, layer, status: "planned", provisional: [], problems, events: [], ...texts } as const;
  const open = { outputs: standing?.outputs, changes: undefined };
  if (standing === undefined) return { planned: { ...planned, status: "failed" }, upstream: open };
  const { state } = standing;
  const { missing, moving } = footingOf(head ?? "", course.upstream);
  if (missing.length > 0) {
    const found = (await course.rehearse()).find((rehearsed) => rehearsed.stack === stack);
    const status = found === undefined || found.problems.length > 0 ? "failed" : "rehearsed";
    return { planned: { ...planned, ...found, ...texts, status }, state, upstream: open };
  }
  const { plan, planFile, ...said } = await stackPlan(place, course);
  const status = said.problems.length > 0 ? "failed" : moving.length > 0 ? "provisional" : "planned";
  const changes = plan === undefined || status !== "planned" ? undefined : readPlan(plan, stack).output_changes;
  return {
    planned: { ...planned, ...said, ...(plan !== undefined && { plan }), status, provisional: moving },
    planFile,
    state,
    upstream: { outputs: standing.outputs, changes },
  };
}

/** What stands of a base, for a rehearsal of the rest. */
function limited(base: Synthesis | undefined, deployed: readonly string[]): Synthesis | undefined {
  if (base === undefined || deployed.length === 0) return undefined;
  return { ...base, stacks: new Map([...base.stacks].filter(([stack]) => deployed.includes(stack))) };
}

/** Waits for all before it fails: Terraform is at work in each. */
async function settled<T>(works: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(works);
  return await Promise.all(works);
}
