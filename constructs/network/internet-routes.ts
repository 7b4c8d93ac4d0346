import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway/index.js";
import { Route } from "@cdktf/provider-aws/lib/route/index.js";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table/index.js";
import type { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { Construct } from "constructs";
import { placeTags } from "./place-tags.ts";

/** The VPC's way to the internet: public subnets have it, isolated ones never do. Both tables serve every zone. */
export class InternetRoutes extends Construct {
  readonly gateway: InternetGateway;
  readonly publicRoutes: RouteTable;
  readonly isolatedRoutes: RouteTable;

  constructor(scope: Construct, id: string, props: { readonly vpc: Vpc }) {
    super(scope, id);
    const vpcId = props.vpc.id;
    this.gateway = new InternetGateway(this, "gateway", { vpcId });
    this.publicRoutes = new RouteTable(this, "public-routes", { vpcId, tags: placeTags("public") });
    this.isolatedRoutes = new RouteTable(this, "isolated-routes", { vpcId, tags: placeTags("isolated") });
    new Route(this, "outward", {
      routeTableId: this.publicRoutes.id,
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: this.gateway.id,
    });
  }
}
