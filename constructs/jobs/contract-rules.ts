import type { Breach } from "../support/rule.ts";
import { each } from "../support/soundness.ts";
import type { DatabaseConfig } from "../warehouse/config.ts";
import type { JobConfig } from "./config.ts";

interface Declared {
  readonly jobs: { readonly definitions: Readonly<Record<string, JobConfig>> };
  readonly warehouse: { readonly databases: Readonly<Record<string, DatabaseConfig>> };
}

/** What a job's contract needs of the warehouse; the job itself would only find out when it runs. Paths start at the environment. */
export function contractBreaches({ jobs, warehouse }: Declared): Iterable<Breach> {
  return each(jobs.definitions, function* (job, name) {
    if (job.kind !== "publish") return;
    const at = ["jobs", "definitions", name];
    const judges = { control: controlBreaches, marts: martBreaches };
    yield* each(judges, (judge) => judge(job, warehouse.databases, at));
  });
}

function* controlBreaches(
  job: JobConfig,
  databases: Declared["warehouse"]["databases"],
  at: string[],
): Iterable<Breach> {
  const kept = Object.entries(databases).flatMap(([name, { publishedBySwap }]) => (publishedBySwap ? [] : [name]));
  if (kept.includes(job.publish.control)) return;
  yield {
    path: [...at, "publish", "control"],
    rule: `it must be a database that is never swapped (${kept.join(", ") || "there is none"})`,
    remedy: "Name one of them or declare the database",
  };
}

function* martBreaches(job: JobConfig, databases: Declared["warehouse"]["databases"], at: string[]): Iterable<Breach> {
  const schemas = job.database === undefined ? undefined : databases[job.database]?.schemas;
  if (schemas === undefined) return;
  yield* each(job.transform.marts, function* (mart, index) {
    if (schemas.some((schema) => mart.startsWith(`${schema}.`))) return;
    yield {
      path: [...at, "transform", "marts", index],
      rule: `it must lie in a schema of ${job.database} (${schemas.join(", ")})`,
      remedy: "Correct the name or declare the schema",
    };
  });
}
