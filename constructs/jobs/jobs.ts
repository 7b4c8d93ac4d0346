import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { JobsConfig } from "./config.ts";
import { Job } from "./job.ts";
import { JobNamespace } from "./namespace.ts";
import { Priorities } from "./priorities.ts";
import type { JobSurroundings } from "./surroundings.ts";

export interface JobsProps extends Omit<JobSurroundings, "definitions" | "image"> {
  readonly config: JobsConfig;
  /** What must stand before anything can run: the pools of nodes. */
  readonly after: ITerraformDependable;
}

/** The namespace of jobs, and every definition as a job in it. */
export class Jobs extends Construct {
  /** The Kubernetes namespace that they run in. */
  readonly namespace: string;

  constructor(scope: Construct, id: string, props: JobsProps) {
    super(scope, id);
    const { suspended, definitions, quota, image } = props.config;
    const { namespace } = new JobNamespace(this, "namespace", { name: "jobs", quota });
    this.namespace = namespace;
    const priorities = new Priorities(this, "priorities", `${props.context.platform}-jobs`);
    const jobs = new Construct(this, "definitions");
    for (const [name, definition] of Object.entries(definitions)) {
      const priorityClass = priorities.of(definition);
      new Job(jobs, name, { ...props, definitions, image, name, definition, suspended, namespace, priorityClass });
    }
  }
}
