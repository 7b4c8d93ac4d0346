import { parse } from "yaml";
import type { PlannedChange } from "../../plan/planned-change.ts";
import { at, first, texts, type Values } from "../../plan/values.ts";

/** Whether a change gives an identity of AWS all rights in the cluster (EKS user guide, "Grant IAM users access to Kubernetes with a ConfigMap"). */
export function addsMasters({ type, before, after }: PlannedChange): boolean {
  if (!/^kubernetes_config_map(_v1)?(_data)?$/.test(type) || first(after, "metadata.name") !== "aws-auth") return false;
  const old = masters(before);
  return masters(after).some((entry) => !old.includes(entry));
}

/** The identities of `system:masters`; of a map that cannot be read, its text. */
function masters(values: Values | undefined): string[] {
  return ["data.mapRoles", "data.mapUsers"]
    .flatMap((path) => at(values, path).flatMap(texts))
    .filter((text) => text.includes("system:masters"))
    .flatMap(identities);
}

function identities(text: string): string[] {
  try {
    const entries: unknown[] = [parse(text)].flat();
    return entries
      .filter((entry) => at(entry, "groups").includes("system:masters"))
      .flatMap((entry) => [...at(entry, "rolearn"), ...at(entry, "userarn")].map(String));
  } catch {
    return [text];
  }
}
