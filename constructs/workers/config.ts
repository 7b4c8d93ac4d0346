import { containsCidr } from "cidr-tools";
import { z } from "zod";
import { cidr, listOf, ofNetwork, privateRanges, text, whole } from "../support/fields.ts";
import { type Breach, rule } from "../support/rule.ts";
import { each } from "../support/soundness.ts";
import { isGraviton } from "./instance-types.ts";
import { jobNodesConfig } from "./job-nodes-config.ts";

const nodes = whole(0, 450, "nodes of a managed node group, Amazon EKS quota");

const instanceType = text(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, "an EC2 instance type", 'Write it like "m7i.large"');

export const workersConfig = z
  .strictObject({
    /**
     * Kubernetes minor version, of those that EKS supports at the standard price. It does so for 14 months: 1.34 until
     * December 2026, 1.35 until March 2027 (Amazon EKS user guide, "Kubernetes release calendar").
     */
    kubernetesVersion: z.enum(["1.35", "1.36"]).default("1.36"),
    nodeGroup: z
      .strictObject({
        instanceTypes: listOf(instanceType).refine(
          (types) => types.length > 0,
          "it must name at least one instance type. Add one",
        ),
        minNodes: nodes,
        maxNodes: nodes,
        /** Root volume of each node. */
        diskGib: whole(20, 16_384, "GiB of the gp3 volume").default(50),
      })
      .check(rule(sizeBreaches), rule(architectureBreaches))
      .readonly(),
    /** Nodes of jobs; the node group runs what the cluster itself needs. */
    jobNodes: jobNodesConfig.prefault({}),
    /** Addresses of Kubernetes services, seen inside the cluster only. EKS allows /12 to /24 in private ranges. */
    serviceCidr: cidr
      .refine(ofNetwork(isServiceRange), 'it must be a /12 to /24 in a private range. Choose one like "172.20.0.0/16"')
      .default("172.20.0.0/16"),
    /** Days that the control plane's logs stay in CloudWatch. */
    controlPlaneLogDays: z.literal([30, 60, 90, 180, 365]).default(90),
  })
  .readonly();

export type WorkersConfig = z.output<typeof workersConfig>;

/** Amazon EKS API reference, KubernetesNetworkConfigRequest: between /24 and /12, in a private range of RFC 1918. */
function isServiceRange(range: string): boolean {
  const prefix = Number(range.split("/")[1]);
  return prefix >= 12 && prefix <= 24 && containsCidr(privateRanges, range);
}

/** One node group has one machine image, and that one architecture (Amazon EKS user guide, "Managed node groups"). */
function* architectureBreaches(config: { instanceTypes: readonly string[] }): Iterable<Breach> {
  const [first = ""] = config.instanceTypes;
  yield* each(config.instanceTypes, function* (type, index) {
    if (isGraviton(type) === isGraviton(first)) return;
    yield {
      path: ["instanceTypes", index],
      rule: `it must have the processor architecture of ${first} (a node group has one machine image)`,
      remedy: `Name ${isGraviton(first) ? 'a Graviton type, like "m7g.large"' : 'an x86 type, like "m7i.large"'}`,
    };
  });
}

function* sizeBreaches(config: { minNodes: number; maxNodes: number }): Iterable<Breach> {
  if (config.maxNodes >= Math.max(1, config.minNodes)) return;
  yield {
    path: ["maxNodes"],
    also: [["minNodes"]],
    rule: `it must be at least ${Math.max(1, config.minNodes)} (one node, and no fewer than minNodes)`,
    remedy: `Use ${Math.max(1, config.minNodes)} or more`,
  };
}
