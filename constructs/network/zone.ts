import { Eip } from "@cdktf/provider-aws/lib/eip/index.js";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway/index.js";
import { Route } from "@cdktf/provider-aws/lib/route/index.js";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table/index.js";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association/index.js";
import { Subnet } from "@cdktf/provider-aws/lib/subnet/index.js";
import type { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { Construct } from "constructs";
import { recordOf } from "../support/record.ts";
import type { InternetRoutes } from "./internet-routes.ts";
import { placeTags } from "./place-tags.ts";
import { type Tier, tiers } from "./subnet-ranges.ts";

export interface ZoneProps {
  readonly vpc: Vpc;
  readonly availabilityZone: string;
  readonly ranges: Readonly<Record<Tier, string>>;
  readonly internet: InternetRoutes;
}

/** One availability zone's subnets with a route table for its private one. No subnet gives out public addresses. */
export class Zone extends Construct {
  readonly subnetIds: Readonly<Record<Tier, string>>;
  readonly privateRoutes: RouteTable;
  readonly #tags: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: ZoneProps) {
    super(scope, id);
    const { vpc, availabilityZone } = props;
    this.privateRoutes = new RouteTable(this, "private-routes", {
      vpcId: vpc.id,
      tags: placeTags("private", availabilityZone),
    });
    this.#tags = placeTags("public", availabilityZone);
    const { publicRoutes, isolatedRoutes } = props.internet;
    const routes = { public: publicRoutes, private: this.privateRoutes, isolated: isolatedRoutes };
    this.subnetIds = recordOf(tiers, (tier) => createSubnet(this, tier, props, routes[tier]));
  }

  /** A NAT gateway in this zone's public subnet. */
  addNatGateway(internet: InternetRoutes): NatGateway {
    const address = new Eip(this, "nat-address", { domain: "vpc", tags: this.#tags, dependsOn: [internet.gateway] });
    return new NatGateway(this, "nat", {
      allocationId: address.allocationId,
      subnetId: this.subnetIds.public,
      tags: this.#tags,
      // A NAT gateway that comes up before the way to the internet fails its first connections.
      dependsOn: [internet.gateway],
    });
  }

  /** Sends what the private subnet says to the internet through `nat`. */
  routeThrough(nat: NatGateway): void {
    new Route(this, "internet", {
      routeTableId: this.privateRoutes.id,
      destinationCidrBlock: "0.0.0.0/0",
      natGatewayId: nat.id,
    });
  }
}

function createSubnet(zone: Zone, tier: Tier, props: ZoneProps, routes: RouteTable): string {
  const scope = new Construct(zone, tier);
  const subnet = new Subnet(scope, "subnet", {
    vpcId: props.vpc.id,
    availabilityZone: props.availabilityZone,
    cidrBlock: props.ranges[tier],
    mapPublicIpOnLaunch: false,
  });
  new RouteTableAssociation(scope, "association", { subnetId: subnet.id, routeTableId: routes.id });
  return subnet.id;
}
