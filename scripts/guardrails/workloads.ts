import { isUnknown, type PlannedChange } from "../preview/plan/planned-change.ts";
import { at, first, numberOf, texts } from "../preview/plan/values.ts";
import { isPinnedImage, looseChartImages, unpinnedChart } from "./charts.ts";
import { guarded, type Policy } from "./policy.ts";

type Where = ReadonlyMap<string, string>;

/** Kinds whose pods are ours, and where their template lies. */
const templates: Where = new Map(
  Object.entries({
    kubernetes_cron_job: "spec.job_template.spec.template",
    kubernetes_job: "spec.template",
    kubernetes_deployment: "spec.template",
    kubernetes_replica_set: "spec.template",
    kubernetes_replication_controller: "spec.template",
    kubernetes_stateful_set: "spec.template",
    kubernetes_daemonset: "spec.template",
    kubernetes_daemon_set: "spec.template",
    kubernetes_pod: "",
  }),
);
const deadlines: Where = new Map(
  Object.entries({
    kubernetes_cron_job: "spec.job_template.spec.active_deadline_seconds",
    kubernetes_job: "spec.active_deadline_seconds",
  }),
);

export const workloads: readonly Policy[] = [
  {
    id: "image-unpinned",
    risk: "R4",
    severity: guarded,
    why: "What runs tomorrow may not be what was reviewed today",
    remedy: "Name the image by its digest (`…@sha256:…`), the chart by its version",
    look: (change, view) => {
      if (change.after === undefined || change.action === "delete") return [];
      return change.type === "helm_release"
        ? [...unpinnedChart(change, view), ...looseImages(looseChartImages(change, view))]
        : looseImages(loosePodImages(change));
    },
  },
  {
    id: "job-without-deadline",
    risk: "R2",
    severity: "warn",
    why: "A run that hangs holds its lease and its nodes until somebody notices",
    remedy: "Give the job a deadline, longer than its longest good run",
    look: (change) => {
      const path = pathOf(deadlines, change);
      if (path === undefined || change.after === undefined || change.action === "delete" || isUnknown(change, path))
        return [];
      const set = (values: PlannedChange["after"]) => at(values, path).some((value) => (numberOf(value) ?? 0) > 0);
      const was = change.action === "update" && !set(change.before);
      return set(change.after) || was ? [] : ["Its runs have no deadline"];
    },
  },
  {
    id: "job-overlaps",
    risk: "R2",
    severity: "warn",
    why: "Two runs at once do the same work twice, or one waits on a node for the other to end",
    remedy: "Set the concurrency policy to `Forbid`",
    look: (change) => {
      if (!/^kubernetes_cron_job(_v\d)?$/.test(change.type) || change.after === undefined) return [];
      const path = "spec.concurrency_policy";
      // Kubernetes API reference, CronJobSpec: where nothing is set, runs may overlap.
      const overlaps = (values: PlannedChange["after"]) => (first(values, path) ?? "Allow") === "Allow";
      if (change.action === "delete" || isUnknown(change, path) || !overlaps(change.after)) return [];
      return change.action === "update" && overlaps(change.before) ? [] : ["A run of it may start beside another"];
    },
  },
];

function looseImages(count: number): string[] {
  return count > 0 ? [`${count === 1 ? "An image is" : `${count} images are`} not named by digest`] : [];
}

function loosePodImages({ type, before, after }: PlannedChange): number {
  const old = new Set(podImages(type, before));
  return podImages(type, after).filter((image) => !isPinnedImage(image) && !old.has(image)).length;
}

function podImages(type: string, values: PlannedChange["after"]): string[] {
  const spec = podSpecPath(type);
  if (spec === undefined) return [];
  return ["container.image", "init_container.image"].flatMap((path) => at(values, `${spec}.${path}`).flatMap(texts));
}

/** Where a kind says what its pods are. */
export function podSpecPath(type: string): string | undefined {
  const template = pathOf(templates, { type });
  return template === "" ? "spec" : template && `${template}.spec`;
}

/** A kind stands under its name without version. */
function pathOf(paths: Where, { type }: Pick<PlannedChange, "type">): string | undefined {
  return paths.get(type.replace(/_v\d$/, ""));
}
