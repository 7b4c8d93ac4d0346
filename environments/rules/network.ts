import { overlapCidr, parseCidr } from "cidr-tools";
import { zoneLetters } from "../../constructs/network/regions.ts";
import { subnetRanges } from "../../constructs/network/subnet-ranges.ts";
import type { Breach } from "../../constructs/support/rule.ts";
import { each, ifSound } from "../../constructs/support/soundness.ts";
import { addressesPerNode } from "../../constructs/workers/node-addresses.ts";
import type { Environment } from "../environment.ts";

export function* zonesOfRegion(env: Environment): Iterable<Breach> {
  const { region } = env.aws;
  const letters = zoneLetters(region);
  yield* each(env.network.zones, function* (zone, index) {
    const at = { path: ["network", "zones", index], also: [["aws", "region"]] };
    const here = zone.slice(0, -1) === region;
    if (!here) {
      const remedy = `Name one like ${region}${letters?.[0] ?? "a"}, or change aws.region`;
      yield { ...at, rule: `it must be a zone of the region ${region}`, remedy };
    } else if (letters && !letters.includes(zone.slice(-1))) {
      const zones = [...letters].map((letter) => region + letter).join(", ");
      yield { ...at, rule: `the region ${region} has the zones ${zones}`, remedy: "Name one of them" };
    }
  });
}

/** Amazon MSK spreads brokers evenly (MSK developer guide, "Create a cluster": a multiple of the number of zones). */
export function* brokersPerZone(env: Environment): Iterable<Breach> {
  const zones = env.network.zones.length;
  const { count } = env.streaming.brokers;
  if (count % zones === 0) return;
  const fewer = Math.floor(count / zones) * zones;
  const least = Math.max(zones, ifSound(() => env.streaming.replicationFactor) ?? 1);
  yield {
    path: ["streaming", "brokers", "count"],
    also: [["network", "zones"]],
    rule: `it must be a multiple of the ${zones} availability zones`,
    remedy: `Use ${fewer >= least ? `${fewer} or ` : ""}${fewer + zones}`,
  };
}

/** Amazon EKS user guide, "View Amazon EKS networking requirements": the service range must overlap no network that the cluster reaches. */
export function* serviceRange(env: Environment): Iterable<Breach> {
  const { serviceCidr } = env.workers;
  const taken = (range: string) => overlapCidr(range, serviceCidr);
  const remedy = () => {
    const free = freeServiceRange(env);
    return free ? `Choose a range outside it, like ${JSON.stringify(free)}` : "Choose a range outside it";
  };
  if (taken(env.network.cidr)) {
    yield {
      path: ["workers", "serviceCidr"],
      also: [["network", "cidr"]],
      rule: `it must not overlap the VPC's range ${env.network.cidr}`,
      remedy: remedy(),
    };
  }
  yield* each(env.network.reservedCidrs, function* (reserved, index) {
    if (!taken(reserved)) return;
    yield {
      path: ["workers", "serviceCidr"],
      also: [["network", "reservedCidrs", index]],
      rule: `it must not overlap ${reserved}, a range reserved for another network`,
      remedy: remedy(),
    };
  });
}

const serviceRanges = ["172.20.0.0/16", "10.100.0.0/16", "192.168.0.0/16"];

function freeServiceRange(env: Environment): string | undefined {
  const taken = ifSound(() => [env.network.cidr, ...env.network.reservedCidrs]) ?? serviceRanges;
  return serviceRanges.find((range) => !overlapCidr(range, taken));
}

/** AWS keeps the first four and the last address of every subnet (Amazon VPC user guide, "Subnet CIDR blocks"). */
const keptPerSubnet = 5;

/** The addresses that nodes and their pods share. */
export function privateAddresses({
  cidr,
  zones,
}: {
  readonly cidr: string;
  readonly zones: readonly string[];
}): number {
  const subnets = zones.map((_, index) => subnetRanges(cidr, index).private);
  return subnets.reduce((sum, range) => sum + 2 ** (32 - Number(parseCidr(range).prefix)) - keptPerSubnet, 0);
}

/** Nodes that do not find an address never join; Terraform would wait for them until it gives up. */
export function* addresses(env: Environment): Iterable<Breach> {
  // Of subnets that others made, the addresses left are theirs to know.
  if (env.network.mode === "existing") return;
  const { cidr } = env.network;
  const free = privateAddresses(env.network);
  const { maxNodes, instanceTypes } = env.workers.nodeGroup;
  const perNode = Math.max(...instanceTypes.map(addressesPerNode));
  if (maxNodes * perNode <= free) return;
  yield {
    path: ["workers", "nodeGroup", "maxNodes"],
    also: [
      ["network", "cidr"],
      ["workers", "nodeGroup", "instanceTypes"],
    ],
    rule: `its nodes take up to ${perNode} addresses each, and the private subnets of ${cidr} have ${free}`,
    remedy: `Use ${Math.floor(free / perNode)} or fewer, smaller nodes, or a larger range`,
  };
}
