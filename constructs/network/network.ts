import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group/index.js";
import { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint/index.js";
import { Construct } from "constructs";
import type { PlatformContext } from "../support/context.ts";
import { stateful } from "../support/lifecycle.ts";
import { recordOf } from "../support/record.ts";
import { AccessLists } from "./access-lists.ts";
import { s3EndpointPolicy } from "./endpoint-policy.ts";
import { FlowLogs } from "./flow-logs.ts";
import { InterfaceEndpoints } from "./interface-endpoints.ts";
import { InternetRoutes } from "./internet-routes.ts";
import type { OwnNetworkConfig } from "./own-config.ts";
import { subnetRanges, type Tier, tiers } from "./subnet-ranges.ts";
import { Zone } from "./zone.ts";

export interface NetworkProps {
  readonly context: PlatformContext;
  readonly config: OwnNetworkConfig;
  /** The customer managed key of log groups. */
  readonly logKeyArn: string;
}

/** A network as other constructs and stacks know it. */
export interface NetworkReference {
  readonly vpcId: string;
  /** The address range itself, not a reference to it. */
  readonly vpcCidr: string;
  /** One subnet of each tier for each zone, in the order of the configured zones. */
  readonly subnetIds: Readonly<Record<Tier, string[]>>;
}

/** What else others must know to let the network's traffic in, or to be let in by it. */
export interface NetworkEdges {
  /** The fixed public addresses that connections from private subnets come from. */
  readonly egressAddresses: string[];
  /** Security groups in front of private ways to AWS services; see EndpointClients. */
  readonly endpointGroupIds: string[];
}

/**
 * A VPC with public, private and isolated subnets in every zone. Private subnets reach the internet through NAT and S3
 * without it; nothing is reachable from outside, the default security group and access list let nothing through, and
 * every connection is on record.
 */
export class Network extends Construct implements NetworkReference, NetworkEdges {
  readonly vpcId: string;
  readonly vpcCidr: string;
  readonly subnetIds: Readonly<Record<Tier, string[]>>;
  readonly egressAddresses: string[];
  readonly endpointGroupIds: string[];

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const { context, config } = props;
    const vpc = createVpc(this, props);
    new FlowLogs(this, "flow-logs", { context, vpc, days: config.flowLogDays, keyArn: props.logKeyArn });
    const internet = new InternetRoutes(this, "internet", { vpc });
    const zones = createZones(this, config, vpc, internet);
    this.egressAddresses = routeThroughNat(config, zones, internet);
    this.vpcId = vpc.id;
    this.vpcCidr = config.cidr;
    const subnetIds = recordOf(tiers, (tier) => zones.map((zone) => zone.subnetIds[tier]));
    this.subnetIds = subnetIds;
    new AccessLists(this, "access-lists", { vpc, neighbors: [config.cidr, ...config.reservedCidrs], subnetIds });
    createS3Endpoint(this, context, vpc, [internet.isolatedRoutes, ...zones.map((zone) => zone.privateRoutes)]);
    this.endpointGroupIds = config.interfaceEndpoints
      ? [new InterfaceEndpoints(this, "endpoints", { context, vpc, subnetIds: subnetIds.private }).groupId]
      : [];
  }
}

function createVpc(scope: Construct, { context, config }: NetworkProps): Vpc {
  const vpc = new Vpc(scope, "vpc", {
    cidrBlock: config.cidr,
    enableDnsHostnames: true,
    enableDnsSupport: true,
    // It holds no state itself, but another range is another VPC, and everything that holds state would move with it.
    lifecycle: stateful(context),
  });
  // Empty lists, not absent ones: a rule that someone adds to the default group by hand shows as drift.
  new DefaultSecurityGroup(scope, "default-security-group", { vpcId: vpc.id, ingress: [], egress: [] });
  return vpc;
}

function createZones(scope: Construct, config: OwnNetworkConfig, vpc: Vpc, internet: InternetRoutes): Zone[] {
  return config.zones.map(
    (availabilityZone, index) =>
      new Zone(scope, availabilityZone, { vpc, availabilityZone, ranges: subnetRanges(config.cidr, index), internet }),
  );
}

/** Answers the gateways' addresses. */
function routeThroughNat(config: OwnNetworkConfig, zones: readonly Zone[], internet: InternetRoutes): string[] {
  const withGateway = config.natGateways === "one" ? zones.slice(0, 1) : zones;
  const gateways = withGateway.map((zone) => zone.addNatGateway(internet));
  zones.forEach((zone, index) => {
    const gateway = gateways[index] ?? gateways[0];
    if (gateway) zone.routeThrough(gateway);
  });
  return gateways.map((gateway) => gateway.publicIp);
}

/** Keeps the lake's traffic off the NAT gateways, which bill by the gigabyte. */
function createS3Endpoint(
  scope: Construct,
  context: PlatformContext,
  vpc: Vpc,
  tables: readonly { readonly id: string }[],
): void {
  new VpcEndpoint(scope, "s3-endpoint", {
    vpcId: vpc.id,
    serviceName: `com.amazonaws.${context.region}.s3`,
    vpcEndpointType: "Gateway",
    routeTableIds: tables.map((table) => table.id),
    policy: s3EndpointPolicy(context),
  });
}
