import type { Value } from "../value.ts";
import type { Draft, ObjectKind } from "./kind.ts";

type Kinds = Readonly<Record<string, ObjectKind>>;

const ec2 = (path: string) => `arn:{partition}:ec2:{region}:{account}:${path}`;
const SOURCE = "{cidr_ipv4}{cidr_ipv6}{prefix_list_id}{referenced_security_group_id}";
const DESTINATION = "{destination_cidr_block}{destination_ipv6_cidr_block}{destination_prefix_list_id}";

/** AWS's default: https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html. */
const FLOW_LOG_FORMAT =
  "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status"
    .split(" ")
    .map((field) => `\${${field}}`)
    .join(" ");

const securityGroupRule: ObjectKind = {
  id: "{security_group_rule_id}",
  fills: { security_group_rule_id: "sgr-{hex17}", arn: ec2("security-group-rule/{id}") },
  unique: [`{security_group_id} {ip_protocol} {from_port} {to_port} ${SOURCE}`],
  taken: "InvalidPermission.Duplicate",
};

/** The parts of a VPC that AWS makes with it and Terraform only takes over. */
function adopted(attribute: string, path: string): ObjectKind {
  return {
    id: (draft) => String(draft.found("aws_vpc", String(draft.at("vpc_id")))?.[attribute] ?? ""),
    fills: { arn: ec2(`${path}/{id}`), name: "default", description: "default VPC security group" },
    upsert: true,
  };
}

export const NETWORK_KINDS: Kinds = {
  aws_vpc: {
    id: "vpc-{hex17}",
    fills: {
      arn: ec2("vpc/{id}"),
      default_security_group_id: "sg-{hex17}",
      default_route_table_id: "rtb-{hex17}",
      main_route_table_id: "{default_route_table_id}",
      default_network_acl_id: "acl-{hex17}",
      dhcp_options_id: "dopt-{hex17}",
      enable_dns_support: () => true,
    },
  },
  aws_subnet: {
    id: "subnet-{hex17}",
    fills: {
      arn: ec2("subnet/{id}"),
      availability_zone: "{region}a",
      availability_zone_id: (draft) => zoneId(String(draft.at("availability_zone"))),
    },
    unique: ["{vpc_id} {cidr_block}"],
    taken: "InvalidSubnet.Conflict",
  },
  aws_internet_gateway: {
    id: "igw-{hex17}",
    fills: { arn: ec2("internet-gateway/{id}"), vpc_id: "" },
    unique: ["{vpc_id}"],
    taken: "Resource.AlreadyAssociated",
  },
  aws_eip: {
    id: "{allocation_id}",
    fills: {
      allocation_id: "eipalloc-{hex17}",
      arn: ec2("elastic-ip/{allocation_id}"),
      association_id: "",
      carrier_ip: "",
      customer_owned_ip: "",
      domain: "vpc",
      network_border_group: "{region}",
      private_dns: "",
      private_ip: "",
      ptr_record: "",
      public_ip: publicAddress,
      public_dns: (draft) =>
        draft.render(`ec2-${String(draft.at("public_ip")).replaceAll(".", "-")}.{region}.compute.amazonaws.com`),
      public_ipv4_pool: "amazon",
    },
  },
  aws_nat_gateway: {
    id: "nat-{hex17}",
    fills: {
      association_id: "eipassoc-{hex17}",
      network_interface_id: "eni-{hex17}",
      private_ip: "{address}",
      public_ip: (draft) => draft.found("aws_eip", String(draft.at("allocation_id")))?.public_ip ?? "",
      auto_provision_zones: "disabled",
      auto_scaling_ips: "disabled",
      regional_nat_gateway_address: () => [],
      regional_nat_gateway_auto_mode: "",
      route_table_id: "",
      connectivity_type: "public",
      availability_mode: "zonal",
      vpc_id: vpcOf("subnet_id"),
    },
  },
  aws_route_table: { id: "rtb-{hex17}", fills: { arn: ec2("route-table/{id}") } },
  aws_route_table_association: {
    id: "rtbassoc-{hex17}",
    unique: ["{subnet_id}{gateway_id}"],
    taken: "Resource.AlreadyAssociated",
    import: "{subnet_id}{gateway_id}/{route_table_id}",
  },
  aws_route: {
    id: "r-{route_table_id}{digits10}",
    fills: { state: "active", origin: "CreateRoute", instance_id: "", instance_owner_id: "" },
    unique: [`{route_table_id} ${DESTINATION}`],
    taken: "RouteAlreadyExists",
    import: `{route_table_id}_${DESTINATION}`,
  },
  aws_vpc_endpoint: {
    id: "vpce-{hex17}",
    fills: {
      arn: ec2("vpc-endpoint/{id}"),
      cidr_blocks: () => [],
      dns_entry: (draft) => [
        {
          dns_name: draft.render("{id}-{chars8}.{service_name}.vpce.amazonaws.com"),
          hosted_zone_id: draft.render("Z{digits13}"),
        },
      ],
      ip_address_type: "ipv4",
      network_interface_ids: (draft) => [draft.render("eni-{hex17}")],
      policy: () => '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}',
      prefix_list_id: "pl-{hex8}",
      service_region: "{region}",
      state: "available",
      vpc_endpoint_type: "Gateway",
    },
  },
  aws_security_group: {
    id: "sg-{hex17}",
    fills: { arn: ec2("security-group/{id}") },
    unique: ["{vpc_id} {name}"],
    taken: "InvalidGroup.Duplicate",
  },
  aws_vpc_security_group_ingress_rule: securityGroupRule,
  aws_vpc_security_group_egress_rule: securityGroupRule,
  aws_default_security_group: adopted("default_security_group_id", "security-group"),
  aws_default_route_table: { id: "{default_route_table_id}", fills: { arn: ec2("route-table/{id}") }, upsert: true },
  aws_default_network_acl: { id: "{default_network_acl_id}", fills: { arn: ec2("network-acl/{id}") }, upsert: true },
  aws_network_acl: { id: "acl-{hex17}", fills: { arn: ec2("network-acl/{id}") } },
  aws_flow_log: {
    id: "fl-{hex17}",
    fills: { arn: ec2("vpc-flow-log/{id}"), log_destination: "", log_format: () => FLOW_LOG_FORMAT },
    unique: ["{vpc_id}{subnet_id}{eni_id} {log_destination}"],
    taken: "FlowLogAlreadyExists",
  },
  aws_launch_template: {
    id: "lt-{hex17}",
    fills: {
      arn: ec2("launch-template/{id}"),
      latest_version: (draft) => Number(draft.before("latest_version") ?? 0) + 1,
      default_version: () => 1,
    },
    unique: ["{name}"],
    taken: "InvalidLaunchTemplateName.AlreadyExistsException",
    changing: { latest_version: [] },
  },
};

function vpcOf(subnet: string): (draft: Draft) => Value {
  return (draft) => draft.found("aws_subnet", String(draft.at(subnet)))?.vpc_id ?? "";
}

function publicAddress(draft: Draft): string {
  return `54.${draft.number("b", 256)}.${draft.number("c", 256)}.${1 + draft.number("d", 254)}`;
}

/** us-west-2a → usw2-az1: https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html. */
function zoneId(zone: string): string {
  const [, area = "", side = "", number = "", letter = "a"] = /^(\w+)-(\w+)-(\d)(\w)$/.exec(zone) ?? [];
  const direction = side.replace(/(north|south|east|west|central)/g, (word) => word.charAt(0));
  return `${area}${direction}${number}-az${letter.charCodeAt(0) - "a".charCodeAt(0) + 1}`;
}
