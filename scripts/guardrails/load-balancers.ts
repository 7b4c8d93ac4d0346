import { isUnknown, type PlannedChange } from "../preview/plan/planned-change.ts";
import { at, first, isValues, texts, type Values } from "../preview/plan/values.ts";
import { kubernetesObject } from "../preview/risk/kubernetes-object.ts";
import { isEverywhere } from "../preview/risk/widening/network-rules.ts";
import type { Sighting } from "./policy.ts";

/** Who reaches a Service or an Ingress, fewest first. */
const reaches = ["cluster", "nodes", "named", "anybody"] as const;
type Reach = (typeof reaches)[number];

const told: Readonly<Record<Reach, readonly Omit<Sighting, "address">[]>> = {
  cluster: [],
  nodes: [{ what: "It opens a port of every node" }],
  named: [{ what: "Its load balancer is on the internet, for the addresses that it names", severity: "warn" }],
  anybody: [{ what: "Its load balancer lets in anybody" }],
};

/**
 * AWS Load Balancer Controller, "Service annotations" and "Ingress annotations": what it makes is internal unless the scheme
 * says otherwise. What Kubernetes makes without the controller is on the internet unless `…-internal` is set.
 */
const service = "service.beta.kubernetes.io/";
const ingress = "alb.ingress.kubernetes.io/";
const controllersClass = /^(service\.k8s\.aws|eks\.amazonaws\.com)\/nlb$/;
const controllersType = /^(external|nlb-ip)$/;

const readers: ReadonlyMap<string, (values: Values | undefined) => Reach> = new Map([
  ["kubernetes_service", serviceReach],
  ["kubernetes_ingress", ingressReach],
]);

/** A Service or an Ingress that more can reach than before. */
export function openedLoadBalancer(change: PlannedChange): readonly Omit<Sighting, "address">[] {
  const object = kubernetesObject(change);
  const reach = readers.get(object.type);
  if (reach === undefined || change.action === "delete") return [];
  const [was, is] = [object.before, object.after].map(reach);
  if (was === undefined || is === undefined || reaches.indexOf(is) <= reaches.indexOf(was)) return [];
  return told[is === "anybody" && isLater(object) ? "named" : is];
}

/** Who is let in is known only when applied. */
function isLater(change: PlannedChange): boolean {
  const marks = first(change.unknown, "metadata.annotations");
  const paths = ["metadata.annotations", "spec.load_balancer_source_ranges"];
  return paths.some((path) => isUnknown(change, path)) || (isValues(marks) && Object.values(marks).includes(true));
}

function serviceReach(values: Values | undefined): Reach {
  const type = first(values, "spec.type");
  if (type !== "LoadBalancer") return type === "NodePort" ? "nodes" : "cluster";
  const scheme = annotation(values, `${service}aws-load-balancer-scheme`);
  const internal = annotation(values, `${service}aws-load-balancer-internal`) ?? "false";
  const byController =
    controllersClass.test(String(first(values, "spec.load_balancer_class"))) ||
    controllersType.test(annotation(values, `${service}aws-load-balancer-type`) ?? "");
  if (scheme === "internal" || (scheme === undefined && (internal !== "false" || byController))) return "cluster";
  const ranges = at(values, "spec.load_balancer_source_ranges").flatMap(texts);
  return from(ranges.length > 0 ? ranges : listed(values, `${service}load-balancer-source-ranges`));
}

function ingressReach(values: Values | undefined): Reach {
  const scheme = annotation(values, `${ingress}scheme`);
  const name = first(values, "spec.ingress_class_name") ?? annotation(values, "kubernetes.io/ingress.class");
  const serves = ["rule", "default_backend"].some((block) => at(values, `spec.${block}`).length > 0);
  // Another controller's scheme is not written here: it may be on the internet.
  const isPublic = scheme === undefined ? serves && name !== "alb" : scheme !== "internal";
  return isPublic ? from(listed(values, `${ingress}inbound-cidrs`)) : "cluster";
}

/** Where no address is named, every one is let in. */
function from(ranges: readonly string[]): Reach {
  return ranges.length === 0 || ranges.some(isEverywhere) ? "anybody" : "named";
}

function listed(values: Values | undefined, name: string): string[] {
  const items = (annotation(values, name) ?? "").split(",").map((item) => item.trim());
  return items.filter((item) => item !== "");
}

/** Names of annotations hold dots, so that no path leads to them. */
function annotation(values: Values | undefined, name: string): string | undefined {
  const all = first(values, "metadata.annotations");
  const found = isValues(all) && Object.hasOwn(all, name) ? all[name] : undefined;
  return typeof found === "string" && found !== "" ? found : undefined;
}
