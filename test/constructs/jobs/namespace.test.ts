import { LimitRangeV1 } from "@cdktf/provider-kubernetes/lib/limit-range-v1/index.js";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1/index.js";
import { NetworkPolicyV1 } from "@cdktf/provider-kubernetes/lib/network-policy-v1/index.js";
import { PriorityClassV1 } from "@cdktf/provider-kubernetes/lib/priority-class-v1/index.js";
import { ResourceQuotaV1 } from "@cdktf/provider-kubernetes/lib/resource-quota-v1/index.js";
import { expect, test } from "@jest/globals";
import { all, only } from "../../support/synth.ts";
import { buildJobs, container, publish, type Variation } from "./sample.ts";

const built = buildJobs();

test("pods that need more than the restricted standard are refused", () => {
  const labels = only(built, NamespaceV1).metadata.labels ?? {};
  expect(Reflect.get(labels, "pod-security.kubernetes.io/enforce")).toBe("restricted");
});

test("every pod is cut off from everything that no other policy allows", () => {
  expect(only(built, NetworkPolicyV1, "default-deny").spec).toEqual({
    pod_selector: {},
    policy_types: ["Ingress", "Egress"],
  });
});

test("all runs together have a quota, and the namespace holds no secret, no service and no claim", () => {
  expect(only(built, ResourceQuotaV1).spec?.hard).toEqual({
    pods: "20",
    "limits.cpu": "32",
    "limits.memory": "64Gi",
    "limits.ephemeral-storage": "128Gi",
    "count/secrets": "0",
    "count/services": "0",
    persistentvolumeclaims: "0",
  });
});

test("a container that does not say what it takes gets little, and none gets more than all", () => {
  const [limit] = only(built, LimitRangeV1).spec?.limit ?? [];
  expect(limit).toMatchObject({
    type: "Container",
    default: { cpu: "1", memory: "1Gi" },
    max: { cpu: "32", memory: "64Gi", "ephemeral-storage": "128Gi" },
  });
});

test("only what consumers wait for displaces other runs", () => {
  const classes = Object.values(all(built, PriorityClassV1)).map(({ metadata, value, preemption_policy }) => [
    metadata.name,
    value,
    preemption_policy,
  ]);
  expect(classes).toEqual([
    ["acme-jobs-first", 100_000, "PreemptLowerPriority"],
    ["acme-jobs-other", 1000, "Never"],
  ]);
});

/** Where a job's pods may go: peers and ports. */
function waysOut(variation: Variation, name: string) {
  const { spec } = only(buildJobs(variation), NetworkPolicyV1, `${name}/network/policy`);
  expect([spec.ingress, spec.policy_types]).toEqual([undefined, ["Egress"]]);
  expect(spec.pod_selector).toEqual({ match_labels: { "app.kubernetes.io/name": name } });
  return (spec.egress ?? []).map(({ to, ports }) => [
    to?.map(({ ip_block, pod_selector }) => ip_block?.cidr ?? Object.values(pod_selector?.match_labels ?? {}).join()),
    ports?.map(({ port, protocol }) => `${port}/${protocol}`),
  ]);
}

const dns = [["kube-dns"], ["53/UDP", "53/TCP"]];
const services = [["0.0.0.0/0"], ["443/TCP"]];
const credentials = [["169.254.170.23/32"], ["80/TCP"]];

test("nothing can call in, and a job reaches cluster DNS, services by TLS, and the agent that gives it credentials", () => {
  expect(waysOut({}, "publish")).toEqual([dns, services, credentials]);
});

test("a job without rights in AWS fetches no credentials", () => {
  expect(waysOut({ definitions: { container } }, "container")).toEqual([dns, services]);
});

test("a job that uses topics, and no other, reaches the brokers", () => {
  const topics = { orders: { producers: ["container"], consumers: {} } };
  const definitions = { container, publish };
  const brokers = [["10.0.0.0/19", "10.0.64.0/19"], ["9098/TCP"]];
  expect(waysOut({ definitions, topics }, "container")).toEqual([dns, services, credentials, brokers]);
  expect(waysOut({ definitions, topics }, "publish")).toEqual([dns, services, credentials]);
});
