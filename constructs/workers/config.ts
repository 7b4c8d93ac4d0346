import { z } from "zod";
import { cidr, text, whole } from "../support/fields.ts";
import { type Breach, rule } from "../support/rule.ts";

const nodes = whole(0, 450, "nodes of a managed node group, Amazon EKS quota");

export const workersConfig = z
  .strictObject({
    /** Kubernetes minor version; EKS keeps each in standard support for 14 months. */
    kubernetesVersion: z.enum(["1.33", "1.34"]).default("1.34"),
    nodeGroup: z
      .strictObject({
        instanceTypes: z
          .array(text(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, "an EC2 instance type", 'Write it like "m7i.large"'))
          .min(1, "it must name at least one instance type. Add one")
          .readonly(),
        minNodes: nodes,
        maxNodes: nodes,
        /** Root volume of each node. */
        diskGib: whole(20, 16_384, "GiB of the gp3 volume").default(50),
      })
      .check(rule([["minNodes"], ["maxNodes"]], sizeBreaches))
      .readonly(),
    /** Addresses of Kubernetes services, seen inside the cluster only. EKS allows /12 to /24 in private ranges. */
    serviceCidr: cidr.default("172.20.0.0/16"),
    /** Days that the control plane's logs stay in CloudWatch. */
    controlPlaneLogDays: z.literal([30, 60, 90, 180, 365]).default(90),
  })
  .readonly();

export type WorkersConfig = z.output<typeof workersConfig>;

function* sizeBreaches(config: { minNodes: number; maxNodes: number }): Iterable<Breach> {
  if (config.maxNodes >= Math.max(1, config.minNodes)) return;
  yield {
    path: ["maxNodes"],
    also: [["minNodes"]],
    rule: `it must be at least ${Math.max(1, config.minNodes)} (one node, and no fewer than minNodes)`,
    remedy: `Use ${Math.max(1, config.minNodes)} or more`,
  };
}
