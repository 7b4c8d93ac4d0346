import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigurationError } from "../../constructs/support/errors.ts";
import type { Environment } from "../../environments/environment.ts";
import { homeFolders } from "../../environments/home.ts";
import { entriesOfPlan, writeAddressBook } from "../../rehearsal/faults/address-book.ts";
import { terraform } from "../../rehearsal/terraform.ts";
import { applyProgress } from "../apply-progress.ts";
import type { BundledStack } from "../bundle/bundle.ts";
import { changeSetOf, changesAnything } from "../bundle/change-set.ts";
import { apart } from "../bundle/comparison.ts";
import { makePlanFile } from "../bundle/plan-file.ts";
import { Refused } from "../bundle/refused.ts";
import { markOf } from "../bundle/state-mark.ts";
import type { Finding } from "../preview/document.ts";
import { readPlan } from "../preview/plan/plan.ts";
import { eventsOf, problemsOf } from "../rehearsed-stack.ts";
import type { StackPlace } from "../stack-places.ts";
import { gently } from "./gently.ts";
import type { Journal, Progress } from "./journal.ts";
import { refuseUnseen } from "./judged.ts";
import { unrecorded } from "./unrecorded.ts";

export interface StackResult {
  readonly stack: string;
  /** `before`: an earlier run of the same bundle had applied it. `unrecorded`: it failed, and its state may lack what was made. */
  readonly outcome: "applied" | "unchanged" | "before" | "failed" | "unrecorded";
  readonly added: number;
  readonly changed: number;
  readonly destroyed: number;
  readonly problems: readonly string[];
}

export function hasFailed({ outcome }: StackResult): boolean {
  return outcome === "failed" || outcome === "unrecorded";
}

export interface Ground {
  readonly place: StackPlace;
  readonly environment: Environment;
  /** Findings of the preview that was reviewed. */
  readonly findings: readonly Finding[];
  /** The simulated cloud's folder. */
  readonly home: string | undefined;
  readonly journal: Journal;
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

/** Beside the stack's configuration, while it is needed. */
const planFile = "bundle.tfplan";

const nothing = { added: 0, changed: 0, destroyed: 0, problems: [] } as const;

const stale = (stack: string) =>
  new Refused("stale", [
    `${stack}: its state has changed since it was planned; only what was reviewed is applied, and this plan can no longer be. Make a new preview, and have that one reviewed.`,
  ]);

/** `terraform init`: the stack's backend and providers are there. */
export async function initialize({
  place,
  signal,
  report,
}: Pick<Ground, "place" | "signal" | "report">): Promise<void> {
  report(`${place.stack}: init`);
  const init = await terraform(["init", "-input=false", "-no-color"], { ...place, signal });
  if (init.code !== 0) throw new ConfigurationError([`${place.stack}: ${(init.stderr || init.stdout).trim()}`]);
}

/**
 * Whether the state is still the one that was planned on; looked at for all stacks before one of them is touched.
 * @throws Refused when it is not
 */
export async function checkFresh(
  stack: BundledStack,
  { place, signal }: Pick<Ground, "place" | "signal">,
): Promise<void> {
  const now = await markOf(place, signal);
  if (now?.serial !== stack.state?.serial || now?.lineage !== stack.state?.lineage) throw stale(stack.name);
}

/**
 * Does to a stack what was reviewed, and nothing else.
 * @param before how far an earlier run came
 * @throws Refused when that is not possible any more; an Interruption when it was ended from outside, and Terraform has recorded what it did
 */
export async function applyReviewed(
  stack: BundledStack,
  before: Progress | undefined,
  ground: Ground,
): Promise<StackResult> {
  const result = { stack: stack.name, ...nothing };
  if (before === "applied") return { ...result, outcome: "before" };
  if (stack.course === "none") return { ...result, outcome: "unchanged" };
  const file = join(ground.place.cwd, planFile);
  try {
    makePlanFile(file);
    const reviewed = stack.course === "exact" && before === undefined ? stack.plan : undefined;
    if (reviewed !== undefined) writeFileSync(file, Buffer.from(reviewed.bytes, "base64"));
    else if (!(await planAgain(stack, before !== undefined, ground))) {
      ground.journal.set(stack.name, "applied");
      return { ...result, outcome: before === undefined ? "unchanged" : "applied" };
    }
    return await applyFile(stack, before, ground);
  } finally {
    rmSync(file, { force: true });
  }
}

/** Answers whether there is anything to apply. */
async function planAgain(stack: BundledStack, begun: boolean, ground: Ground): Promise<boolean> {
  const { place, signal, report, environment, findings } = ground;
  report(`${stack.name}: plan, to be compared with the reviewed one`);
  const plan = await terraform(["plan", `-out=${planFile}`, "-input=false", "-json"], { ...place, signal });
  const problems = problemsOf(plan, eventsOf(plan));
  if (problems.length > 0) throw new ConfigurationError(problems.map((problem) => `${stack.name}: ${problem}`));
  const read = readPlan(await shown({ place, signal }), stack.name);
  // Of what was reviewed in a simulated cloud, only what the configuration says holds here.
  const now = changeSetOf(read, stack.planned);
  const differing = apart(stack.reviewed, now, begun ? "rest" : "same");
  if (differing.length > 0) {
    throw new Refused("different", [
      `${stack.name}: planned again ${begun ? "after what an earlier run has done" : "on what its upstream is now"}, it would do something else than was reviewed. Nothing of it is applied. Make a new preview, and have that one reviewed.`,
      ...differing.map((what) => `${stack.name}: ${what}`),
    ]);
  }
  refuseUnseen(read, stack, { environment, place, reviewed: findings });
  return changesAnything(read);
}

async function shown({ place, signal }: Pick<Ground, "place" | "signal">): Promise<string> {
  const show = await terraform(["show", "-json", planFile], { ...place, signal });
  if (show.code === 0) return show.stdout;
  throw new ConfigurationError(problemsOf(show, []).map((problem) => `${place.stack}: ${problem}`));
}

async function applyFile(stack: BundledStack, before: Progress | undefined, ground: Ground): Promise<StackResult> {
  const { place, home, journal, signal, report } = ground;
  if (home !== undefined) {
    // A simulated provider is never told an address: it finds it by type and values in what the plan said.
    writeAddressBook(homeFolders(home).cloud, stack.name, entriesOfPlan(await shown(ground)));
  }
  report(`${stack.name}: apply`);
  journal.set(stack.name, "applying");
  const apply = await gently(["apply", "-input=false", "-json", planFile], {
    ...place,
    signal,
    onLine: applyProgress(Object.keys(stack.reviewed).length, (text) => report(`${stack.name}: apply, ${text}`)),
    onStop: () => report(`${stack.name}: Terraform ends what it has begun and writes it down; this may take minutes`),
  });
  const events = eventsOf(apply);
  const problems = apply.killed ? [killedWords] : problemsOf(apply, events);
  if (isStale(problems)) {
    if (before === undefined) journal.clear(stack.name);
    else journal.set(stack.name, before);
    throw stale(stack.name);
  }
  const unwritten = apply.code === 0 ? undefined : unrecorded(place, problems);
  if (unwritten !== undefined) {
    journal.set(stack.name, "unrecorded");
    // Nobody sees the result of a run that was interrupted.
    if (signal.aborted) report(`${stack.name}: ${unwritten}`);
  } else if (!apply.killed) {
    journal.set(stack.name, apply.code === 0 ? "applied" : signal.aborted ? "interrupted" : "failed");
  }
  signal.throwIfAborted();
  const changes = events.findLast((event) => event.type === "change_summary")?.changes;
  return {
    stack: stack.name,
    outcome: apply.code === 0 ? "applied" : apply.killed || unwritten !== undefined ? "unrecorded" : "failed",
    added: changes?.add ?? 0,
    changed: changes?.change ?? 0,
    destroyed: changes?.remove ?? 0,
    problems: unwritten === undefined ? problems : [...problems, unwritten],
  };
}

/** The journal goes on saying that it was at work: the next run looks for what no state knows. */
const killedWords =
  "Terraform was killed, and its state may lack what it made last; run the same command again to see what that is";

/** Terraform's own words for a plan of another state (internal/backend/local: "Saved plan is stale", "Saved plan does not match the given state"). */
function isStale(problems: readonly string[]): boolean {
  return problems.some((problem) => /Saved plan (is stale|does not match)/.test(problem));
}
