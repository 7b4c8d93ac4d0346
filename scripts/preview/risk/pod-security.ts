import { isUnknown, type PlannedChange } from "../plan/planned-change.ts";
import { first, isValues, type Values } from "../plan/values.ts";

/** From what lets pods do everything (https://kubernetes.io/docs/concepts/security/pod-security-standards/). */
const levels = ["privileged", "baseline", "restricted"];
const label = "pod-security.kubernetes.io/enforce";

/** A namespace that enforces less of its pods than before. Where no label says which, everything is allowed. */
export function loosenedPodSecurity(change: PlannedChange): string[] {
  const { type, action, before, after } = change;
  if (!/^kubernetes_namespace(_v1)?$/.test(type) || action !== "update") return [];
  const later = isUnknown(change, "metadata.labels");
  return levelOf(before) > (later ? 0 : levelOf(after))
    ? [`${label} is loosened: pods may do what they were refused, up to reaching their node`]
    : [];
}

function levelOf(values: Values | undefined): number {
  const labels = first(values, "metadata.labels");
  return Math.max(0, levels.indexOf(String(isValues(labels) ? labels[label] : undefined)));
}
