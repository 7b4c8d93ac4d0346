import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule/index.js";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { NetworkReference } from "../network/network.ts";
import type { PlatformContext } from "../support/context.ts";
import { allowTcp, SecurityGroup } from "../support/security-group.ts";

export interface ConnectorNetworkProps {
  readonly context: PlatformContext;
  readonly network: NetworkReference;
  /** With the brokers' security group. */
  readonly cluster: { readonly securityGroupId: string };
  /** Security groups in front of private ways to AWS services; none where there are no such ways. */
  readonly endpointGroupIds: readonly string[];
}

/** Amazon MSK developer guide, "Port information": TLS with IAM access control. */
const brokerPort = 9098;

/** The connectors' security group: out to the brokers, and by HTTPS to Snowflake and AWS; nothing comes in. */
export class ConnectorNetwork extends Construct {
  readonly groupId: string;
  /** Workers that start without these find nobody. */
  readonly ways: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ConnectorNetworkProps) {
    super(scope, id);
    const { context, network, cluster, endpointGroupIds } = props;
    const description = "Connectors that load topics into Snowflake";
    const group = new SecurityGroup(this, "workers", {
      context,
      vpcId: network.vpcId,
      name: "connectors",
      description,
    });
    this.groupId = group.groupId;
    const from = { securityGroupId: group.groupId, ipProtocol: "tcp" };
    const entry = allowTcp(this, "at-brokers", {
      from: group.groupId,
      to: cluster.securityGroupId,
      port: brokerPort,
      description: "Kafka clients: connectors",
    });
    const endpoints = endpointGroupIds.map((to, index) =>
      allowTcp(this, `at-endpoints-${index}`, {
        from: group.groupId,
        to,
        port: 443,
        description: "Clients of AWS services: connectors",
      }),
    );
    const toBrokers = new VpcSecurityGroupEgressRule(this, "to-brokers", {
      ...from,
      referencedSecurityGroupId: cluster.securityGroupId,
      fromPort: brokerPort,
      toPort: brokerPort,
      description: "Brokers",
    });
    const toServices = new VpcSecurityGroupEgressRule(this, "to-services", {
      ...from,
      // Snowflake and its stages have addresses that change; the connector proves by TLS whom it talks to.
      cidrIpv4: "0.0.0.0/0",
      fromPort: 443,
      toPort: 443,
      description: "Snowflake, and AWS services",
    });
    this.ways = [entry, ...endpoints, toBrokers, toServices];
  }
}
