import type { Tier } from "./subnet-ranges.ts";

/**
 * Tags of what the network has several of, alike but for the subnets they serve. AWS gives such things random ids: without
 * these, neither a person in the console nor an adoption could tell which is which.
 */
export function placeTags(tier: Tier, zone?: string): Record<string, string> {
  return { SubnetTier: tier, ...(zone !== undefined && { Zone: zone }) };
}
