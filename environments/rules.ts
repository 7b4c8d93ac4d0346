import { overlapCidr } from "cidr-tools";
import type { JobConfig, JobsConfig } from "../constructs/jobs/config.ts";
import { tableOfTopic } from "../constructs/streaming/topic-names.ts";
import { joined, type NameKind, nameProblem } from "../constructs/support/names.ts";
import { type Protection, protections } from "../constructs/support/protection.ts";
import type { Breach } from "../constructs/support/rule.ts";
import { editionBreaches } from "../constructs/warehouse/edition.ts";
import type { Environment } from "./environment.ts";
import { unlock } from "./unlock.ts";

/** The least protection of environments whose loss would hurt; lowering it takes a permission as well as an edit. */
export const floors: Readonly<Record<string, Protection>> = { staging: "standard", prod: "locked", dr: "locked" };

export function* protectionFloor(env: Pick<Environment, "name" | "protection">): Iterable<Breach> {
  const floor = floors[env.name] ?? "ephemeral";
  if (protections.indexOf(env.protection) >= protections.indexOf(floor) || unlock(env.name)) return;
  yield {
    path: ["protection"],
    rule: `${env.name} must be at least ${floor}`,
    remedy: `Use ${floor}, or allow it for a while with PLINTH_UNLOCK=${env.name}:<address glob>:<expiry date>`,
  };
}

export function* ownAccount(env: Pick<Environment, "name" | "snowflake">): Iterable<Breach> {
  if (!env.snowflake.shared || floors[env.name] !== "locked") return;
  yield {
    path: ["snowflake", "shared"],
    rule: `${env.name} must have a Snowflake account of its own`,
    remedy: "Name another account and set it to false",
  };
}

export function* zonesOfRegion(env: Pick<Environment, "aws" | "network">): Iterable<Breach> {
  for (const [index, zone] of env.network.zones.entries()) {
    if (zone.slice(0, -1) === env.aws.region) continue;
    yield {
      path: ["network", "zones", index],
      also: [["aws", "region"]],
      rule: `it must be a zone of the region ${env.aws.region}`,
      remedy: `Name one like ${env.aws.region}a, or change aws.region`,
    };
  }
}

export function* brokersPerZone(env: Pick<Environment, "network" | "streaming">): Iterable<Breach> {
  const zones = env.network.zones.length;
  const count = env.streaming.brokers.count;
  if (count % zones === 0) return;
  yield {
    path: ["streaming", "brokers", "count"],
    also: [["network", "zones"]],
    rule: `it must be a multiple of the ${zones} availability zones`,
    remedy: `Use ${Math.max(zones, Math.floor(count / zones) * zones)} or ${(Math.floor(count / zones) + 1) * zones}`,
  };
}

export function* serviceRange(env: Pick<Environment, "network" | "workers">): Iterable<Breach> {
  if (!overlapCidr(env.network.cidr, env.workers.serviceCidr)) return;
  yield {
    path: ["workers", "serviceCidr"],
    also: [["network", "cidr"]],
    rule: `it must not overlap the VPC's range ${env.network.cidr}`,
    remedy: 'Choose a range outside it, like "172.20.0.0/16"',
  };
}

export function edition(env: Pick<Environment, "snowflake" | "warehouse">): Iterable<Breach> {
  return editionBreaches(env.snowflake.edition, env.warehouse);
}

export function* topicIdentities(env: Pick<Environment, "streaming" | "identity" | "jobs">): Iterable<Breach> {
  const known = [...Object.keys(env.identity.roles), ...Object.keys(env.jobs.definitions)];
  for (const [name, topic] of Object.entries(env.streaming.topics)) {
    const named = [
      ...topic.producers.map((role, index) => ({ role, path: ["producers", index] })),
      ...Object.entries(topic.consumers).flatMap(([group, roles]) =>
        roles.map((role, index) => ({ role, path: ["consumers", group, index] })),
      ),
    ];
    for (const { role, path } of named) {
      if (known.includes(role)) continue;
      yield {
        path: ["streaming", "topics", name, ...path],
        rule: `it must be a role of identity.roles or a job (${known.join(", ") || "there is none"})`,
        remedy: "Name one of them or declare the role",
      };
    }
  }
}

export function* roleOrJob(env: Pick<Environment, "identity" | "jobs">): Iterable<Breach> {
  for (const name of Object.keys(env.identity.roles)) {
    if (!(name in env.jobs.definitions)) continue;
    yield {
      path: ["identity", "roles", name],
      also: [["jobs", "definitions", name]],
      rule: "it must not have the name of a job (each job has an IAM role of its own name)",
      remedy: "Rename one of the two",
    };
  }
}

export function* jobReferences(env: Pick<Environment, "jobs" | "warehouse" | "secrets">): Iterable<Breach> {
  for (const [name, job] of Object.entries(env.jobs.definitions)) {
    const at = ["jobs", "definitions", name];
    yield* missing(job.warehouse?.name, env.warehouse.warehouses, [...at, "warehouse", "name"], "warehouse");
    yield* missing(job.warehouse?.role, env.warehouse.roles, [...at, "warehouse", "role"], "role");
    yield* missing(job.database, env.warehouse.databases, [...at, "database"], "database");
    for (const [index, secret] of job.secrets.entries()) {
      yield* missing(secret, env.secrets, [...at, "secrets", index], "secret");
    }
    yield* publishNeeds(env, job, at);
  }
}

function* missing(name: string | undefined, known: object, path: (string | number)[], kind: string): Iterable<Breach> {
  if (name === undefined || name in known) return;
  yield {
    path,
    rule: `it must be a ${kind} of this environment (${Object.keys(known).join(", ") || "there is none"})`,
    remedy: `Name one of them or declare the ${kind}`,
  };
}

function* publishNeeds(env: Pick<Environment, "warehouse">, job: JobConfig, at: string[]): Iterable<Breach> {
  if (job.kind !== "publish") return;
  const swapped = Object.entries(env.warehouse.databases).filter(([, database]) => database.publishedBySwap);
  if (job.database !== undefined && (env.warehouse.databases[job.database]?.publishedBySwap ?? true)) return;
  yield {
    path: [...at, "database"],
    rule: `a publish job must name a database with publishedBySwap (${swapped.map(([n]) => n).join(", ") || "there is none"})`,
    remedy: "Name one of them",
  };
}

export function* pinnedImages(env: Pick<Environment, "name" | "jobs">): Iterable<Breach> {
  if (env.name === "local") return;
  for (const [name, job] of Object.entries(env.jobs.definitions)) {
    if (job.image.includes("@sha256:")) continue;
    yield {
      path: ["jobs", "definitions", name, "image"],
      rule: "it must name the image by its digest (a tag can come to mean another program)",
      remedy: 'Write it like "plinth/jobs@sha256:…"',
    };
  }
}

export function* oneLoader(env: Pick<Environment, "streaming" | "jobs" | "warehouse">): Iterable<Breach> {
  const loaders = new Map<string, (string | number)[]>();
  for (const { table, path } of loads(env.streaming, env.jobs)) {
    const [database = "", schema = ""] = table.split(".");
    if (!env.warehouse.databases[database]?.schemas.includes(schema)) {
      yield {
        path,
        rule: `${table} must lie in a schema of this environment's databases`,
        remedy: "Correct the name or declare the schema",
      };
    }
    const first = loaders.get(table);
    if (first) {
      yield {
        path,
        also: [first],
        rule: `${table} is loaded by ${first.slice(0, 3).join(".")} already, and a table has one loader`,
        remedy: "Remove one of the two",
      };
    }
    loaders.set(table, first ?? path);
  }
}

function* loads(
  streaming: Environment["streaming"],
  jobs: JobsConfig,
): Iterable<{ table: string; path: (string | number)[] }> {
  for (const [name, topic] of Object.entries(streaming.topics)) {
    yield { table: tableOfTopic(name, topic), path: ["streaming", "topics", name, ...(topic.table ? ["table"] : [])] };
  }
  for (const [name, job] of Object.entries(jobs.definitions)) {
    for (const [index, table] of job.loads.entries())
      yield { table, path: ["jobs", "definitions", name, "loads", index] };
  }
}

export function* names(
  env: Pick<Environment, "name" | "platform" | "identity" | "jobs" | "secrets">,
): Iterable<Breach> {
  const named: { kind: NameKind; parts: string[]; path: string[] }[] = [
    ...Object.keys(env.identity.roles).map((name) => ({
      kind: "role" as const,
      parts: [name],
      path: ["identity", "roles", name],
    })),
    ...Object.keys(env.jobs.definitions).map((name) => ({
      kind: "role" as const,
      parts: [name],
      path: ["jobs", "definitions", name],
    })),
    ...Object.entries(env.secrets).map(([name, secret]) => ({
      kind: "secret" as const,
      parts: [secret.owner, name],
      path: ["secrets", name],
    })),
  ];
  for (const { kind, parts, path } of named) {
    const problem = nameProblem(kind, joined(kind, env, parts));
    if (problem) yield { path, rule: problem, remedy: "Shorten it" };
  }
}
