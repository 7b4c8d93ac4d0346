import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Block } from "../schema/schema.ts";
import type { Values } from "../value.ts";
import type { Account, Change, Operation } from "./account.ts";
import { type Finding, Refusal } from "./cloud.ts";
import type { Setting } from "./draft.ts";
import type { ObjectKind } from "./kind.ts";
import { checkAccess, tokenRole } from "./kubernetes-access.ts";
import { kubernetesKind, serviceAccountPath } from "./objects-kubernetes.ts";
import { textAt, textsAt } from "./paths.ts";
import { refuse } from "./rule.ts";
import type { Store } from "./store.ts";

/** Namespaces that every cluster has. */
const BUILT_IN = new Set(["default", "kube-node-lease", "kube-public", "kube-system"]);

/** One Kubernetes cluster, found by the endpoint that the simulated EKS gave it. */
export class KubernetesAccount implements Account {
  private readonly store: Store;
  private host: string | undefined;
  private role: string | undefined;

  constructor(store: Store) {
    this.store = store;
  }

  configure(config: Values): Finding[] {
    this.host = textAt(config, "host") ?? textAt(config, "kubernetes.host");
    this.role = tokenRole([...textsAt(config, "exec.args"), ...textsAt(config, "kubernetes.exec.args")]);
    return [];
  }

  kind(type: string): ObjectKind {
    return kubernetesKind(type);
  }

  setting(): Setting {
    return { names: {}, found: (type, id) => this.store.get(this.folder(type), id)?.values ?? null };
  }

  folder(type: string): string {
    return `${this.cluster()}/${type}`;
  }

  folders(type: string): string[] {
    return [this.folder(type)];
  }

  plan(_schema: Block, planned: Values): Values {
    return planned;
  }

  authorize(operation: Operation, type: string): void {
    const { place, name } = this.found();
    if (this.role !== undefined) checkAccess(this.store, place, name, this.role, { operation, type });
  }

  check(change: Change): void {
    const values = change.asked;
    if (values === null) return;
    const namespace = textAt(values, change.type === "helm_release" ? "namespace" : "metadata.namespace");
    const made = change.type === "helm_release" && values.create_namespace === true;
    if (namespace !== undefined && !made) this.requireNamespace(change, namespace);
    if (change.type === "helm_release") requireChart(change, values);
    // Jobs without their service account stay pending in a real cluster and time out.
    for (const account of textsAt(values, serviceAccountPath(change.type) ?? "-")) {
      this.requireServiceAccount(change, namespace ?? "default", account);
    }
  }

  follow(change: Change): void {
    const namespace =
      change.type.startsWith("kubernetes_namespace") && change.operation === "delete" ? change.id : undefined;
    if (namespace === undefined) return;
    for (const type of this.store.types(this.cluster())) {
      for (const { id, values } of this.store.list(this.folder(type))) {
        if (isWithin(values, namespace)) this.store.remove(this.folder(type), id);
      }
    }
  }

  readData(type: string, _schema: Block, _config: Values): Values {
    throw new Refusal(
      `reading data ${type}`,
      `the simulated cloud has no data source ${type}. Pass the value in instead.`,
    );
  }

  private requireNamespace(change: Change, namespace: string): void {
    if (BUILT_IN.has(namespace) || this.exists("kubernetes_namespace", namespace)) return;
    refuse(change, "NotFound", `namespaces "${namespace}" not found. Create the namespace first.`);
  }

  private requireServiceAccount(change: Change, namespace: string, account: string): void {
    if (account === "default" || this.exists("kubernetes_service_account", `${namespace}.${account}`)) return;
    refuse(
      change,
      "Forbidden",
      `error looking up service account ${namespace}/${account}: not found. Create it first.`,
    );
  }

  private exists(kind: string, id: string): boolean {
    return [kind, `${kind}_v1`].some((type) => this.store.get(this.folder(type), id) !== null);
  }

  /** The folder of what the cluster holds. */
  private cluster(): string {
    const { place, name } = this.found();
    return `${place}/kubernetes/${encodeURIComponent(name)}`;
  }

  /** The cluster behind the provider's host, with the folder of its account and region. */
  private found(): { place: string; name: string } {
    for (const account of this.store.names("aws")) {
      for (const region of this.store.names(`aws/${account}`)) {
        const place = `aws/${account}/${region}`;
        const found = this.store.list(`${place}/aws_eks_cluster`).find(({ values }) => values.endpoint === this.host);
        if (found) return { place, name: found.id };
      }
    }
    throw new Refusal(
      "Kubernetes cluster unreachable",
      `dial tcp: lookup ${this.host ?? "localhost"}: no such host. The simulated cloud has no EKS cluster with that endpoint: deploy the stack that holds the cluster first.`,
    );
  }
}

/** Helm reads a chart without a repository from a folder, seen from the stack's own. */
function requireChart(change: Change, values: Values): void {
  const chart = textAt(values, "chart") ?? "";
  if (textAt(values, "repository") !== undefined || /^[a-z]+:\/\//.test(chart)) return;
  if (existsSync(join(chart, "Chart.yaml"))) return;
  refuse(
    change,
    "could not download chart",
    `path "${chart}" holds no Chart.yaml. Name a chart's folder, or a repository.`,
  );
}

function isWithin(values: Values, namespace: string): boolean {
  return textAt(values, "metadata.namespace") === namespace || textAt(values, "namespace") === namespace;
}
