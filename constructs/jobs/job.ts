import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1/index.js";
import { CronJobV1, type CronJobV1SpecJobTemplateSpec } from "@cdktf/provider-kubernetes/lib/cron-job-v1/index.js";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { JobConfig } from "./config.ts";
import { contractDocument } from "./contract-document.ts";
import { JobIdentity } from "./job-identity.ts";
import { jobStatements } from "./job-policy.ts";
import { containerName, type PodProps, podTemplate } from "./pod.ts";
import type { JobSurroundings } from "./surroundings.ts";

export interface JobProps extends JobSurroundings {
  readonly name: string;
  readonly definition: JobConfig;
  /** Keeps the schedule from starting anything. */
  readonly suspended: boolean;
  readonly namespace: string;
}

/** Seconds that a start may come late. Kubernetes gives up a schedule for good after 100 missed starts without a limit. */
const startingDeadlineSeconds = 3600;
/** Seconds that a finished run and its log stay to be looked at. */
const keepFinishedSeconds = 3 * 86_400;
const keptRuns = 3;

/** A definition as a CronJob of its own identity: one run at a time, ended at its deadline, retried where that can help. */
export class Job extends Construct {
  constructor(scope: Construct, id: string, props: JobProps) {
    super(scope, id);
    const { name, definition, namespace } = props;
    const labels = labelsOf(props);
    const statements = jobStatements(name, definition, props);
    const { description } = definition;
    const identity = new JobIdentity(this, "identity", { ...props, description, statements });
    const pod = { definition, labels, serviceAccount: identity.serviceAccount, contract: createContract(this, props) };
    new CronJobV1(this, "cron-job", {
      metadata: { name, namespace, labels, annotations: { "plinth/description": description } },
      spec: {
        schedule: definition.schedule,
        timezone: definition.timeZone,
        suspend: props.suspended,
        concurrencyPolicy: "Forbid",
        startingDeadlineSeconds,
        successfulJobsHistoryLimit: keptRuns,
        failedJobsHistoryLimit: keptRuns,
        jobTemplate: { metadata: { labels }, spec: run(definition, pod) },
      },
    });
  }
}

function labelsOf({ context, name, definition }: JobProps): Record<string, string> {
  return {
    "app.kubernetes.io/name": name,
    "app.kubernetes.io/component": definition.kind,
    "app.kubernetes.io/part-of": context.platform,
  };
}

/** The contract of a job that runs our program. */
function createContract(scope: Construct, props: JobProps): PodProps["contract"] {
  const { name, definition, namespace } = props;
  if (definition.kind === "container") return undefined;
  const document = contractDocument(name, definition.kind, definition, props);
  const map = new ConfigMapV1(scope, "contract", {
    metadata: { name: `${name}-contract`, namespace, labels: labelsOf(props) },
    data: { "contract.json": `${JSON.stringify(document, null, 2)}\n` },
  });
  return { configMap: map.metadata.name, hash: Fn.sha256(Fn.lookup(map.data, "contract.json", "")) };
}

/**
 * Our program's exit code 1 is a failure that a retry would repeat, and a pod that its node lost did not fail at all; any
 * other failure counts toward the retries.
 */
function run(definition: JobConfig, pod: PodProps): CronJobV1SpecJobTemplateSpec {
  return {
    backoffLimit: definition.retries,
    activeDeadlineSeconds: definition.deadlineMinutes * 60,
    ttlSecondsAfterFinished: String(keepFinishedSeconds),
    podFailurePolicy: {
      rule: [
        { action: "Ignore", onPodCondition: [{ type: "DisruptionTarget", status: "True" }] },
        { action: "FailJob", onExitCodes: { containerName, operator: "In", values: [1] } },
      ],
    },
    template: podTemplate(pod),
  };
}
