import { Construct } from "constructs";
import type { JobsConfig } from "./config.ts";
import { Job } from "./job.ts";
import { JobNamespace } from "./namespace.ts";
import type { JobSurroundings } from "./surroundings.ts";

export interface JobsProps extends JobSurroundings {
  readonly config: JobsConfig;
}

/** The namespace of jobs, and every definition as a job in it. */
export class Jobs extends Construct {
  /** The Kubernetes namespace that they run in. */
  readonly namespace: string;

  constructor(scope: Construct, id: string, props: JobsProps) {
    super(scope, id);
    const { suspended, definitions } = props.config;
    const { namespace } = new JobNamespace(this, "namespace", "jobs");
    this.namespace = namespace;
    const jobs = new Construct(this, "definitions");
    for (const [name, definition] of Object.entries(definitions)) {
      new Job(jobs, name, { ...props, name, definition, suspended, namespace });
    }
  }
}
