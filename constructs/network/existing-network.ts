import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet/index.js";
import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc/index.js";
import { Construct } from "constructs";
import { recordOf } from "../support/record.ts";
import type { ExistingNetworkConfig } from "./existing-config.ts";
import type { NetworkEdges, NetworkReference } from "./network.ts";
import { type Tier, tiers } from "./subnet-ranges.ts";

/** A network that is there already. Nothing is created; the plan stops where VPC or subnets are not as configured. */
export class ExistingNetwork extends Construct implements NetworkReference, NetworkEdges {
  readonly vpcId: string;
  readonly vpcCidr: string;
  readonly subnetIds: Readonly<Record<Tier, string[]>>;
  readonly egressAddresses: string[];
  /** Whoever made the network made its endpoints, and says who may use them. */
  readonly endpointGroupIds: string[] = [];

  constructor(scope: Construct, id: string, { config }: { readonly config: ExistingNetworkConfig }) {
    super(scope, id);
    this.vpcId = checkedVpc(this, config);
    this.vpcCidr = config.cidr;
    this.subnetIds = recordOf(tiers, (tier) =>
      config.zones.map((zone, index) => checkedSubnet(this, config, tier, zone, config.subnetIds[tier][index] ?? "")),
    );
    this.egressAddresses = [...config.egressAddresses];
  }
}

function checkedVpc(scope: Construct, { vpcId, cidr }: ExistingNetworkConfig): string {
  const wrong = `network.cidr is ${cidr}; it must be the range of ${vpcId}. Correct it.`;
  return new DataAwsVpc(scope, "vpc", {
    id: vpcId,
    lifecycle: { postcondition: [must(`self.cidr_block == "${cidr}"`, wrong)] },
  }).id;
}

function checkedSubnet(
  scope: Construct,
  { vpcId }: ExistingNetworkConfig,
  tier: Tier,
  zone: string,
  id: string,
): string {
  const wrong = `network.subnetIds.${tier} names ${id} for ${zone}; it must be a subnet of ${vpcId} in that zone.`;
  const fits = `self.vpc_id == "${vpcId}" && self.availability_zone == "${zone}"`;
  return new DataAwsSubnet(new Construct(scope, `${zone}-${tier}`), "subnet", {
    id,
    lifecycle: { postcondition: [must(fits, `${wrong} Name another.`)] },
  }).id;
}

function must(condition: string, errorMessage: string) {
  return { condition: `\${${condition}}`, errorMessage };
}
