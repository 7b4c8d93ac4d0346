import { type Charging, type SharedCharging, undeclared, unknownSize } from "../charge.ts";
import { daysPerMonth, exact, product } from "../fraction.ts";
import type { Resource } from "../stack-resources.ts";

export const chargeNatGateway: Charging = () => [
  { driver: "NAT gateways", label: "× gateway", item: "nat.gateway", quantity: exact(1) },
];

export const chargeAddress: Charging = () => [
  { driver: "Public addresses", label: "× address", item: "ipv4.address", quantity: exact(1) },
];

/** An interface endpoint is paid in each zone where it has a subnet; gateway endpoints are free. */
export const chargeEndpoint: Charging = (resource) => {
  const { values, address } = resource;
  const kind = values.vpc_endpoint_type ?? "Gateway";
  if (kind === "Gateway") return [];
  if (kind !== "Interface") return [{ unpriced: `${address}: an endpoint that is no interface` }];
  const zones = zonesOf(resource);
  if (zones === undefined) return [unknownSize(resource, "the number of its zones")];
  return [
    {
      driver: "Interface endpoints",
      label: "× endpoint in a zone",
      item: "endpoint.interface",
      quantity: exact(zones),
    },
  ];
};

/** Before the first apply no subnet has an id; the configuration still says how many there are. */
function zonesOf({ values, configured }: Resource): number | undefined {
  return [values.subnet_ids, configured?.subnet_ids].find(Array.isArray)?.length;
}

export const chargeNatData: SharedCharging = ({ usage, resources }) => {
  if (!resources.some(({ type }) => type === "aws_nat_gateway")) return [];
  const { natGibPerDay } = usage.network;
  const declared = "network.natGibPerDay";
  if (natGibPerDay === undefined) return [undeclared("What passes through NAT gateways", declared)];
  const quantity = product(exact(natGibPerDay), daysPerMonth);
  return [{ driver: "NAT gateways, data", label: "GiB", item: "nat.data", quantity, declared }];
};

export const chargeEndpointData: SharedCharging = ({ usage, resources }) => {
  const has = resources.some(
    ({ type, values }) => type === "aws_vpc_endpoint" && values.vpc_endpoint_type === "Interface",
  );
  if (!has) return [];
  const { endpointGibPerDay } = usage.network;
  const declared = "network.endpointGibPerDay";
  if (endpointGibPerDay === undefined) return [undeclared("What passes through interface endpoints", declared)];
  const quantity = product(exact(endpointGibPerDay), daysPerMonth);
  return [{ driver: "Interface endpoints, data", label: "GiB", item: "endpoint.data", quantity, declared }];
};
