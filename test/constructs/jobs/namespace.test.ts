import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1/index.js";
import { NetworkPolicyV1 } from "@cdktf/provider-kubernetes/lib/network-policy-v1/index.js";
import { expect, test } from "@jest/globals";
import { all, only } from "../../support/synth.ts";
import { buildJobs } from "./sample.ts";

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

test("nothing can call in, and jobs reach cluster DNS, services by TLS, and the agent that gives them credentials", () => {
  const policies = Object.values(all(built, NetworkPolicyV1)).map(({ spec }) => spec);
  expect(policies.flatMap(({ ingress }) => ingress ?? [])).toEqual([]);
  const open = policies
    .flatMap(({ egress }) => egress ?? [])
    .map(({ to, ports }) => [
      to?.map(({ ip_block, pod_selector }) => ip_block?.cidr ?? Object.values(pod_selector?.match_labels ?? {}).join()),
      ports?.map(({ port, protocol }) => `${port}/${protocol}`),
    ]);
  expect(open).toEqual([
    [["kube-dns"], ["53/UDP", "53/TCP"]],
    [["0.0.0.0/0"], ["443/TCP"]],
    [["169.254.170.23/32"], ["80/TCP"]],
  ]);
});
