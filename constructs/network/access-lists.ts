import { DefaultNetworkAcl } from "@cdktf/provider-aws/lib/default-network-acl/index.js";
import { NetworkAcl, type NetworkAclIngress } from "@cdktf/provider-aws/lib/network-acl/index.js";
import type { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { Construct } from "constructs";
import { placeTags } from "./place-tags.ts";
import { type Tier, tiers } from "./subnet-ranges.ts";

export interface AccessListsProps {
  readonly vpc: Vpc;
  /** Ranges that may open connections to the subnets: the VPC's own, and what is peered with it. */
  readonly neighbors: readonly string[];
  readonly subnetIds: Readonly<Record<Tier, string[]>>;
}

type Rule = Omit<NetworkAclIngress, "ruleNo">;

const anywhere = "0.0.0.0/0";

/**
 * A stateless second fence behind the security groups: whatever those say, nobody outside the neighborhood opens a
 * connection to a subnet. The default list lets nothing through, so that a subnet nobody thought of reaches nothing.
 */
export class AccessLists extends Construct {
  constructor(scope: Construct, id: string, { vpc, neighbors, subnetIds }: AccessListsProps) {
    super(scope, id);
    new DefaultNetworkAcl(this, "default", { defaultNetworkAclId: vpc.defaultNetworkAclId, ingress: [], egress: [] });
    const near = neighbors.map(everything);
    for (const tier of tiers) {
      new NetworkAcl(new Construct(this, tier), "list", {
        vpcId: vpc.id,
        subnetIds: subnetIds[tier],
        tags: placeTags(tier),
        ingress: numbered([...near, ...answers]),
        egress: numbered(tier === "isolated" ? [...near, tcp(443, 443)] : [everything(anywhere)]),
      });
    }
  }
}

/**
 * Packets of connections that the subnets opened: to the port that the client chose (Linux and NAT gateways use 1024 and
 * up; not 3389, at which Windows machines listen), and word of a packet that was too big.
 */
const answers: readonly Rule[] = [
  tcp(1024, 3388),
  tcp(3390, 65535),
  { action: "allow", protocol: "icmp", icmpType: 3, icmpCode: 4, fromPort: 0, toPort: 0, cidrBlock: anywhere },
];

/** Isolated subnets have no route but the one to S3, whose addresses are public: port 443 to anywhere is S3. */
function tcp(fromPort: number, toPort: number): Rule {
  return { action: "allow", protocol: "tcp", fromPort, toPort, cidrBlock: anywhere };
}

function everything(cidrBlock: string): Rule {
  return { action: "allow", protocol: "-1", fromPort: 0, toPort: 0, cidrBlock };
}

/** Steps of ten, as AWS advises, leave room for a rule in an emergency. */
function numbered(rules: readonly Rule[]): NetworkAclIngress[] {
  return rules.map((rule, index) => ({ ...rule, ruleNo: (index + 1) * 10 }));
}
