import { LimitRangeV1 } from "@cdktf/provider-kubernetes/lib/limit-range-v1/index.js";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1/index.js";
import { NetworkPolicyV1 } from "@cdktf/provider-kubernetes/lib/network-policy-v1/index.js";
import { ResourceQuotaV1 } from "@cdktf/provider-kubernetes/lib/resource-quota-v1/index.js";
import { Construct } from "constructs";
import type { JobsConfig } from "./config.ts";

export interface JobNamespaceProps {
  readonly name: string;
  readonly quota: JobsConfig["quota"];
}

/**
 * Where jobs run: pods that need more rights than the restricted standard are refused, none calls or is called but as a
 * policy says, and all of them together take no more than the quota.
 */
export class JobNamespace extends Construct {
  readonly namespace: string;

  constructor(scope: Construct, id: string, { name, quota }: JobNamespaceProps) {
    super(scope, id);
    this.namespace = new NamespaceV1(this, "namespace", {
      metadata: { name, labels: { ...restricted("enforce"), ...restricted("audit"), ...restricted("warn") } },
    }).metadata.name;
    new NetworkPolicyV1(this, "default-deny", {
      metadata: { name: "default-deny", namespace: this.namespace },
      spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
    });
    limitAll(this, this.namespace, quota);
    limitEach(this, this.namespace, quota);
  }
}

function restricted(mode: "enforce" | "audit" | "warn"): Record<string, string> {
  return { [`pod-security.kubernetes.io/${mode}`]: "restricted" };
}

/** What none of the namespace's objects may be: secrets lie in Secrets Manager, runs keep nothing, and nothing is served. */
const nothingOf = {
  "count/secrets": "0",
  "count/services": "0",
  persistentvolumeclaims: "0",
};

function limitAll(scope: Construct, namespace: string, { pods, cpu, memory, scratch }: JobsConfig["quota"]): void {
  new ResourceQuotaV1(scope, "quota", {
    metadata: { name: "jobs", namespace },
    spec: {
      hard: {
        pods: String(pods),
        "limits.cpu": cpu,
        "limits.memory": memory,
        "limits.ephemeral-storage": scratch,
        ...nothingOf,
      },
    },
  });
}

/** A pod that somebody starts by hand without saying what it takes gets little; none gets more than all. */
function limitEach(scope: Construct, namespace: string, { cpu, memory, scratch }: JobsConfig["quota"]): void {
  new LimitRangeV1(scope, "limits", {
    metadata: { name: "jobs", namespace },
    spec: {
      limit: [
        {
          type: "Container",
          default: { cpu: "1", memory: "1Gi", "ephemeral-storage": "1Gi" },
          defaultRequest: { cpu: "250m", memory: "512Mi", "ephemeral-storage": "1Gi" },
          max: { cpu, memory, "ephemeral-storage": scratch },
        },
      ],
    },
  });
}
