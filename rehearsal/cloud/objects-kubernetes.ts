import { CREATED_AT } from "./fill.ts";
import type { Draft, ObjectKind } from "./kind.ts";

const NAMESPACED = "{metadata.0.namespace|default}";

/** What kubectl's server adds to any object's metadata. */
const metadata: NonNullable<ObjectKind["fills"]> = {
  "metadata.generation": () => 1,
  "metadata.name": (draft) => draft.render("{metadata.0.generate_name}") + draft.renderAs("generated", "{chars5}"),
  "metadata.namespace": "default",
  "metadata.resource_version": (draft) => String(1000 + draft.number("resource_version", 900_000)),
  "metadata.uid": "{uuid}",
};

const namespaced: ObjectKind = {
  id: `${NAMESPACED}.{metadata.0.name}`,
  fills: { ...metadata, id: `${NAMESPACED}/{metadata.0.name}` },
  taken: "AlreadyExists",
  import: `${NAMESPACED}/{metadata.0.name}`,
};

const clusterWide: ObjectKind = {
  id: "{metadata.0.name}",
  fills: { ...metadata, id: "{metadata.0.name}" },
  taken: "AlreadyExists",
  import: "{metadata.0.name}",
};

/** Types of objects outside any namespace; the version's suffix left out. */
const CLUSTER_WIDE = new Set([
  "kubernetes_api_service",
  "kubernetes_certificate_signing_request",
  "kubernetes_cluster_role",
  "kubernetes_cluster_role_binding",
  "kubernetes_csi_driver",
  "kubernetes_ingress_class",
  "kubernetes_mutating_webhook_configuration",
  "kubernetes_namespace",
  "kubernetes_node_taint",
  "kubernetes_persistent_volume",
  "kubernetes_priority_class",
  "kubernetes_runtime_class",
  "kubernetes_storage_class",
  "kubernetes_validating_webhook_configuration",
]);

const RELEASE: ObjectKind = {
  id: `{namespace|default}.{name}`,
  fills: {
    id: "{name}",
    manifest: "{}",
    metadata: releaseMetadata,
    namespace: "default",
    resources: () => ({}),
    status: "deployed",
    version: "0.1.0",
  },
  taken: "cannot re-use a name that is still in use",
  changing: { metadata: [], manifest: [], resources: [] },
  import: "{namespace|default}/{name}",
};

const POD = "spec.template.spec.service_account_name";
/** Where objects with pods name the service account these run under. */
const SERVICE_ACCOUNT: Readonly<Record<string, string>> = {
  cron_job: "spec.job_template.spec.template.spec.service_account_name",
  daemonset: POD,
  deployment: POD,
  job: POD,
  pod: "spec.service_account_name",
  stateful_set: POD,
};

export function kubernetesKind(type: string): ObjectKind {
  if (type === "helm_release") return RELEASE;
  if (isClusterWide(type)) return clusterWide;
  const account = serviceAccountPath(type);
  return account === undefined ? namespaced : { ...namespaced, fills: { ...namespaced.fills, [account]: "default" } };
}

export function isClusterWide(type: string): boolean {
  return CLUSTER_WIDE.has(withoutVersion(type));
}

/** The path at which an object with pods names its service account; none for any other object. */
export function serviceAccountPath(type: string): string | undefined {
  return SERVICE_ACCOUNT[withoutVersion(type).replace("kubernetes_", "")];
}

function withoutVersion(type: string): string {
  return type.replace(/_v\d+(alpha\d+|beta\d+)?$/, "");
}

function releaseMetadata(draft: Draft) {
  const chart = String(draft.at("chart")).split("/").at(-1) ?? "";
  const deployed = Date.parse(CREATED_AT) / 1000;
  return {
    app_version: "",
    chart,
    first_deployed: deployed,
    last_deployed: deployed,
    name: draft.at("name"),
    namespace: draft.at("namespace"),
    notes: "",
    revision: 1,
    values: "{}",
    version: draft.at("version"),
  };
}
