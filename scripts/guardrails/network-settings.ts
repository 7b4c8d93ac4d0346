import { isUnknown } from "../preview/plan/planned-change.ts";
import { at, first } from "../preview/plan/values.ts";
import { isEverywhere } from "../preview/risk/widening/network-rules.ts";
import type { PublicSetting } from "./exposure.ts";

const everywhere = (value: unknown) => isEverywhere(String(value));
const publicEndpoint = "vpc_config.endpoint_public_access";
const everyone = (value: unknown) => value === "*";

/** Settings of networks, and of what stands in them, that let in anybody; sources: the types' pages of hashicorp/aws, and what is said beside them. */
export const networkSettings: readonly PublicSetting[] = [
  {
    type: "aws_eks_cluster",
    path: "vpc_config.public_access_cidrs",
    open: everywhere,
    // AWS keeps "0.0.0.0/0" there also for an endpoint that nobody outside reaches; that it becomes public is found by itself.
    when: ({ before, after }) => [before, after].every((values) => first(values, publicEndpoint) === true),
  },
  // EKS API reference, RemoteAccessConfig: a key without groups opens port 22 of the nodes to 0.0.0.0/0.
  {
    type: "aws_eks_node_group",
    path: "remote_access",
    open: (block) => at(block, "ec2_ssh_key").length > 0 && at(block, "source_security_group_ids").length === 0,
    when: (change) => !isUnknown(change, "remote_access.source_security_group_ids"),
  },
  {
    type: "aws_launch_template",
    path: "network_interfaces.associate_public_ip_address",
    open: (value) => String(value) === "true",
  },
  {
    type: "aws_vpc_block_public_access_options",
    path: "internet_gateway_block_mode",
    open: (value) => value === "off",
    // An account that has said nothing blocks nothing.
    when: ({ before }) => before !== undefined,
  },
  // Whether anything in the network has a way in, other resources decide.
  {
    type: "aws_vpc_block_public_access_exclusion",
    path: "internet_gateway_exclusion_mode",
    open: (value) => value === "allow-bidirectional",
    severity: "warn",
  },
  // A list may be one of ways in or of ways out: who refers to it decides.
  { type: "aws_ec2_managed_prefix_list", path: "entry.cidr", open: everywhere, severity: "warn" },
  { type: "aws_ec2_managed_prefix_list_entry", path: "cidr", open: everywhere, severity: "warn" },
  { type: "aws_vpc_endpoint_service", path: "allowed_principals", open: everyone },
  { type: "aws_vpc_endpoint_service_allowed_principal", path: "principal_arn", open: everyone },
];
