import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1/index.js";
import { CronJobV1, type CronJobV1SpecJobTemplateSpec } from "@cdktf/provider-kubernetes/lib/cron-job-v1/index.js";
import { Fn, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { accessOf } from "../support/topic-access.ts";
import type { JobConfig } from "./config.ts";
import { contractDocument } from "./contract-document.ts";
import { JobIdentity } from "./job-identity.ts";
import { JobNetwork } from "./job-network.ts";
import { jobStatements } from "./job-policy.ts";
import { containerName, type PodProps, podTemplate } from "./pod.ts";
import type { JobSurroundings } from "./surroundings.ts";

export interface JobProps extends JobSurroundings {
  readonly name: string;
  readonly definition: JobConfig;
  /** Keeps the schedule from starting anything. */
  readonly suspended: boolean;
  readonly namespace: string;
  readonly priorityClass: string;
  /** What must stand before a run can start. */
  readonly after: ITerraformDependable;
}

/** Seconds that a start may come late. Kubernetes gives up a schedule for good after 100 missed starts without a limit. */
const startingDeadlineSeconds = 3600;
/** Seconds that a finished run and its log stay to be looked at. */
const keepFinishedSeconds = 3 * 86_400;
const keptRuns = 3;
/** What stands for no schedule: New Year. */
const never = "0 0 1 1 *";

/** A definition as a CronJob of its own identity: one run at a time, ended at its deadline, retried where that can help. */
export class Job extends Construct {
  constructor(scope: Construct, id: string, props: JobProps) {
    super(scope, id);
    const { name, definition, namespace, priorityClass } = props;
    const labels = labelsOf(props);
    const statements = jobStatements(name, definition, props);
    const { description } = definition;
    const { serviceAccount } = new JobIdentity(this, "identity", { ...props, description, statements });
    const peers = { credentials: statements.length > 0, brokerCidrs: usesTopics(props) ? props.kafka.brokerCidrs : [] };
    const { policy } = new JobNetwork(this, "network", { name, namespace, podLabels: namedOf(props), peers });
    const contract = createContract(this, props);
    const pod = { definition, surroundings: props, labels, serviceAccount, priorityClass, contract };
    new CronJobV1(this, "cron-job", {
      metadata: { name, namespace, labels, annotations: { "plinth/description": description } },
      spec: {
        ...scheduleOf(props),
        concurrencyPolicy: "Forbid",
        startingDeadlineSeconds,
        successfulJobsHistoryLimit: keptRuns,
        failedJobsHistoryLimit: keptRuns,
        jobTemplate: { metadata: { labels }, spec: run(definition, pod) },
      },
      // A run that starts before its ways out are open fails for want of them.
      dependsOn: [policy, props.after],
    });
  }
}

/** Kubernetes asks every CronJob for a schedule; a suspended one starts nothing by it. */
function scheduleOf({ definition, suspended }: JobProps) {
  const { schedule, timeZone } = definition;
  return { schedule: schedule ?? never, timezone: timeZone, suspend: suspended || schedule === undefined };
}

function usesTopics({ name, topics }: JobProps): boolean {
  const { produces, consumes } = accessOf(name, topics);
  return produces.length + consumes.length > 0;
}

/** By which the job's pods are found. */
function namedOf({ name }: JobProps): Record<string, string> {
  return { "app.kubernetes.io/name": name };
}

function labelsOf(props: JobProps): Record<string, string> {
  return {
    ...namedOf(props),
    "app.kubernetes.io/component": props.definition.kind,
    "app.kubernetes.io/part-of": props.context.platform,
  };
}

/** The contract of a job that runs our program. */
function createContract(scope: Construct, props: JobProps): PodProps["contract"] {
  const { name, definition, namespace } = props;
  if (definition.kind === "container") return undefined;
  const document = contractDocument(name, definition, props);
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
