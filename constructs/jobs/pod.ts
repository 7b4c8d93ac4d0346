import type {
  CronJobV1SpecJobTemplateSpecTemplate,
  CronJobV1SpecJobTemplateSpecTemplateSpec,
  CronJobV1SpecJobTemplateSpecTemplateSpecContainer,
} from "@cdktf/provider-kubernetes/lib/cron-job-v1/index.js";
import { jobTaint, poolLabel } from "../support/job-nodes.ts";
import type { JobConfig } from "./config.ts";
import { environmentOf } from "./container-env.ts";
import { contractFolder } from "./contract-file.ts";
import type { JobSurroundings } from "./surroundings.ts";

export interface PodProps {
  readonly definition: JobConfig;
  readonly surroundings: JobSurroundings;
  readonly labels: Readonly<Record<string, string>>;
  readonly serviceAccount: string;
  readonly priorityClass: string;
  /** The config map with the contract, and the hash of what it says; none for a container that is not our program. */
  readonly contract: { readonly configMap: string; readonly hash: string } | undefined;
}

/** The container's name, which the failure policy refers to. */
export const containerName = "job";

/** The image's unprivileged user; files on its volumes are its group's. */
const user = "1000";

/**
 * Seconds that a run has to end in good order once it is told to. EC2 takes a spot instance back two minutes after it says
 * so (Amazon EC2 user guide, "Spot Instance interruption notices"); the rest is for the node.
 */
const secondsToEnd = 90;

/** The pod of one run: it passes the restricted pod security standard, and can write to its scratch volume only. */
export function podTemplate(props: PodProps): CronJobV1SpecJobTemplateSpecTemplate {
  const { definition, labels, serviceAccount, priorityClass, contract } = props;
  return {
    metadata: { labels, annotations: annotations(contract?.hash) },
    spec: {
      restartPolicy: "Never",
      terminationGracePeriodSeconds: secondsToEnd,
      priorityClassName: priorityClass,
      nodeSelector: { [poolLabel]: definition.capacity },
      toleration: [{ ...jobTaint, operator: "Exists" }],
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
      container: [container(props)],
      volume: volumes(definition, contract?.configMap),
    },
  };
}

/** A changed contract changes the definition, so that the next run's pod is a new one. A run is not moved to save a node. */
function annotations(contractHash: string | undefined): Record<string, string> {
  const stay = { "karpenter.sh/do-not-disrupt": "true" };
  return contractHash === undefined ? stay : { ...stay, "plinth/contract-sha256": contractHash };
}

function container({
  definition,
  surroundings,
  contract,
}: PodProps): CronJobV1SpecJobTemplateSpecTemplateSpecContainer {
  return {
    name: containerName,
    image: imageOf(definition, surroundings),
    imagePullPolicy: "IfNotPresent",
    command: commandOf(definition),
    env: environmentOf(definition, surroundings),
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
      ...(contract ? [{ name: "contract", mountPath: contractFolder, readOnly: true }] : []),
    ],
  };
}

function imageOf({ image, kind }: JobConfig, surroundings: JobSurroundings): string {
  const found = image ?? surroundings.image;
  if (found !== undefined) return found;
  throw new Error(`No image is declared for a job of kind ${kind}.`);
}

/** None where the image says itself what it starts. */
function commandOf(definition: JobConfig): string[] | undefined {
  if (definition.kind !== "container") return ["node", "jobs/main.ts", definition.kind];
  return definition.command && [...definition.command];
}

function volumes(
  { scratch }: JobConfig,
  configMap: string | undefined,
): CronJobV1SpecJobTemplateSpecTemplateSpec["volume"] {
  const work = { name: "scratch", emptyDir: { sizeLimit: scratch } };
  return configMap ? [work, { name: "contract", configMap: { name: configMap } }] : [work];
}
