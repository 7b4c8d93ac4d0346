import type { Value, Values } from "../value.ts";
import { differs } from "./counters.ts";
import { valuesAt } from "./paths.ts";

type Path = readonly (string | number)[];
type Condition = (prior: Values, planned: Values) => Path[];

const SOURCES = ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"];
const TRIGGERS = ["notify_triggers", "suspend_trigger", "suspend_immediate_trigger"];

/** Changes that replace only under a condition; the conditions are the `conditional_force_new` of resource-facts.json. */
const CONDITIONS: Readonly<Record<string, Condition>> = {
  aws_eks_cluster: (prior, planned) => [
    ...when("encryption_config", filled(prior.encryption_config) && !filled(planned.encryption_config)),
    ...computeRole(prior, planned),
  ],
  aws_msk_cluster: (prior, planned) => when("kafka_version", isOlder(planned.kafka_version, prior.kafka_version)),
  aws_ssm_parameter: (prior, planned) => when("tier", prior.tier === "Advanced" && planned.tier === "Standard"),
  aws_subnet: (prior, planned) =>
    when(
      "ipv6_cidr_block",
      prior.assign_ipv6_address_on_creation === true && changed(prior, planned, "ipv6_cidr_block"),
    ),
  aws_vpc: (prior, planned) =>
    when("instance_tenancy", planned.instance_tenancy === "dedicated" && changed(prior, planned, "instance_tenancy")),
  aws_vpc_endpoint: (prior, planned) =>
    when(
      "private_dns_enabled",
      planned.vpc_endpoint_type !== "Interface" && changed(prior, planned, "private_dns_enabled"),
    ),
  aws_vpc_security_group_egress_rule: sourceKind,
  aws_vpc_security_group_ingress_rule: sourceKind,
  snowflake_execute: (prior, planned) => when("execute", filled(prior.execute) && changed(prior, planned, "execute")),
  snowflake_resource_monitor: (prior, planned) =>
    TRIGGERS.some((name) => filled(prior[name])) && !TRIGGERS.some((name) => filled(planned[name]))
      ? TRIGGERS.filter((name) => filled(prior[name])).map((name) => [name])
      : [],
  snowflake_warehouse: (prior, planned) => [
    ...when("warehouse_size", filled(prior.warehouse_size) && !filled(planned.warehouse_size)),
    ...when("warehouse_type", prior.warehouse_type === "INTERACTIVE" && changed(prior, planned, "warehouse_type")),
  ],
};

/** The paths whose change replaces this object because of the values before and after. */
export function conditionalReplacements(type: string, prior: Values, planned: Values): Path[] {
  return CONDITIONS[type]?.(prior, planned) ?? [];
}

function when(name: string, replaces: boolean): Path[] {
  return replaces ? [[name]] : [];
}

/** A security group rule changes within one kind of source, and is replaced for another. */
function sourceKind(prior: Values, planned: Values): Path[] {
  const left = SOURCES.filter((name) => filled(prior[name]) && !filled(planned[name]));
  return left.map((name) => [name]);
}

function computeRole(prior: Values, planned: Values): Path[] {
  const [before] = valuesAt(prior, "compute_config.node_role_arn");
  const [after] = valuesAt(planned, "compute_config.node_role_arn");
  return before !== undefined && differs(before, after) ? [["compute_config", 0, "node_role_arn"]] : [];
}

function changed(prior: Values, planned: Values, name: string): boolean {
  return differs(prior[name], planned[name]);
}

function filled(value: Value | undefined): boolean {
  return value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);
}

/** Compares the numbers of a version, since "3.10" follows "3.9"; suffixes such as ".x" count for nothing. */
export function isOlder(version: Value | undefined, than: Value | undefined): boolean {
  if (typeof version !== "string" || typeof than !== "string") return false;
  const [one, other] = [numbers(version), numbers(than)];
  const at = one.findIndex((part, index) => part !== (other[index] ?? part));
  return at >= 0 && (one[at] ?? 0) < (other[at] ?? 0);
}

function numbers(version: string): number[] {
  return (version.match(/\d+/g) ?? []).map(Number);
}
