import { readFile } from "node:fs/promises";
import { z } from "zod";
import { hasCode } from "../failure.ts";

const result = z.looseObject({
  unique_id: z.string(),
  status: z.string(),
  message: z.string().nullish(),
  failures: z.number().nullish(),
});
export type NodeResult = z.output<typeof result>;

/** The part of dbt's run_results.json (schema v6) that a job decides by; the rest of it is kept as it is. */
const runResults = z.looseObject({ results: z.array(result) });
export type RunResults = z.output<typeof runResults>;

/** Statuses that let a candidate go live; every other one (error, fail, skipped, partial success…) does not. */
const good: ReadonlySet<string> = new Set(["success", "pass", "warn", "no-op"]);

/** What dbt says of every node it meant to run, or null when it ended before it ran any. */
export async function readRunResults(file: string): Promise<RunResults | null> {
  const content = await readFile(file, "utf8").catch((error: unknown) => {
    if (hasCode(error, "ENOENT")) return null;
    throw error;
  });
  return content === null ? null : parseRunResults(content);
}

export function parseRunResults(content: string): RunResults {
  return runResults.parse(JSON.parse(content));
}

/**
 * The results of a build and of the retry that went on with it, as those of one build: a later retry then knows all
 * nodes, and the command that they belong to. dbt's own results of a retry name neither
 * (https://github.com/dbt-labs/dbt-core/issues/8848).
 */
export function merge(before: RunResults, retried: RunResults | null): RunResults {
  const again = new Map(retried?.results.map((node) => [node.unique_id, node]));
  const kept = before.results.map((node) => again.get(node.unique_id) ?? node);
  const known = new Set(before.results.map(({ unique_id }) => unique_id));
  return { ...before, results: [...kept, ...[...again.values()].filter(({ unique_id }) => !known.has(unique_id))] };
}

/**
 * Adds the nodes that a stopped build did not come to. dbt leaves them out of its results, and its retry takes up what
 * is in them: without these it would find nothing left to do, and end well.
 */
export function withUnreached(results: RunResults, nodes: readonly string[]): RunResults {
  const known = new Set(results.results.map(({ unique_id }) => unique_id));
  const unreached = nodes.filter((node) => !known.has(node)).map(skipped);
  return { ...results, results: [...results.results, ...unreached] };
}

/** With every field that dbt's schema of results asks for. */
function skipped(unique_id: string): NodeResult {
  const message = "not reached: the build was stopped";
  const run = { timing: [], thread_id: "", execution_time: 0, adapter_response: {}, batch_results: null };
  const compiled = { compiled: false, compiled_code: null, relation_name: null };
  return { unique_id, status: "skipped", message, failures: null, ...run, ...compiled };
}

/** Whether any node was built or tested at all. */
export function hasExecuted({ results }: RunResults): boolean {
  return results.some(({ status }) => status !== "skipped");
}

/** One line per node that keeps the candidate from going live. Nodes skipped because of those are only counted. */
export function describeFailures(results: readonly NodeResult[]): string[] {
  const bad = results.filter(({ status }) => !good.has(status));
  const skipped = bad.filter(({ status }) => status === "skipped");
  const lines = bad.filter((node) => !skipped.includes(node)).map(describe);
  return skipped.length === 0
    ? lines
    : [...lines, `${skipped.length} skipped because of ${lines.length ? "these" : "others"}`];
}

/** One line per test that warns. */
export function describeWarnings(results: readonly NodeResult[]): string[] {
  return results.filter(({ status }) => status === "warn").map(describe);
}

/** `test.plinth_example.unique_X.a1b2` → `test unique_X: fail, 3 rows fail, …`. */
function describe({ unique_id, status, message, failures }: NodeResult): string {
  const [type = "node", , named = unique_id, ...rest] = unique_id.split(".");
  // A model's version and a unit test's name follow; after a data test's name comes a hash.
  const name = type === "test" ? named : [named, ...rest].join(".");
  const rows = type === "test" && failures ? `${failures} ${failures === 1 ? "row fails" : "rows fail"}` : "";
  const why = message?.trim().replaceAll(/\s*\n\s*/g, " ");
  return [`${type} ${name}: ${status}`, rows, why].filter(Boolean).join(", ");
}
