import { terraform } from "../rehearsal/terraform.ts";
import { applyProgress } from "./apply-progress.ts";
import { readEvent, type TerraformEvent } from "./terraform-events.ts";

export interface StackOutcome {
  readonly stack: string;
  /** Resources that stand after the apply. */
  readonly resources: number;
  readonly added: number;
  readonly changed: number;
  readonly destroyed: number;
  readonly seconds: { readonly init: number; readonly apply: number };
  /** Empty when all went well; each with the resource's address where Terraform names one. */
  readonly problems: readonly string[];
  /** For instance replacements that the simulated provider is not sure of. */
  readonly warnings: readonly string[];
}

interface Run {
  /** The stack's working folder. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

/** `init` and `apply` of one synthesized stack; what goes wrong is in the outcome, not thrown, but for an abort. */
export async function applyStack(stack: string, { report, ...run }: Run): Promise<StackOutcome> {
  report(`${stack}: init`);
  const init = await timed(() => terraform(["init", "-input=false", "-no-color"], run));
  if (init.result.code !== 0) return failed(stack, init.seconds, [(init.result.stderr || init.result.stdout).trim()]);
  report(`${stack}: apply`);
  const onLine = applyProgress((text) => report(`${stack}: apply, ${text}`));
  const apply = await timed(() => terraform(["apply", "-auto-approve", "-input=false", "-json"], { ...run, onLine }));
  const events = apply.result.stdout.split("\n").flatMap(readEvent);
  const changes = events.findLast((e) => e.type === "change_summary" && e.changes?.operation === "apply")?.changes;
  const problems = diagnostics(events, "error");
  if (apply.result.code !== 0 && problems.length === 0)
    problems.push(apply.result.stderr.trim() || "terraform apply failed without a word");
  const list = await terraform(["state", "list"], run);
  return {
    stack,
    resources: list.stdout.split("\n").filter((line) => line && !line.startsWith("data.")).length,
    added: changes?.add ?? 0,
    changed: changes?.change ?? 0,
    destroyed: changes?.remove ?? 0,
    seconds: { init: init.seconds, apply: apply.seconds },
    problems,
    warnings: diagnostics(events, "warning"),
  };
}

function failed(stack: string, init: number, problems: string[]): StackOutcome {
  return {
    stack,
    resources: 0,
    added: 0,
    changed: 0,
    destroyed: 0,
    seconds: { init, apply: 0 },
    problems,
    warnings: [],
  };
}

function diagnostics(events: readonly TerraformEvent[], severity: string): string[] {
  const lines = events.flatMap(({ diagnostic }) => {
    if (diagnostic?.severity !== severity) return [];
    const { address, summary, detail } = diagnostic;
    return [`${address ? `${address}: ` : ""}${summary}${detail ? `. ${detail}` : ""}`];
  });
  return [...new Set(lines)];
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number }> {
  const started = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - started) / 1000 };
}
