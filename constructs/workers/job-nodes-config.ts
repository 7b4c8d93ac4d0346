import { z } from "zod";
import { listOf, text, whole } from "../support/fields.ts";
import { type Breach, rule } from "../support/rule.ts";
import { each } from "../support/soundness.ts";
import { isGraviton } from "./instance-types.ts";

const family = text(/^[a-z][a-z0-9-]*$/, "an EC2 instance family", 'Write it like "m7i"');

/** What all nodes of a pool have together at most: a run over it waits until another ends. */
const limits = z
  .strictObject({
    cpu: whole(4, 10_000, "virtual CPUs; a node has 4 at least").default(32),
    memoryGib: whole(8, 100_000, "GiB").default(128),
  })
  .readonly();

/** The nodes that jobs run on: Karpenter makes them when runs wait for some, and removes them when none needs them. */
export const jobNodesConfig = z
  .strictObject({
    /** Processor of the nodes. Images of jobs must be built for it. */
    architecture: z.enum(["amd64", "arm64"]).default("amd64"),
    /** Families to choose among: the more there are, the rarer spot capacity runs out. */
    instanceFamilies: listOf(family)
      .refine((families) => families.length > 0, "it must name at least one instance family. Add one")
      .default(["c7i", "m7i", "r7i", "c6i", "m6i", "r6i"]),
    /** Nodes that stay until their runs end: what jobs with the capacity `on-demand` run on. */
    onDemand: limits.prefault({}),
    /** Nodes that EC2 takes back at two minutes' notice: what jobs with the capacity `spot` run on. */
    spot: limits.prefault({}),
    /**
     * Release of the Amazon Linux 2023 image that EKS builds. A new one replaces every node once its runs have ended. Source:
     * releases of awslabs/amazon-eks-ami, each with the Kubernetes versions it is built for.
     */
    image: text(/^v20[0-9]{6}$/, "a release of the image, as v and a date", 'Write it like "v20261023"').default(
      "v20261023",
    ),
    /** Root volume of each node: images of containers, and the scratch space of the runs on it. */
    diskGib: whole(20, 16_384, "GiB of the gp3 volume").default(100),
    /** Hours after which a node is replaced, so that none misses a fix for longer. */
    expireHours: whole(1, 8760, "hours that a node lives").default(336),
  })
  .check(rule(architectureBreaches))
  .readonly();

export type JobNodesConfig = z.output<typeof jobNodesConfig>;

function* architectureBreaches(config: {
  architecture: "amd64" | "arm64";
  instanceFamilies: readonly string[];
}): Iterable<Breach> {
  yield* each(config.instanceFamilies, function* (name, index) {
    const its = isGraviton(name) ? "arm64" : "amd64";
    if (its === config.architecture) return;
    yield {
      path: ["instanceFamilies", index],
      also: [["architecture"]],
      rule: `it must have the architecture ${config.architecture}, and has ${its}`,
      remedy: `Name ${config.architecture === "arm64" ? 'a Graviton family, like "m7g"' : 'an x86 family, like "m7i"'}`,
    };
  });
}
