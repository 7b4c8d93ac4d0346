import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1/index.js";
import {
  NetworkPolicyV1,
  type NetworkPolicyV1SpecEgress,
} from "@cdktf/provider-kubernetes/lib/network-policy-v1/index.js";
import { Construct } from "constructs";

/** Cluster DNS, every service by TLS, and the EKS Pod Identity agent, which answers pods at this address on their node. */
const egress: NetworkPolicyV1SpecEgress[] = [
  {
    to: [
      {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
        podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
      },
    ],
    ports: [
      { port: "53", protocol: "UDP" },
      { port: "53", protocol: "TCP" },
    ],
  },
  { to: [{ ipBlock: { cidr: "0.0.0.0/0" } }], ports: [{ port: "443", protocol: "TCP" }] },
  { to: [{ ipBlock: { cidr: "169.254.170.23/32" } }], ports: [{ port: "80", protocol: "TCP" }] },
];

/** Where jobs run: pods that need more rights than the restricted standard are refused, and nothing can call in. */
export class JobNamespace extends Construct {
  readonly namespace: string;

  constructor(scope: Construct, id: string, name: string) {
    super(scope, id);
    this.namespace = new NamespaceV1(this, "namespace", {
      metadata: { name, labels: { ...restricted("enforce"), ...restricted("audit"), ...restricted("warn") } },
    }).metadata.name;
    policy(this, "default-deny", this.namespace, { policyTypes: ["Ingress", "Egress"] });
    policy(this, "egress", this.namespace, { policyTypes: ["Egress"], egress });
  }
}

function restricted(mode: "enforce" | "audit" | "warn"): Record<string, string> {
  return { [`pod-security.kubernetes.io/${mode}`]: "restricted" };
}

/** A network policy for every pod of the namespace. One without rules allows nothing. */
function policy(
  scope: Construct,
  id: string,
  namespace: string,
  rules: { policyTypes: string[]; egress?: NetworkPolicyV1SpecEgress[] },
): void {
  new NetworkPolicyV1(scope, id, { metadata: { name: id, namespace }, spec: { podSelector: {}, ...rules } });
}
