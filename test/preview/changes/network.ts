import type { ChangeCase } from "./change-case.ts";

const flows = "foundation/aws_cloudwatch_log_group.network_flow-logs_records";

/** Sources: Amazon VPC user guide; pages of hashicorp/aws. */
export const network: readonly ChangeCase[] = [
  {
    name: "two of three zones lose their way to the internet, and the platform two of its addresses",
    environment: "prod",
    applied: true,
    patch: { network: { natGateways: "one" } },
    harmless: false,
    changes: {
      "foundation/aws_nat_gateway.network_us-west-2{b,c}_nat": "delete R4",
      "foundation/aws_eip.network_us-west-2{b,c}_nat-address": "delete R4",
      "foundation/aws_route.network_us-west-2{b,c}_internet": "update R4",
      "data/snowflake_network_rule.warehouse_users_network_egress": "update R3",
    },
    findings: [
      "stateless-destroyed warn foundation/aws_nat_gateway.network_us-west-2{b,c}_nat",
      "stateless-destroyed warn foundation/aws_eip.network_us-west-2{b,c}_nat-address",
      "running-interrupted warn foundation/aws_route.network_us-west-2{b,c}_internet",
      "output-still-read warn foundation/handover.egressAddresses*",
    ],
  },
  {
    name: "records of connections are kept for three months where they were kept for a year",
    environment: "prod",
    patch: { network: { flowLogDays: 90 } },
    harmless: false,
    changes: { [flows]: "update R5" },
    findings: [`retention-shortened block ${flows}`],
  },
  {
    name: "records of connections are kept for longer",
    environment: "dev",
    patch: { network: { flowLogDays: 90 } },
    harmless: true,
    changes: { [flows]: "update R2" },
    findings: [],
  },
  {
    name: "brokers can be reached from every address",
    environment: "prod",
    stacks: {
      data: {
        resource: {
          aws_vpc_security_group_ingress_rule: {
            everyone: {
              security_group_id: `\${aws_security_group.kafka_brokers_group_D0B5998D.id}`,
              cidr_ipv4: "0.0.0.0/0",
              from_port: 9198,
              to_port: 9198,
              ip_protocol: "tcp",
            },
          },
        },
      },
    },
    harmless: false,
    changes: { "data/aws_vpc_security_group_ingress_rule.everyone": "create R5" },
    findings: [
      "public-exposure block data/aws_vpc_security_group_ingress_rule.everyone",
      "access-widened warn data/aws_vpc_security_group_ingress_rule.everyone",
    ],
  },
  {
    name: "brokers can be reached from a network of ours",
    environment: "prod",
    stacks: {
      data: {
        resource: {
          aws_vpc_security_group_ingress_rule: {
            office: {
              security_group_id: `\${aws_security_group.kafka_brokers_group_D0B5998D.id}`,
              cidr_ipv4: "10.40.0.0/16",
              from_port: 9198,
              to_port: 9198,
              ip_protocol: "tcp",
            },
          },
        },
      },
    },
    harmless: true,
    changes: { "data/aws_vpc_security_group_ingress_rule.office": "create R3" },
    findings: ["access-widened warn data/aws_vpc_security_group_ingress_rule.office"],
  },
  {
    name: "private subnets take every port from every address",
    environment: "prod",
    stacks: {
      foundation: {
        resource: {
          aws_network_acl: {
            "network_access-lists_private_list": {
              ingress: [
                {
                  action: "allow",
                  cidr_block: "0.0.0.0/0",
                  from_port: 0,
                  to_port: 0,
                  icmp_code: null,
                  icmp_type: null,
                  ipv6_cidr_block: null,
                  protocol: "-1",
                  rule_no: 10,
                },
              ],
            },
          },
        },
      },
    },
    harmless: false,
    changes: { "foundation/aws_network_acl.network_access-lists_private_list": "update R5" },
    findings: [
      "public-exposure block foundation/aws_network_acl.network_access-lists_private_list",
      "access-widened warn foundation/aws_network_acl.network_access-lists_private_list",
    ],
  },
  {
    name: "another network of ours may open connections",
    environment: "prod",
    patch: { network: { reservedCidrs: ["10.40.0.0/16", "10.50.0.0/16"] } },
    harmless: true,
    changes: { "foundation/aws_network_acl.network_access-lists_*_list": "update R3" },
    findings: ["access-widened warn foundation/aws_network_acl.network_access-lists_*_list"],
  },
  {
    name: "what starts in a private subnet gets an address of the internet",
    environment: "prod",
    stacks: {
      foundation: {
        resource: { aws_subnet: { "network_us-west-2a_private_subnet": { map_public_ip_on_launch: true } } },
      },
    },
    harmless: false,
    changes: { "foundation/aws_subnet.network_us-west-2a_private_subnet": "update R5" },
    findings: ["public-exposure block foundation/aws_subnet.network_us-west-2a_private_subnet"],
  },
  {
    name: "the private ways to AWS services are given up",
    environment: "staging",
    applied: true,
    patch: { network: { interfaceEndpoints: false } },
    harmless: false,
    changes: {
      "foundation/aws_vpc_endpoint.network_endpoints_*": "delete R4",
      "foundation/aws_security_group.network_endpoints_security-group": "delete R4",
      "data/aws_vpc_security_group_ingress_rule.links_connectors_network_at-endpoints-0": "delete R4",
      "workers/aws_vpc_security_group_ingress_rule.endpoints_workers": "delete R4",
    },
    findings: [
      "stateless-destroyed warn {foundation,data,workers}/aws_*.*endpoint*",
      "output-still-read warn foundation/handover.endpointGroupIds*",
    ],
  },
];
