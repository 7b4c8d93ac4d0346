import type { PlannedChange } from "../preview/plan/planned-change.ts";
import { at, first, texts, type Values } from "../preview/plan/values.ts";
import { kubernetesObject } from "../preview/risk/kubernetes-object.ts";
import type { Sighting } from "./policy.ts";

type Seen = Omit<Sighting, "address">;

/** Rights that are all, or with which one gives oneself all (Kubernetes documentation, "RBAC Good Practices", privilege escalation risks). */
const powers = [
  { group: "*", resources: ["*"], verbs: ["*"] },
  { group: "rbac.authorization.k8s.io", resources: ["roles", "clusterroles"], verbs: ["escalate", "bind"] },
  { group: "", resources: ["users", "groups", "serviceaccounts"], verbs: ["impersonate"] },
];

/** Who needs no credential, and who needs any (Kubernetes documentation, "Authenticating"). */
const strangers = new Set(["User system:anonymous", "Group system:unauthenticated"]);
const everybody = new Set(["Group system:authenticated", "Group system:serviceaccounts"]);

/** Kubernetes gives these to everybody itself (Kubernetes documentation, "Using RBAC Authorization", API discovery roles). */
const commonRoles = new Set(["system:public-info-viewer", "system:discovery", "system:basic-user"]);

/** Roles that hold all rights in a cluster, and bindings that give them. In a namespace of its own, it is told. */
export function clusterAdmin(change: PlannedChange): Seen[] {
  const { type, action, before, after } = kubernetesObject(change);
  if (action === "delete") return [];
  if (type === "kubernetes_cluster_role" || type === "kubernetes_role") {
    const were = powersOf(before);
    if (powersOf(after).every((power) => were.includes(power))) return [];
    return type === "kubernetes_role"
      ? [{ what: "It gives all rights in its namespace, or the right to give them", severity: "warn" }]
      : [{ what: "It gives all rights in the cluster, or the right to give them" }];
  }
  const binds = (values: Values | undefined) => first(values, "role_ref.name") === "cluster-admin";
  const isNew = binds(after) && (!binds(before) || added(before, after).length > 0);
  return isBinding(type) && isNew ? [{ what: "It gives all rights in the cluster" }] : [];
}

/** Bindings to callers whom nobody has named. */
export function openBindings(change: PlannedChange): Seen[] {
  const { type, action, before, after } = kubernetesObject(change);
  if (action === "delete" || !isBinding(type) || commonRoles.has(String(first(after, "role_ref.name")))) return [];
  const subjects = added(before, after);
  if (subjects.some((subject) => strangers.has(subject)))
    return [{ what: "It gives rights to whoever calls the cluster, without any credential" }];
  if (!subjects.some((subject) => everybody.has(subject))) return [];
  return type === "kubernetes_role_binding"
    ? [{ what: "It gives rights in its namespace to every identity of the cluster, or every pod", severity: "warn" }]
    : [{ what: "It gives rights to every identity of the cluster, or every pod" }];
}

function isBinding(type: string): boolean {
  return type === "kubernetes_cluster_role_binding" || type === "kubernetes_role_binding";
}

function powersOf(values: Values | undefined): (typeof powers)[number][] {
  return powers.filter(({ group, resources, verbs }) =>
    // One that names its objects gives no right over the others.
    at(values, "rule").some(
      (rule) =>
        at(rule, "resource_names").length === 0 &&
        names(rule, "api_groups", [group]) &&
        names(rule, "resources", resources) &&
        names(rule, "verbs", verbs),
    ),
  );
}

/** Whether a rule names one of these. The core group's name is empty. */
function names(rule: unknown, path: string, wanted: readonly string[]): boolean {
  const found = Object(rule)[path];
  return texts(found).some((name) => name === "*" || wanted.includes(name));
}

/** Subjects that were not given this role before. */
function added(before: Values | undefined, after: Values | undefined): string[] {
  const same = first(before, "role_ref.name") === first(after, "role_ref.name");
  const had = new Set(same ? subjectsOf(before) : []);
  return subjectsOf(after).filter((subject) => !had.has(subject));
}

function subjectsOf(values: Values | undefined): string[] {
  return at(values, "subject").map((subject) =>
    ["kind", "namespace", "name"].flatMap((name) => at(subject, name).flatMap(texts)).join(" "),
  );
}
