import type { PlannedChange } from "../plan/planned-change.ts";
import { first, isValues } from "../plan/values.ts";

/** Lists of the Kubernetes API that the provider's types write as blocks of one name. */
const blocks = new Map(
  Object.entries({
    containers: "container",
    init_containers: "init_container",
    volumes: "volume",
    ports: "port",
    sysctls: "sysctl",
    rules: "rule",
    subjects: "subject",
  }),
);

/** The type's name without its version: `kubernetes_cron_job` is `kubernetes_cron_job_v1`. Other providers' names stay as they are. */
export function unversioned(type: string): string {
  return type.startsWith("kubernetes_") ? type.replace(/_v\d$/, "") : type;
}

/** A change of a Kubernetes object as that of its own type without version, also where a manifest declares it. */
export function kubernetesObject(change: PlannedChange): PlannedChange {
  if (change.type !== "kubernetes_manifest") return { ...change, type: unversioned(change.type) };
  const { before, after, unknown } = change;
  const kind = String(first(after ?? before, "manifest.kind"));
  const [was, is, later] = [before, after, unknown].map((values) => written(first(values, "manifest")));
  return {
    ...change,
    type: `kubernetes_${snake(kind)}`,
    before: isValues(was) && was.kind === kind ? was : undefined,
    after: isValues(is) ? is : undefined,
    unknown: later,
  };
}

/** A manifest's names as the provider's types write them. */
function written(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(written);
  if (!isValues(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [blocks.get(snake(name)) ?? snake(name), written(item)]),
  );
}

function snake(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, "$1_$2").toLowerCase();
}
