import type { Breach } from "../../constructs/support/rule.ts";
import { each } from "../../constructs/support/soundness.ts";
import type { Environment } from "../environment.ts";

/** Who produces and consumes must exist: each is an IAM role, of identity.roles or of a job. */
export function* topicIdentities(env: Environment): Iterable<Breach> {
  const known = [...Object.keys(env.identity.roles), ...Object.keys(env.jobs.definitions)];
  function* unknownRole(role: string, path: (string | number)[]): Iterable<Breach> {
    if (known.includes(role)) return;
    yield {
      path,
      rule: `it must be a role of identity.roles or a job (${known.join(", ") || "there is none"})`,
      remedy: known.length > 0 ? "Name one of them or declare the role" : "Declare the role",
    };
  }
  yield* each(env.streaming.topics, function* (topic, name) {
    const at = ["streaming", "topics", name];
    yield* each(topic.producers, (role, index) => unknownRole(role, [...at, "producers", index]));
    yield* each(topic.consumers, function* (roles, group) {
      yield* each(roles, (role, index) => unknownRole(role, [...at, "consumers", group, index]));
    });
  });
}

/** IAM roles that the platform has of its own: those that run Terraform and its jobs, those of network and cluster, and that of file loads. */
const platformRoles = [
  "deploy",
  "flow-logs",
  "plan",
  "runner",
  "snowflake-files",
  "workers-cluster",
  "workers-cni",
  "workers-karpenter",
  "workers-karpenter-nodes",
  "workers-nodes",
];

export function* ownRoles(env: Environment): Iterable<Breach> {
  const places: Record<string, () => object> = {
    "identity.roles": () => env.identity.roles,
    "jobs.definitions": () => env.jobs.definitions,
  };
  yield* each(places, function* (names, place) {
    for (const name of Object.keys(names())) {
      if (!platformRoles.includes(name)) continue;
      yield {
        path: [...place.split("."), name],
        aboutName: true,
        rule: `it must not be the name of one of the platform's own IAM roles (${platformRoles.join(", ")})`,
        remedy: "Choose another name",
      };
    }
  });
}

export function* roleOrJob(env: Environment): Iterable<Breach> {
  for (const name of Object.keys(env.identity.roles)) {
    if (!Object.hasOwn(env.jobs.definitions, name)) continue;
    yield {
      path: ["identity", "roles", name],
      also: [["jobs", "definitions", name]],
      aboutName: true,
      rule: "it must not have the name of a job (each job has an IAM role of its own name)",
      remedy: "Rename one of the two",
    };
  }
}
