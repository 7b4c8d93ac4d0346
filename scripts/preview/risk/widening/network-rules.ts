import { containsCidr, parseCidr } from "cidr-tools";
import type { Values } from "../../plan/values.ts";
import { at, isValues, numberOf, texts } from "../../plan/values.ts";

/** One way in or out that a security group or its rule opens. */
export interface NetworkRule {
  readonly direction: string;
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  /** An address range, or the id of a group or list. */
  readonly source: string;
}

type Reader = (values: Values) => NetworkRule[];

/** Where each type keeps its rules; sources: the types' pages of hashicorp/aws. */
export const networkRules: Readonly<Record<string, Reader>> = {
  aws_security_group: (values) => [...inline(values, "ingress"), ...inline(values, "egress")],
  aws_default_security_group: (values) => [...inline(values, "ingress"), ...inline(values, "egress")],
  aws_security_group_rule: (values) => rules(values, String(values.type)),
  aws_vpc_security_group_ingress_rule: (values) => rules(values, "ingress"),
  aws_vpc_security_group_egress_rule: (values) => rules(values, "egress"),
};

function inline(values: Values, direction: string): NetworkRule[] {
  return at(values, direction).flatMap((block) => (isValues(block) ? rules(block, direction) : []));
}

const sources = [
  "cidr_ipv4",
  "cidr_ipv6",
  "cidr_blocks",
  "ipv6_cidr_blocks",
  "prefix_list_id",
  "prefix_list_ids",
  "referenced_security_group_id",
  "source_security_group_id",
  "security_groups",
];

function rules(values: Values, direction: string): NetworkRule[] {
  const protocol = String(values.ip_protocol ?? values.protocol ?? "-1").replace("all", "-1");
  const all = protocol === "-1";
  const from = all ? 0 : (numberOf(values.from_port) ?? 0);
  const to = all ? 65_535 : (numberOf(values.to_port) ?? 65_535);
  const own = values.self === true ? ["self"] : [];
  return [...sources.flatMap((name) => texts(values[name])), ...own].map((source) => ({
    direction,
    protocol,
    from,
    to,
    source,
  }));
}

/** Whether one rule lets through all that another does. */
export function letsThrough(rule: NetworkRule, other: NetworkRule): boolean {
  return (
    rule.direction === other.direction &&
    (rule.protocol === "-1" || rule.protocol === other.protocol) &&
    rule.from <= other.from &&
    rule.to >= other.to &&
    containsSource(rule.source, other.source)
  );
}

export function containsSource(one: string, other: string): boolean {
  if (one === other) return true;
  if (!isRange(one) || !isRange(other) || one.includes(":") !== other.includes(":")) return false;
  return containsCidr(one, other);
}

/** Whether addresses of half the internet and more lie in it; of IPv6, all that are public begin with 2000::/3 (RFC 4291). */
export function isEverywhere(source: string): boolean {
  if (!isRange(source)) return false;
  return Number(parseCidr(source).prefix) <= (source.includes(":") ? 3 : 1);
}

function isRange(source: string): boolean {
  return /^[0-9a-fA-F.:]+\/\d{1,3}$/.test(source);
}
