import type { Change } from "./account.ts";
import { textAt, textsAt, valuesAt } from "./paths.ts";
import { type Rule, refuse, type Surroundings } from "./rule.ts";

/** What EC2 refuses of networks, by type. */
export const NETWORK_RULES: Readonly<Record<string, readonly Rule[]>> = {
  aws_default_network_acl: [rulesNumberedOnce],
  aws_flow_log: [deliveredByRole],
  aws_network_acl: [rulesNumberedOnce],
  aws_subnet: [zoneInRegion],
  aws_vpc_endpoint: [onePerZone, oneNamePerService],
};

function zoneInRegion(change: Change): void {
  const zone = textAt(change.asked ?? {}, "availability_zone");
  const region = textAt(change.next ?? {}, "region");
  if (!zone || region === undefined || zone.startsWith(region)) return;
  refuse(change, "InvalidParameterValue", `availability_zone ${zone} is not in ${region}.`);
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html */
function rulesNumberedOnce(change: Change): void {
  for (const direction of ["ingress", "egress"]) {
    const numbers = valuesAt(change.asked ?? {}, `${direction}.rule_no`).map(String);
    const again = numbers.find((number, index) => numbers.indexOf(number) < index);
    if (again !== undefined)
      refuse(change, "NetworkAclEntryAlreadyExists", `${direction} has two rules ${again}. Number them differently.`);
  }
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html */
function deliveredByRole(change: Change): void {
  const asked = change.asked ?? {};
  const toLogs = (textAt(asked, "log_destination_type") ?? "cloud-watch-logs") === "cloud-watch-logs";
  if (change.asked === null || !toLogs || asked.iam_role_arn) return;
  refuse(
    change,
    "InvalidParameter",
    "iam_role_arn is not given; CloudWatch Logs takes records from a role only. Name one.",
  );
}

/** https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html: one subnet in each zone, all in the VPC. */
function onePerZone(change: Change, near: Surroundings): void {
  const asked = change.asked ?? {};
  const subnets = textsAt(asked, "subnet_ids").map((id) => near.find("aws_subnet", id) ?? {});
  const zones = subnets.map((subnet) => textAt(subnet, "availability_zone"));
  if (new Set(zones).size < zones.length)
    refuse(change, "DuplicateSubnetsInSameZone", "two of subnet_ids lie in one zone. Name one in each zone.");
  if (subnets.some(({ vpc_id }) => vpc_id !== asked.vpc_id))
    refuse(change, "InvalidSubnetID.NotFound", "one of subnet_ids lies in another VPC. Name subnets of vpc_id.");
}

/** Private DNS leads a service's name in the VPC to one endpoint. */
function oneNamePerService(change: Change, near: Surroundings): void {
  const asked = change.asked ?? {};
  const taken = near
    .list("aws_vpc_endpoint")
    .some(
      ({ id, values }) =>
        id !== change.id &&
        values.private_dns_enabled === true &&
        values.vpc_id === asked.vpc_id &&
        values.service_name === asked.service_name,
    );
  if (asked.private_dns_enabled !== true || !taken) return;
  refuse(
    change,
    "InvalidParameter",
    `private_dns_enabled is true, and another endpoint of the VPC has the name of ${String(asked.service_name)}. Use that one.`,
  );
}
