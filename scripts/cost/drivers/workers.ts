import { first, numberOf, texts } from "../../preview/plan/values.ts";
import { type Charging, type Outcome, unknownSize } from "../charge.ts";
import { exact } from "../fraction.ts";
import type { Resource } from "../stack-resources.ts";

export const chargeCluster: Charging = () => [
  { driver: "EKS clusters", label: "× cluster", item: "eks.cluster", quantity: exact(1) },
];

/** Nodes that a group wants, by the first type it may take; what scaling adds under load is not counted. */
export const chargeNodes: Charging = (resource, { resources }) => {
  const { values, address } = resource;
  const [type] = texts(values.instance_types);
  const [least, wanted] = ["min_size", "desired_size"].map((size) => numberOf(first(values, `scaling_config.${size}`)));
  if (type === undefined || (least === undefined && wanted === undefined)) {
    return [unknownSize(resource, "the number or type of its nodes")];
  }
  const count = Math.max(least ?? 0, wanted ?? 0);
  const disk = diskGib(resource, resources);
  if (values.capacity_type === "SPOT") return [{ unpriced: `${address}: spot prices change by the hour` }];
  return [
    { driver: "Nodes", label: `× ${type}`, item: `ec2.${type}`, quantity: exact(count) },
    typeof disk === "number"
      ? { driver: "Nodes' disks", label: "GiB", item: "ebs.gp3", quantity: exact(count * disk) }
      : disk,
  ];
};

/** Size of a node's disk, which its launch template says. */
function diskGib(group: Resource, resources: readonly Resource[]): number | Outcome {
  const template = launchTemplate(group, resources);
  const size = numberOf(first(template?.values, "block_device_mappings.ebs.volume_size") ?? group.values.disk_size);
  const kind = first(template?.values, "block_device_mappings.ebs.volume_type");
  if (size === undefined) return unknownSize(group, "the size of its nodes' disks");
  return kind === "gp3" ? size : { unpriced: `${group.address}: disks of its nodes that are not gp3` };
}

function launchTemplate({ address, values }: Resource, resources: readonly Resource[]): Resource | undefined {
  const [stack] = address.split("/");
  const templates = resources.filter(
    (one) => one.type === "aws_launch_template" && one.address.startsWith(`${stack}/`),
  );
  const id = first(values, "launch_template.id");
  const named = templates.find((one) => id !== undefined && one.values.id === id);
  // Before the first apply no template has an id; a stack with one node group has one template.
  return named ?? (templates.length === 1 ? templates[0] : undefined);
}
