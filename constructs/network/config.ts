import { overlapCidr, parseCidr } from "cidr-tools";
import { z } from "zod";
import { cidr, text } from "../support/fields.ts";
import { type Breach, rule } from "../support/rule.ts";

/**
 * Three tiers of subnets in every zone are cut from the range: private (workers and brokers) gets half of each zone's
 * share, isolated and public a quarter each. A zone's share of a /20 is a /22: 507 addresses for nodes and pods.
 */
const largestPrefix = 20;

export const networkConfig = z
  .strictObject({
    /** The VPC's address range. AWS allows /16 to /28; below /20 the workers run out of pod addresses. */
    cidr,
    /** Availability zones, in a fixed order: a zone's position decides its subnets' ranges. MSK and EKS want two or three. */
    zones: z
      .array(text(/^[a-z]{2}(-[a-z]+)+-[1-9][a-z]$/, "an availability zone", 'Write it like "us-west-2a"'))
      .min(2, "it must name 2 or 3 availability zones (Amazon MSK runs brokers in 2 or 3). Add one")
      .max(3, "it must name 2 or 3 availability zones (Amazon MSK runs brokers in 2 or 3). Remove one"),
    /** One NAT gateway for all zones is cheaper; one per zone survives the loss of a zone. */
    natGateways: z.enum(["one", "per-zone"]).default("one"),
    /** Ranges reachable from here by peering or VPN, which the VPC therefore must not use. */
    reservedCidrs: z.array(cidr).readonly().default([]),
  })
  .check(
    rule([["cidr"]], sizeBreaches),
    rule([["cidr"], ["reservedCidrs"]], reservedBreaches),
    rule([["zones"]], zoneBreaches),
  )
  .readonly();

export type NetworkConfig = z.output<typeof networkConfig>;

function* sizeBreaches(config: { cidr: string }): Iterable<Breach> {
  const prefix = Number(parseCidr(config.cidr).prefix);
  if (prefix < 16) {
    yield { path: ["cidr"], rule: "it must be a /16 or smaller (the largest VPC that AWS makes)", remedy: "Use a /16" };
  }
  if (prefix > largestPrefix) {
    yield {
      path: ["cidr"],
      rule: `it must be a /${largestPrefix} or larger (brokers, nodes and pods take an address each)`,
      remedy: "Use a /16",
    };
  }
}

function* reservedBreaches(config: { cidr: string; reservedCidrs: readonly string[] }): Iterable<Breach> {
  for (const [index, reserved] of config.reservedCidrs.entries()) {
    if (!overlapCidr(config.cidr, reserved)) continue;
    yield {
      path: ["cidr"],
      also: [["reservedCidrs", index]],
      rule: `it must not overlap ${reserved}, a range reserved for another network`,
      remedy: "Choose a free range",
    };
  }
}

function* zoneBreaches(config: { zones: readonly string[] }): Iterable<Breach> {
  for (const [index, zone] of config.zones.entries()) {
    if (config.zones.indexOf(zone) === index) continue;
    yield { path: ["zones", index], rule: "it must name each zone once", remedy: "Name another zone" };
  }
}
