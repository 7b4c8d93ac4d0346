import { containsCidr, overlapCidr, parseCidr } from "cidr-tools";
import { z } from "zod";
import { cidr, listOf, ofNetwork, privateRanges, text } from "../support/fields.ts";
import type { Breach } from "../support/rule.ts";
import { each } from "../support/soundness.ts";

/**
 * Three tiers of subnets in every zone are cut from the range: private (workers and brokers) gets half of each zone's
 * share, isolated and public a quarter each. A zone's share of a /20 is a /22: 507 addresses for nodes and pods.
 */
const narrowest = 20;

/** What every network has, whoever made it. */
export const addressPlan = {
  /** The VPC's address range. AWS allows /16 to /28; below /20 the workers run out of pod addresses. */
  cidr: cidr
    .refine(
      ofNetwork((range) => prefixOf(range) >= 16),
      "it must be a /16 or smaller (the largest VPC that AWS makes). Choose a /16",
    )
    .refine(
      ofNetwork((range) => prefixOf(range) <= narrowest),
      `it must be a /${narrowest} or larger (brokers, nodes and pods take an address each). Choose a /16`,
    )
    .refine(
      ofNetwork(isPrivate),
      `it must lie in a private range (${privateRanges.join(", ")}), outside Docker's 172.17.0.0/16. Choose one like "10.20.0.0/16"`,
    ),
  /** Availability zones, in a fixed order: a zone's position decides its subnets. MSK and EKS want two or three. */
  zones: z
    .array(text(/^[a-z]{2}(-[a-z]+)+-[1-9][a-z]$/, "an availability zone", 'Write it like "us-west-2a"'))
    .min(2, "it must name 2 or 3 availability zones (Amazon MSK runs brokers in 2 or 3). Add one")
    .max(3, "it must name 2 or 3 availability zones (Amazon MSK runs brokers in 2 or 3). Remove one")
    .readonly(),
  /** Ranges reachable from here by peering or VPN, which the VPC therefore must not use. */
  reservedCidrs: listOf(cidr).default([]),
};

/** Also outside 172.17.0.0/16, which Docker takes on the nodes for itself. */
function isPrivate(range: string): boolean {
  return containsCidr(privateRanges, range) && !overlapCidr("172.17.0.0/16", range);
}

function prefixOf(range: string): number {
  return Number(parseCidr(range).prefix);
}

export function* reservedBreaches(config: { cidr: string; reservedCidrs: readonly string[] }): Iterable<Breach> {
  yield* each(config.reservedCidrs, function* (reserved, index) {
    if (!overlapCidr(config.cidr, reserved)) return;
    yield {
      path: ["cidr"],
      also: [["reservedCidrs", index]],
      rule: `it must not overlap ${reserved}, a range reserved for another network`,
      remedy: "Choose a free range",
    };
  });
}

export function* zoneBreaches(config: { zones: readonly string[] }): Iterable<Breach> {
  const seen = new Set<string>();
  yield* each(config.zones, function* (zone, index) {
    if (seen.has(zone))
      yield { path: ["zones", index], rule: "it must stand in the list once", remedy: "Name another zone" };
    seen.add(zone);
  });
}
