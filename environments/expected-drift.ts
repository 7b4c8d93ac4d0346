import { z } from "zod";
import { ConfigurationError } from "../constructs/support/errors.ts";
import { shownPath } from "./shown.ts";
import { namedPlace } from "./waivers.ts";

/** What may change outside of Terraform without anybody being told, for a while. */
const expectation = z.strictObject({
  /** A glob over `<stack>/<address>`, like `*-data/aws_msk_cluster.kafka_cluster_*`: only the environment may be any. */
  address: z.string().refine((address) => namedPlace.pattern.test(address.replace(/^\*-/, "")), namedPlace.rule),
  /** Paths of attributes without indexes, like `scaling_config.desired_size`; each stands for all below it too. */
  attributes: z.array(z.string().min(1)).min(1, "it must name the attributes that may change"),
  /** Who changes it, and why that is meant. */
  reason: z.string().min(20, "it must say why, in 20 characters or more"),
  /** The last day on which it holds: then somebody looks at it again. */
  expires: z.iso.date(),
});
export type ExpectedDrift = z.output<typeof expectation>;

const declared: readonly ExpectedDrift[] = [
  {
    address: "*-data/aws_msk_cluster.kafka_cluster_*",
    attributes: ["broker_node_group_info.storage_info.ebs_storage_info.volume_size"],
    reason: "Application Auto Scaling grows the brokers' volumes within streaming.brokers; they never shrink.",
    expires: "2027-11-30",
  },
  {
    address: "*-workers/aws_eks_node_group.cluster_nodes_group_*",
    attributes: ["scaling_config.desired_size"],
    reason: "The cluster's autoscaler sets how many nodes there are, between the declared minimum and maximum.",
    expires: "2027-11-30",
  },
  ...["database", "schema", "table"].map((shell) => ({
    address: `*-data/snowflake_${shell}.warehouse_databases_ANALYTICS_*`,
    attributes: ["column", "primary_key", "comment", "describe_output", "show_output"],
    reason:
      "A publish swaps the database as a whole: what stands in it is the transform project's, and Terraform owns the shells.",
    expires: "2027-11-30",
  })),
];

/**
 * The declared expectations.
 * @throws ConfigurationError with all that is wrong with them
 */
export function readExpectedDrift(list: unknown = declared): readonly ExpectedDrift[] {
  const result = z.array(expectation).safeParse(list);
  if (result.success) return result.data;
  throw new ConfigurationError(
    result.error.issues.map(
      ({ path, message }) =>
        `environments/expected-drift.ts: ${shownPath(path)}: ${message}. Mend it or remove the expectation.`,
    ),
  );
}
