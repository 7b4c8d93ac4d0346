import type { JobConfigOf } from "../../constructs/jobs/config.ts";
import type { Breach } from "../../constructs/support/rule.ts";
import { each } from "../../constructs/support/soundness.ts";
import type { Environment } from "../environment.ts";

type Publish = JobConfigOf<"publish">;
type Path = (string | number)[];

/** A publish job replaces one database, as the role that owns it. */
export function* publishing(env: Environment): Iterable<Breach> {
  yield* each(env.jobs.definitions, function* (job, name) {
    if (job.kind !== "publish") return;
    const at = ["jobs", "definitions", name];
    yield* each({ swapped, writable, control, marts, freshness, raw, lease }, (judge) => judge(env, job, at));
  });
}

function* swapped({ warehouse }: Environment, job: Publish, at: Path): Iterable<Breach> {
  if (!Object.hasOwn(warehouse.databases, job.database)) return;
  if (warehouse.databases[job.database]?.publishedBySwap) return;
  const names = Object.keys(warehouse.databases).filter((name) => warehouse.databases[name]?.publishedBySwap);
  yield {
    path: [...at, "database"],
    rule: `a publish job must name a database with publishedBySwap (${names.join(", ") || "there is none"})`,
    remedy: names.length > 0 ? "Name one of them" : "Set publishedBySwap on the database it publishes",
  };
}

function* writable({ warehouse }: Environment, job: Publish, at: Path): Iterable<Breach> {
  const { database } = job;
  const { role } = job.warehouse;
  if (!Object.hasOwn(warehouse.roles, role) || !warehouse.databases[database]?.publishedBySwap) return;
  if (warehouse.roles[role]?.writes.includes(database)) return;
  yield {
    path: [...at, "warehouse", "role"],
    also: [["warehouse", "roles", role, "writes"]],
    rule: `a publish job's role must write its database ${database}, and ${role} does not`,
    remedy: `Name the role that does, or add ${database} to the writes of ${role}`,
  };
}

function* control({ warehouse }: Environment, job: Publish, at: Path): Iterable<Breach> {
  const name = job.publish.control;
  if (Object.hasOwn(warehouse.databases, name) && !warehouse.databases[name]?.publishedBySwap) return;
  const names = Object.keys(warehouse.databases).filter((other) => !warehouse.databases[other]?.publishedBySwap);
  yield {
    path: [...at, "publish", "control"],
    rule: `it must be a database of this environment that is never swapped (${names.join(", ") || "there is none"})`,
    remedy: names.length > 0 ? "Name one of them or declare the database" : "Declare the database",
  };
}

function* marts({ warehouse }: Environment, job: Publish, at: Path): Iterable<Breach> {
  const schemas = warehouse.databases[job.database]?.schemas;
  if (schemas === undefined) return;
  yield* each(job.transform.marts, function* (mart, index) {
    if (schemas.includes(mart.split(".")[0] ?? "")) return;
    yield {
      path: [...at, "transform", "marts", index],
      also: [["warehouse", "databases", job.database, "schemas"]],
      rule: `it must lie in a schema of the database ${job.database} (${schemas.join(", ") || "there is none"})`,
      remedy: "Correct the name or declare the schema",
    };
  });
}

/** Freshness is asked of tables that the publish is judged by. */
function* freshness(_: Environment, job: Publish, at: Path): Iterable<Breach> {
  const { marts } = job.transform;
  for (const mart of Object.keys(job.publish.freshness)) {
    if (marts.includes(mart)) continue;
    yield {
      path: [...at, "publish", "freshness", mart],
      also: [[...at, "transform", "marts"]],
      aboutName: true,
      rule: `it must be one of the job's marts (${marts.join(", ")})`,
      remedy: "Correct the name or add it to the marts",
    };
  }
}

/** What is swapped is built from what is not: a source inside would be a version of its own. */
function* raw({ warehouse }: Environment, job: Publish, at: Path): Iterable<Breach> {
  const name = job.transform.raw;
  if (!Object.hasOwn(warehouse.databases, name) || !warehouse.databases[name]?.publishedBySwap) return;
  yield {
    path: [...at, "transform", "raw"],
    also: [["warehouse", "databases", name, "publishedBySwap"]],
    rule: "it must be a database that is never swapped",
    remedy: "Name the database that ingestion fills",
  };
}

/** A lease that outlives its run keeps the next one out; a run is ended at its deadline at the latest. */
function* lease(_: Environment, job: Publish, at: Path): Iterable<Breach> {
  const deadlineSeconds = job.deadlineMinutes * 60;
  if (job.publish.leaseSeconds <= deadlineSeconds) return;
  yield {
    path: [...at, "publish", "leaseSeconds"],
    also: [[...at, "deadlineMinutes"]],
    rule: `it must not exceed the run's deadline (${deadlineSeconds} seconds)`,
    remedy: `Use ${deadlineSeconds} or less, or a later deadline`,
  };
}
