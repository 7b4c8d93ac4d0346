import {
  NetworkPolicyV1,
  type NetworkPolicyV1SpecEgress,
} from "@cdktf/provider-kubernetes/lib/network-policy-v1/index.js";
import { Construct } from "constructs";

/** What a job speaks with beside services by TLS. */
export interface JobPeers {
  /** Whether it has rights in AWS, and so fetches credentials. */
  readonly credentials: boolean;
  /** Ranges of the brokers whose topics it uses; none for a job without topics. */
  readonly brokerCidrs: readonly string[];
}

export interface JobNetworkProps {
  readonly name: string;
  readonly namespace: string;
  /** The labels by which the job's pods are found. */
  readonly podLabels: Readonly<Record<string, string>>;
  readonly peers: JobPeers;
}

/** The cluster's DNS. */
const dns: NetworkPolicyV1SpecEgress = {
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
};

/** AWS, Snowflake, and whatever else answers by TLS. Their addresses change; names cannot be said in a policy. */
const services: NetworkPolicyV1SpecEgress = {
  to: [{ ipBlock: { cidr: "0.0.0.0/0" } }],
  ports: [{ port: "443", protocol: "TCP" }],
};

/** The EKS Pod Identity agent, which answers pods at this address on their node (Amazon EKS user guide, "EKS Pod Identity restrictions"). */
const credentials: NetworkPolicyV1SpecEgress = {
  to: [{ ipBlock: { cidr: "169.254.170.23/32" } }],
  ports: [{ port: "80", protocol: "TCP" }],
};

/** Brokers speak IAM here (Amazon MSK developer guide, "Port information"). */
const brokerPort = "9098";

/** Ways out of a job's pods, which its namespace otherwise cuts off: those that this job needs. Nothing calls in. */
export class JobNetwork extends Construct {
  readonly policy: NetworkPolicyV1;

  constructor(scope: Construct, id: string, { name, namespace, podLabels, peers }: JobNetworkProps) {
    super(scope, id);
    this.policy = new NetworkPolicyV1(this, "policy", {
      metadata: { name, namespace },
      spec: {
        podSelector: { matchLabels: podLabels },
        policyTypes: ["Egress"],
        egress: [dns, services, ...(peers.credentials ? [credentials] : []), ...brokers(peers.brokerCidrs)],
      },
    });
  }
}

function brokers(cidrs: readonly string[]): NetworkPolicyV1SpecEgress[] {
  if (cidrs.length === 0) return [];
  return [{ to: cidrs.map((cidr) => ({ ipBlock: { cidr } })), ports: [{ port: brokerPort, protocol: "TCP" }] }];
}
