import { readFile } from "node:fs/promises";
import { z } from "zod";
import { hasCode } from "../failure.ts";

/** The part of dbt's run_results.json (schema v6) that a job decides by. */
const runResults = z.object({
  results: z.array(
    z.object({
      unique_id: z.string(),
      status: z.string(),
      message: z.string().nullish(),
      failures: z.number().nullish(),
    }),
  ),
});
export type NodeResult = z.output<typeof runResults>["results"][number];

/** Statuses that let a candidate go live; every other one (error, fail, skipped, partial success…) does not. */
const good: ReadonlySet<string> = new Set(["success", "pass", "warn", "no-op"]);

/** What dbt says of every node it meant to run, or null when it ended before it ran any. */
export async function readRunResults(file: string): Promise<NodeResult[] | null> {
  const content = await readFile(file, "utf8").catch((error: unknown) => {
    if (hasCode(error, "ENOENT")) return null;
    throw error;
  });
  return content === null ? null : runResults.parse(JSON.parse(content)).results;
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

/** `test.plinth_example.unique_X.a1b2` → `test unique_X: fail, …`. */
function describe({ unique_id, status, message }: NodeResult): string {
  const [type = "node", , name = unique_id] = unique_id.split(".");
  const why = message?.trim().replaceAll(/\s*\n\s*/g, " ");
  return `${type} ${name}: ${status}${why ? `, ${why}` : ""}`;
}
