import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group/index.js";
import { Eip } from "@cdktf/provider-aws/lib/eip/index.js";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway/index.js";
import { Route } from "@cdktf/provider-aws/lib/route/index.js";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association/index.js";
import { Subnet } from "@cdktf/provider-aws/lib/subnet/index.js";
import { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint/index.js";
import { expect, test } from "@jest/globals";
import { networkConfig } from "../../../constructs/network/config.ts";
import { Network } from "../../../constructs/network/network.ts";
import { tiers } from "../../../constructs/network/subnet-ranges.ts";
import type { Protection } from "../../../constructs/support/protection.ts";
import { contextOf } from "../../support/context.ts";
import { all, type Built, build, only } from "../../support/synth.ts";

const zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];

function network(natGateways: "one" | "per-zone" = "one", protection: Protection = "locked") {
  const config = networkConfig.parse({ cidr: "10.30.0.0/16", zones, natGateways });
  return build((stack) => {
    const { vpcId, subnetIds } = new Network(stack, "network", { context: contextOf(protection), config });
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
  expect(Object.keys(all(built, Eip))).toHaveLength(3);
  for (const zone of zones) {
    expect(only(built, Route, `${zone}/internet`).nat_gateway_id).toContain(`aws_nat_gateway.network_${zone}_nat`);
  }
});

test("private and isolated subnets reach S3 without NAT", () => {
  const endpoint = only(network(), VpcEndpoint, "network/s3-endpoint");
  expect(endpoint).toMatchObject({ service_name: "com.amazonaws.eu-west-1.s3", vpc_endpoint_type: "Gateway" });
  expect(endpoint.route_table_ids).toHaveLength(4);
});

function natRoutes(built: Built) {
  return Object.values(all(built, Route)).filter((route) => route.nat_gateway_id !== undefined);
}
