import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet/index.js";
import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc/index.js";
import { expect, test } from "@jest/globals";
import { App, TerraformStack } from "cdktf";
import { networkConfig } from "../../../constructs/network/config.ts";
import { existingNetworkConfig } from "../../../constructs/network/existing-config.ts";
import { ExistingNetwork } from "../../../constructs/network/existing-network.ts";

const id = (digit: number) => `subnet-${String(digit).repeat(17)}`;
const given = {
  mode: "existing",
  vpcId: "vpc-0123456789abcdef0",
  cidr: "10.30.0.0/16",
  zones: ["eu-west-1a", "eu-west-1b"],
  subnetIds: { public: [id(1), id(2)], private: [id(3), id(4)], isolated: [id(5), id(6)] },
  egressAddresses: ["198.51.100.7", "198.51.100.8"],
};

function problems(change: object): string[] {
  const { error } = networkConfig.safeParse({ ...given, ...change });
  return (error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
}

test.each<[string, object, string]>([
  ["another kind of network", { mode: "borrowed" }, "mode: it must be own or existing. Write one of them"],
  [
    "a VPC's id of another form",
    { vpcId: "vpc-1" },
    'vpcId: it must be the id of a VPC. Write it like "vpc-0123456789abcdef0"',
  ],
  [
    "a subnet's id of another form",
    { subnetIds: { ...given.subnetIds, private: [id(3), "sn"] } },
    'subnetIds.private.1: it must be the id of a subnet. Write it like "subnet-0123456789abcdef0"',
  ],
  [
    "a zone without a subnet",
    { subnetIds: { ...given.subnetIds, isolated: [id(5)] } },
    "subnetIds.isolated: it must name a subnet for each of the 2 availability zones. Name one for each, in the order of the zones",
  ],
  [
    "a subnet in two tiers",
    { subnetIds: { ...given.subnetIds, isolated: [id(5), id(3)] } },
    "subnetIds.isolated.1: it must stand in the lists once: a subnet lies in one zone and has one route table. Name another subnet",
  ],
  [
    "an address that is none",
    { egressAddresses: ["198.51.100.0/24"] },
    'egressAddresses.0: it must be an IPv4 address. Write it like "198.51.100.7"',
  ],
  ["a setting of an own network", { natGateways: "one" }, ': Unrecognized key: "natGateways"'],
])("%s is refused", (_, change, problem) => {
  expect(problems(change)).toEqual([problem]);
});

const synthesized = (() => {
  const stack = new TerraformStack(new App(), "test");
  const network = new ExistingNetwork(stack, "network", { config: existingNetworkConfig.parse(given) });
  return { network, json: stack.toTerraform() };
})();

test("nothing is created", () => {
  expect(synthesized.json.resource).toBeUndefined();
});

test("a plan stops at a VPC of another range and at a subnet of another VPC or zone", () => {
  const { data } = synthesized.json;
  const conditions = (type: string) =>
    Object.values(Object(data[type])).map((source) => Object(source).lifecycle.postcondition[0].condition.slice(2, -1));
  expect(conditions(DataAwsVpc.tfResourceType)).toEqual(['self.cidr_block == "10.30.0.0/16"']);
  const subnets = conditions(DataAwsSubnet.tfResourceType);
  expect(subnets).toHaveLength(6);
  expect(subnets[1]).toBe('self.vpc_id == "vpc-0123456789abcdef0" && self.availability_zone == "eu-west-1b"');
});

test("what was given is handed over, as the plan has checked it", () => {
  const { network } = synthesized;
  expect(network.vpcCidr).toBe(given.cidr);
  expect(network.egressAddresses).toEqual(given.egressAddresses);
  expect(network.endpointGroupIds).toEqual([]);
  expect(network.subnetIds.private).toHaveLength(2);
});
