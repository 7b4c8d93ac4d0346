import type { JobConfig } from "../../constructs/jobs/config.ts";
import type { Breach } from "../../constructs/support/rule.ts";
import { each } from "../../constructs/support/soundness.ts";
import type { Environment } from "../environment.ts";

type Path = (string | number)[];

/** What a job names must be declared. */
export function* jobReferences(env: Environment): Iterable<Breach> {
  yield* each(env.jobs.definitions, function* (job, name) {
    const at = ["jobs", "definitions", name];
    const references = {
      warehouse: {
        kind: "warehouse",
        named: () => identityOf(job)?.name,
        known: () => env.warehouse.warehouses,
        path: ["warehouse", "name"],
      },
      role: {
        kind: "role",
        named: () => identityOf(job)?.role,
        known: () => env.warehouse.roles,
        path: ["warehouse", "role"],
      },
      database: {
        kind: "database",
        named: () => (job.kind === "publish" ? job.database : undefined),
        known: () => env.warehouse.databases,
        path: ["database"],
      },
      raw: {
        kind: "database",
        named: () => (job.kind === "publish" ? job.transform.raw : undefined),
        known: () => env.warehouse.databases,
        path: ["transform", "raw"],
      },
    };
    yield* each(references, ({ kind, named, known, path }) => undeclared(named(), known(), [...at, ...path], kind));
    yield* each(job.secrets, (secret, index) => undeclared(secret, env.secrets, [...at, "secrets", index], "secret"));
  });
}

/** Virtual warehouse and role of the job's own statements. */
function identityOf(job: JobConfig): { readonly name: string; readonly role: string } | undefined {
  return "warehouse" in job ? job.warehouse : undefined;
}

function* undeclared(name: string | undefined, known: object, path: Path, kind: string): Iterable<Breach> {
  if (name === undefined || Object.hasOwn(known, name)) return;
  const names = Object.keys(known);
  yield {
    path,
    rule: `it must be a ${kind} of this environment (${names.join(", ") || "there is none"})`,
    remedy: names.length > 0 ? `Name one of them or declare the ${kind}` : `Declare the ${kind}`,
  };
}

/** A statement on a warehouse that its role may not use fails in the middle of the night, not at apply. */
export function* jobRights(env: Environment): Iterable<Breach> {
  yield* each(env.jobs.definitions, function* (job, name) {
    const identity = identityOf(job);
    if (identity === undefined) return;
    const { role, name: warehouse } = identity;
    if (!Object.hasOwn(env.warehouse.roles, role) || !Object.hasOwn(env.warehouse.warehouses, warehouse)) return;
    if (env.warehouse.roles[role]?.uses.includes(warehouse)) return;
    yield {
      path: ["jobs", "definitions", name, "warehouse", "name"],
      also: [
        ["jobs", "definitions", name, "warehouse", "role"],
        ["warehouse", "roles", role, "uses"],
      ],
      rule: `the job's role ${role} must use it, and does not`,
      remedy: `Add ${warehouse} to the role's uses, or name another of its warehouses`,
    };
  });
}

/** A tag can come to mean another program; a simulated environment runs jobs as processes and pulls nothing. */
export function* pinnedImages(env: Environment): Iterable<Breach> {
  if (env.cloud === "simulated") return;
  const places = {
    image: () => env.jobs.image,
    ...Object.fromEntries(
      Object.keys(env.jobs.definitions).map((name) => [
        `definitions.${name}.image`,
        () => env.jobs.definitions[name]?.image,
      ]),
    ),
  };
  yield* each(places, function* (read, place) {
    const image = read();
    if (image === undefined || image.includes("@sha256:")) return;
    yield {
      path: ["jobs", ...place.split(".")],
      rule: "it must name the image by its digest (a tag can come to mean another program)",
      remedy: `Write it like "${image.replace(/:[^:/]*$/, "")}@sha256:…", with the digest that docker buildx imagetools inspect shows`,
    };
  });
}
