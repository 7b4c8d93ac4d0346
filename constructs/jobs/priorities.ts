import { PriorityClassV1 } from "@cdktf/provider-kubernetes/lib/priority-class-v1/index.js";
import { Construct } from "constructs";
import type { JobConfig } from "./config.ts";

/** What consumers wait for goes before everything else; values are far below those of Kubernetes' own, a thousand million and more. */
const classes = {
  first: { value: 100_000, preemptionPolicy: "PreemptLowerPriority", about: "Jobs whose result consumers wait for" },
  other: { value: 1000, preemptionPolicy: "Never", about: "Jobs that can wait until there is room" },
} as const;

type Priority = keyof typeof classes;

const priorityOf: Readonly<Record<JobConfig["kind"], Priority>> = {
  publish: "first",
  backfill: "first",
  ingest: "other",
  transform: "other",
  maintenance: "other",
  container: "other",
};

/** Which job's pods go first where there is not room for all. */
export class Priorities extends Construct {
  readonly #names: Readonly<Record<Priority, string>>;

  /** Classes belong to the cluster, not to a namespace: `prefix` starts their names. */
  constructor(scope: Construct, id: string, prefix: string) {
    super(scope, id);
    const create = (name: Priority) => {
      const { value, preemptionPolicy, about } = classes[name];
      return new PriorityClassV1(this, name, {
        metadata: { name: `${prefix}-${name}` },
        value,
        preemptionPolicy,
        description: about,
      }).metadata.name;
    };
    this.#names = { first: create("first"), other: create("other") };
  }

  /** The class of a job's pods. */
  of({ kind }: Pick<JobConfig, "kind">): string {
    return this.#names[priorityOf[kind]];
  }
}
