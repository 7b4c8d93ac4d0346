import type {
  CronJobV1SpecJobTemplateSpecTemplate,
  CronJobV1SpecJobTemplateSpecTemplateSpec,
  CronJobV1SpecJobTemplateSpecTemplateSpecContainer,
} from "@cdktf/provider-kubernetes/lib/cron-job-v1/index.js";
import type { JobConfig } from "./config.ts";

export interface PodProps {
  readonly definition: JobConfig;
  readonly labels: Readonly<Record<string, string>>;
  readonly serviceAccount: string;
  /** The config map with the contract, and the hash of what it says; none for a container that is not our program. */
  readonly contract: { readonly configMap: string; readonly hash: string } | undefined;
}

/** The container's name, which the failure policy refers to. */
export const containerName = "job";

const contractFolder = "/etc/plinth";
/** The image's unprivileged user; files on its volumes are its group's. */
const user = "1000";

/** The pod of one run: it passes the restricted pod security standard, and can write to its scratch volume only. */
export function podTemplate({
  definition,
  labels,
  serviceAccount,
  contract,
}: PodProps): CronJobV1SpecJobTemplateSpecTemplate {
  return {
    // A changed contract changes the definition, so that the next run's pod is a new one.
    metadata: { labels, annotations: contract ? { "plinth/contract-sha256": contract.hash } : {} },
    spec: {
      restartPolicy: "Never",
      serviceAccountName: serviceAccount,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: user,
        runAsGroup: user,
        fsGroup: user,
        seccompProfile: { type: "RuntimeDefault" },
      },
      container: [container(definition, contract !== undefined)],
      volume: volumes(definition, contract?.configMap),
    },
  };
}

function container(definition: JobConfig, ours: boolean): CronJobV1SpecJobTemplateSpecTemplateSpecContainer {
  return {
    name: containerName,
    image: definition.image,
    imagePullPolicy: "IfNotPresent",
    ...(ours ? program(definition) : {}),
    resources: {
      requests: { ...definition.requests, "ephemeral-storage": definition.scratch },
      limits: { ...definition.limits, "ephemeral-storage": definition.scratch },
    },
    securityContext: {
      allowPrivilegeEscalation: false,
      privileged: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      capabilities: { drop: ["ALL"] },
    },
    volumeMount: [
      { name: "scratch", mountPath: "/tmp" },
      ...(ours ? [{ name: "contract", mountPath: contractFolder, readOnly: true }] : []),
    ],
  };
}

function program({ kind }: JobConfig) {
  return {
    command: ["node", "jobs/main.ts", kind],
    env: [
      { name: "PLINTH_CONTRACT", value: `${contractFolder}/contract.json` },
      // The same for every retry of a run: Kubernetes labels pods with the Job they belong to.
      {
        name: "PLINTH_RUN_ID",
        valueFrom: { fieldRef: { fieldPath: "metadata.labels['batch.kubernetes.io/job-name']" } },
      },
    ],
  };
}

function volumes(
  { scratch }: JobConfig,
  configMap: string | undefined,
): CronJobV1SpecJobTemplateSpecTemplateSpec["volume"] {
  const work = { name: "scratch", emptyDir: { sizeLimit: scratch } };
  return configMap ? [work, { name: "contract", configMap: { name: configMap } }] : [work];
}
