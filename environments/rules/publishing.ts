import type { JobConfig } from "../../constructs/jobs/config.ts";
import type { Breach } from "../../constructs/support/rule.ts";
import { each } from "../../constructs/support/soundness.ts";
import type { Environment } from "../environment.ts";

type Path = (string | number)[];

/** A publish job replaces one database, as the role that owns it. */
export function* publishing(env: Environment): Iterable<Breach> {
  yield* each(env.jobs.definitions, function* (job, name) {
    if (job.kind !== "publish") return;
    const at = ["jobs", "definitions", name];
    yield* each({ swapped, writable, control, marts, lease }, (judge) => judge(env, job, at));
  });
}

function* swapped({ warehouse }: Environment, job: JobConfig, at: Path): Iterable<Breach> {
  if (job.database !== undefined && !Object.hasOwn(warehouse.databases, job.database)) return;
  if (job.database !== undefined && warehouse.databases[job.database]?.publishedBySwap) return;
  const names = Object.keys(warehouse.databases).filter((name) => warehouse.databases[name]?.publishedBySwap);
  yield {
    path: [...at, "database"],
    rule: `a publish job must name a database with publishedBySwap (${names.join(", ") || "there is none"})`,
    remedy: names.length > 0 ? "Name one of them" : "Set publishedBySwap on the database it publishes",
  };
}

function* writable({ warehouse }: Environment, job: JobConfig, at: Path): Iterable<Breach> {
  const { database } = job;
  if (job.warehouse === undefined) {
    yield {
      path: [...at, "warehouse"],
      rule: "a publish job must name the warehouse and role of its statements",
      remedy: 'Add it, like { name: "DBT_TRANSFORM_WH", role: "PUBLISHER" }',
    };
    return;
  }
  const { role } = job.warehouse;
  if (
    database === undefined ||
    !Object.hasOwn(warehouse.roles, role) ||
    !warehouse.databases[database]?.publishedBySwap
  )
    return;
  if (warehouse.roles[role]?.writes.includes(database)) return;
  yield {
    path: [...at, "warehouse", "role"],
    also: [["warehouse", "roles", role, "writes"]],
    rule: `a publish job's role must write its database ${database}, and ${role} does not`,
    remedy: `Name the role that does, or add ${database} to the writes of ${role}`,
  };
}

function* control({ warehouse }: Environment, job: JobConfig, at: Path): Iterable<Breach> {
  const name = job.publish.control;
  if (Object.hasOwn(warehouse.databases, name) && !warehouse.databases[name]?.publishedBySwap) return;
  const names = Object.keys(warehouse.databases).filter((other) => !warehouse.databases[other]?.publishedBySwap);
  yield {
    path: [...at, "publish", "control"],
    rule: `it must be a database of this environment that is never swapped (${names.join(", ") || "there is none"})`,
    remedy: names.length > 0 ? "Name one of them or declare the database" : "Declare the database",
  };
}

function* marts({ warehouse }: Environment, job: JobConfig, at: Path): Iterable<Breach> {
  const schemas = job.database === undefined ? undefined : warehouse.databases[job.database]?.schemas;
  if (schemas === undefined) return;
  yield* each(job.transform.marts, function* (mart, index) {
    if (schemas.includes(mart.split(".")[0] ?? "")) return;
    yield {
      path: [...at, "transform", "marts", index],
      also: [["warehouse", "databases", job.database ?? "", "schemas"]],
      rule: `it must lie in a schema of the database ${job.database} (${schemas.join(", ") || "there is none"})`,
      remedy: "Correct the name or declare the schema",
    };
  });
}

/** A lease that outlives its run keeps the next one out; a run is ended at its deadline at the latest. */
function* lease(_: Environment, job: JobConfig, at: Path): Iterable<Breach> {
  const deadlineSeconds = job.deadlineMinutes * 60;
  if (job.publish.leaseSeconds <= deadlineSeconds) return;
  yield {
    path: [...at, "publish", "leaseSeconds"],
    also: [[...at, "deadlineMinutes"]],
    rule: `it must not exceed the run's deadline (${deadlineSeconds} seconds)`,
    remedy: `Use ${deadlineSeconds} or less, or a later deadline`,
  };
}
