import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group/index.js";
import { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint/index.js";
import { Construct } from "constructs";
import type { PlatformContext } from "../support/context.ts";
import { stateful } from "../support/lifecycle.ts";
import { recordOf } from "../support/record.ts";
import type { NetworkConfig } from "./config.ts";
import { InternetRoutes } from "./internet-routes.ts";
import { subnetRanges, type Tier, tiers } from "./subnet-ranges.ts";
import { Zone } from "./zone.ts";

export interface NetworkProps {
  readonly context: PlatformContext;
  readonly config: NetworkConfig;
}

/** A network as other constructs and stacks know it. */
export interface NetworkReference {
  readonly vpcId: string;
  /** The address range itself, not a reference to it. */
  readonly vpcCidr: string;
  /** One subnet of each tier for each zone, in the order of the configured zones. */
  readonly subnetIds: Readonly<Record<Tier, string[]>>;
}

/**
 * A VPC with public, private and isolated subnets in every zone. Private subnets reach the internet through NAT and S3
 * without it; nothing is reachable from outside, and the default security group lets nothing through.
 */
export class Network extends Construct implements NetworkReference {
  readonly vpcId: string;
  readonly vpcCidr: string;
  readonly subnetIds: Readonly<Record<Tier, string[]>>;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const vpc = createVpc(this, props);
    const internet = new InternetRoutes(this, "internet", { vpc });
    const zones = createZones(this, props.config, vpc, internet);
    routeThroughNat(props.config, zones, internet);
    createS3Endpoint(this, props.context, vpc, [internet.isolatedRoutes, ...zones.map((zone) => zone.privateRoutes)]);
    this.vpcId = vpc.id;
    this.vpcCidr = props.config.cidr;
    this.subnetIds = recordOf(tiers, (tier) => zones.map((zone) => zone.subnetIds[tier]));
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

function createZones(scope: Construct, config: NetworkConfig, vpc: Vpc, internet: InternetRoutes): Zone[] {
  return config.zones.map(
    (availabilityZone, index) =>
      new Zone(scope, availabilityZone, { vpc, availabilityZone, ranges: subnetRanges(config.cidr, index), internet }),
  );
}

function routeThroughNat(config: NetworkConfig, zones: readonly Zone[], internet: InternetRoutes): void {
  const [first] = zones;
  const shared = config.natGateways === "one" ? first?.addNatGateway(internet) : undefined;
  for (const zone of zones) zone.routeThrough(shared ?? zone.addNatGateway(internet));
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
  });
}
