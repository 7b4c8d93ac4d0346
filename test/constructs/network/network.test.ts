import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group/index.js";
import { Eip } from "@cdktf/provider-aws/lib/eip/index.js";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway/index.js";
import { NetworkAcl } from "@cdktf/provider-aws/lib/network-acl/index.js";
import { Route } from "@cdktf/provider-aws/lib/route/index.js";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table/index.js";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association/index.js";
import { Subnet } from "@cdktf/provider-aws/lib/subnet/index.js";
import { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint/index.js";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js";
import { expect, test } from "@jest/globals";
import { EndpointClients } from "../../../constructs/network/endpoint-clients.ts";
import { Network } from "../../../constructs/network/network.ts";
import { ownNetworkConfig } from "../../../constructs/network/own-config.ts";
import { tiers } from "../../../constructs/network/subnet-ranges.ts";
import type { Protection } from "../../../constructs/support/protection.ts";
import { contextOf } from "../../support/context.ts";
import { all, type Built, build, only } from "../../support/synth.ts";

const zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];

function network(natGateways: "one" | "per-zone" = "one", protection: Protection = "locked", more: object = {}) {
  const config = ownNetworkConfig.parse({ mode: "own", cidr: "10.30.0.0/16", zones, natGateways, ...more });
  return build((stack) => {
    const { vpcId, subnetIds, egressAddresses, endpointGroupIds } = new Network(stack, "network", {
      context: contextOf(protection),
      config,
      logKeyArn: "key",
    });
    new Eip(stack, "seen-egress", { tags: { addresses: egressAddresses.join(" ") } });
    new EndpointClients(stack, "clients", { endpointGroupIds, clientGroupIds: { workers: "sg-nodes" } });
    for (const tier of tiers) new VpcEndpoint(stack, `seen-${tier}`, { vpcId, subnetIds: subnetIds[tier] });
  });
}

test("the default security group lets nothing through, and a rule added to it by hand shows as drift", () => {
  expect(only(network(), DefaultSecurityGroup)).toMatchObject({ ingress: [], egress: [] });
});

test("no route leads from an isolated subnet to the internet", () => {
  const built = network();
  const isolated = new Set(
    Object.entries(all(built, RouteTableAssociation))
      .filter(([path]) => path.includes("/isolated/"))
      .map(([, association]) => association.route_table_id),
  );
  expect(isolated.size).toBe(1);
  const routed = Object.values(all(built, Route)).map((route) => route.route_table_id);
  expect(routed.filter((table) => isolated.has(table))).toEqual([]);
});

test("no subnet gives out public addresses", () => {
  const given = Object.values(all(network(), Subnet)).map((subnet) => subnet.map_public_ip_on_launch);
  expect(given).toEqual(Array(9).fill(false));
});

test("every zone has a public, a private and an isolated subnet with ranges written out", () => {
  const subnets = Object.entries(all(network(), Subnet)).map(([path, subnet]) => [path, subnet.cidr_block]);
  expect(subnets.slice(0, 3)).toEqual([
    ["network/eu-west-1a/public/subnet", "10.30.48.0/20"],
    ["network/eu-west-1a/private/subnet", "10.30.0.0/19"],
    ["network/eu-west-1a/isolated/subnet", "10.30.32.0/20"],
  ]);
  expect(subnets).toHaveLength(9);
});

test.each<[Protection, boolean]>([
  ["ephemeral", false],
  ["standard", true],
  ["locked", true],
])("under %s, destroying the network is refused: %s", (protection, refused) => {
  expect(only(network("one", protection), Vpc).lifecycle?.prevent_destroy ?? false).toBe(refused);
});

test.each(tiers)("%s subnets are handed over in the order of the zones", (tier) => {
  const references = zones.map((zone) => expect.stringContaining(`aws_subnet.network_${zone}_${tier}_subnet`));
  expect(only(network(), VpcEndpoint, `seen-${tier}`).subnet_ids).toEqual(references);
});

test("one NAT gateway serves every zone", () => {
  const built = network("one");
  expect(Object.keys(all(built, NatGateway))).toEqual(["network/eu-west-1a/nat"]);
  const used = natRoutes(built).map((route) => route.nat_gateway_id);
  expect(used).toHaveLength(3);
  expect(new Set(used).size).toBe(1);
});

test("with a NAT gateway in each zone, a zone's traffic stays in the zone", () => {
  const built = network("per-zone");
  expect(Object.keys(all(built, NatGateway))).toHaveLength(3);
  for (const zone of zones) {
    expect(only(built, Route, `${zone}/internet`).nat_gateway_id).toContain(`aws_nat_gateway.network_${zone}_nat`);
  }
});

test("what there are several of is told apart by its tags: AWS gives it random ids", () => {
  const built = network("per-zone");
  const tagged = [all(built, RouteTable), all(built, NatGateway), all(built, NetworkAcl), all(built, Eip)];
  for (const alike of tagged) {
    const tags = Object.entries(alike).filter(([path]) => !path.startsWith("seen-"));
    expect(tags.length).toBeGreaterThan(2);
    expect(new Set(tags.map(([, { tags }]) => JSON.stringify(tags))).size).toBe(tags.length);
  }
  expect(only(built, NatGateway, "eu-west-1b/nat").tags).toEqual({ SubnetTier: "public", Zone: "eu-west-1b" });
});

test("private and isolated subnets reach S3 without NAT", () => {
  const endpoint = only(network(), VpcEndpoint, "network/s3-endpoint");
  expect(endpoint).toMatchObject({ service_name: "com.amazonaws.eu-west-1.s3", vpc_endpoint_type: "Gateway" });
  expect(endpoint.route_table_ids).toHaveLength(4);
});

test.each<["one" | "per-zone", number]>([
  ["one", 1],
  ["per-zone", 3],
])("with NAT gateways %s, the network is seen from outside under %d addresses", (natGateways, count) => {
  const { addresses } = only(network(natGateways), Eip, "seen-egress").tags ?? {};
  expect(addresses?.split(" ").filter((address) => /aws_nat_gateway\..*\.public_ip/.test(address))).toHaveLength(count);
});

test("flow logs are written by a role that no other account can borrow, for as long as configured", () => {
  const built = network("one", "locked", { flowLogDays: 90 });
  expect(only(built, FlowLog)).toMatchObject({ traffic_type: "ALL", log_destination_type: "cloud-watch-logs" });
  expect(only(built, CloudwatchLogGroup)).toMatchObject({ retention_in_days: 90, kms_key_id: "key" });
  expect(only(built, IamRole).assume_role_policy).toContain('"aws:SourceAccount":"111122223333"');
});

test("without interface endpoints nobody is let in anywhere", () => {
  const built = network();
  expect(Object.keys(all(built, VpcEndpoint))).toHaveLength(1 + tiers.length);
  expect(all(built, VpcSecurityGroupIngressRule)).toEqual({});
});

test("interface endpoints stand in every zone under the service's own name, and admit groups, not ranges", () => {
  const built = network("one", "locked", { interfaceEndpoints: true });
  const endpoints = Object.values(all(built, VpcEndpoint)).filter((at) => at.vpc_endpoint_type === "Interface");
  expect(endpoints.map((at) => at.service_name?.split("eu-west-1.")[1])).toEqual(
    "ec2 ecr.api ecr.dkr eks eks-auth kms logs monitoring secretsmanager sns sts".split(" "),
  );
  for (const endpoint of endpoints) {
    expect(endpoint.private_dns_enabled).toBe(true);
    expect(endpoint.subnet_ids).toHaveLength(3);
  }
  const rule = only(built, VpcSecurityGroupIngressRule);
  expect(rule).toMatchObject({ referenced_security_group_id: "sg-nodes", from_port: 443, to_port: 443 });
  expect(rule.cidr_ipv4).toBeUndefined();
});

function natRoutes(built: Built) {
  return Object.values(all(built, Route)).filter((route) => route.nat_gateway_id !== undefined);
}
