import { entriesOfPlan, writeAddressBook } from "../rehearsal/faults/address-book.ts";
import { readFaults } from "../rehearsal/faults/fault.ts";
import { standingProviders } from "../rehearsal/standing-providers.ts";
import { type TerraformResult, terraform } from "../rehearsal/terraform.ts";
import { applyProgress } from "./apply-progress.ts";
import { readEvent, type TerraformEvent } from "./terraform-events.ts";

export interface StackOutcome {
  readonly stack: string;
  /** Resources that stand after the apply. */
  readonly resources: number;
  readonly added: number;
  readonly changed: number;
  readonly destroyed: number;
  readonly seconds: { readonly init: number; readonly plan: number; readonly apply: number };
  /** Empty when all went well; each with the resource's address where Terraform names one. */
  readonly problems: readonly string[];
  /** For instance replacements that the simulated provider is not sure of. */
  readonly warnings: readonly string[];
}

interface Place {
  readonly stack: string;
  /** The stack's working folder. */
  readonly cwd: string;
  /** The folder of the simulated cloud. */
  readonly cloud: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
  /** False where state is known to be what stands: nothing else has touched the cloud since. */
  readonly refresh?: boolean;
  /** Told the plan, as JSON, and what Terraform said while it planned, before anything is applied. */
  readonly onPlan?: (plan: string, events: readonly TerraformEvent[]) => void;
}

/** Beside the stack's configuration, in a folder of the rehearsal's own. */
const planFile = "rehearsal.tfplan";

/** `init`, `plan` and `apply` of one synthesized stack; what goes wrong is in the outcome, not thrown, but for an abort. */
export async function applyStack(place: Place): Promise<StackOutcome> {
  const init = await step("init", ["init", "-input=false", "-no-color"], place);
  const seconds = { init: init.seconds, plan: 0, apply: 0 };
  if (init.code !== 0) return await outcome(place, { seconds, problems: [(init.stderr || init.stdout).trim()] });
  // Faults strike the providers that Terraform starts itself.
  if (readFaults(place.cloud).length > 0) return await planAndApply(place, seconds);
  const providers = await standingProviders(place);
  try {
    return await planAndApply({ ...place, env: { ...place.env, ...providers.env } }, seconds);
  } finally {
    await providers.end();
  }
}

async function planAndApply(
  place: Place,
  seconds: { readonly init: number; plan: number; apply: number },
): Promise<StackOutcome> {
  const { stack } = place;
  const plan = await step(
    "plan",
    ["plan", `-out=${planFile}`, "-input=false", "-json", ...(place.refresh === false ? ["-refresh=false"] : [])],
    place,
  );
  seconds.plan = plan.seconds;
  const planned = eventsOf(plan);
  if (plan.code !== 0) return await outcome(place, { seconds, events: planned, problems: problemsOf(plan, planned) });
  // A provider is never told an address: it finds it by type and values in what the plan said.
  const shown = await terraform(["show", "-json", planFile], place);
  if (shown.code !== 0) return await outcome(place, { seconds, events: planned, problems: problemsOf(shown, []) });
  place.onPlan?.(shown.stdout, planned);
  writeAddressBook(place.cloud, stack, entriesOfPlan(shown.stdout));
  const apply = await step("apply", ["apply", "-input=false", "-json", planFile], place, changesIn(planned));
  seconds.apply = apply.seconds;
  const applied = eventsOf(apply);
  return await outcome(place, { seconds, events: [...planned, ...applied], problems: problemsOf(apply, applied) });
}

interface Course {
  readonly seconds: StackOutcome["seconds"];
  readonly problems: readonly string[];
  readonly events?: readonly TerraformEvent[];
}

async function outcome(place: Place, { seconds, problems, events = [] }: Course): Promise<StackOutcome> {
  const changes = events.findLast((e) => e.type === "change_summary" && e.changes?.operation === "apply")?.changes;
  const list = await terraform(["state", "list"], place);
  return {
    stack: place.stack,
    resources: list.stdout.split("\n").filter((line) => line && !line.startsWith("data.")).length,
    added: changes?.add ?? 0,
    changed: changes?.change ?? 0,
    destroyed: changes?.remove ?? 0,
    seconds,
    problems,
    warnings: diagnostics(events, "warning"),
  };
}

export function problemsOf({ code, stdout, stderr }: TerraformResult, events: readonly TerraformEvent[]): string[] {
  const problems = diagnostics(events, "error");
  if (code === 0 || problems.length > 0) return problems;
  return [stderr.trim() || lastWords(stdout) || "terraform was stopped before it could say why"];
}

/** What is there to read when Terraform ends without a diagnostic. */
function lastWords(stdout: string): string {
  const last = stdout.trim().split("\n").at(-1) ?? "";
  return last.startsWith("{") ? "" : last;
}

function diagnostics(events: readonly TerraformEvent[], severity: string): string[] {
  const lines = events.flatMap(({ diagnostic }) => {
    if (diagnostic?.severity !== severity) return [];
    const { address, summary, detail } = diagnostic;
    return [`${address ? `${address}: ` : ""}${summary}${detail ? `. ${detail}` : ""}`];
  });
  return [...new Set(lines)];
}

export function eventsOf({ stdout }: TerraformResult): TerraformEvent[] {
  return stdout.split("\n").flatMap(readEvent);
}

/** How many resources a plan changes. */
function changesIn(events: readonly TerraformEvent[]): number {
  const changes = events.findLast((e) => e.type === "change_summary" && e.changes?.operation === "plan")?.changes;
  return changes === undefined ? 0 : changes.add + changes.change + changes.remove;
}

/** One call of Terraform. With `planned`, the resources it will change, it reports now and then how far it is. */
async function step(
  name: string,
  args: readonly string[],
  place: Place,
  planned = 0,
): Promise<TerraformResult & { seconds: number }> {
  place.report(`${place.stack}: ${name}`);
  const started = performance.now();
  const onLine = applyProgress(planned, (text) => place.report(`${place.stack}: ${name}, ${text}`));
  const result = await terraform(args, { ...place, onLine });
  return { ...result, seconds: (performance.now() - started) / 1000 };
}
