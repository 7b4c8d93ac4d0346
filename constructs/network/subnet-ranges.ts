import { parseCidr } from "cidr-tools";
import { recordOf } from "../support/record.ts";

/** public: what faces the internet (NAT gateways); private: workers and brokers; isolated: nothing that talks to the internet. */
export const tiers = ["public", "private", "isolated"] as const;
export type Tier = (typeof tiers)[number];

/** Four shares, though no more than three zones are used: halves of halves stay aligned, and the last share stays free. */
const shareBits = 2;

/** Where a tier lies within its zone's share: how many bits it is narrower, and its position among blocks of that size. */
const places: Readonly<Record<Tier, { readonly bits: number; readonly index: number }>> = {
  private: { bits: 1, index: 0 },
  isolated: { bits: 2, index: 2 },
  public: { bits: 2, index: 3 },
};

/**
 * The ranges of a zone's subnets, cut from the VPC's range. They depend on nothing but the range and the zone's position
 * (0 to 2), so that a zone that is added later moves no other.
 */
export function subnetRanges(vpc: string, zone: number): Record<Tier, string> {
  const share = block(vpc, shareBits, zone);
  return recordOf(tiers, (tier) => block(share, places[tier].bits, places[tier].index));
}

/** The `index`-th of the equal blocks that `bits` more prefix bits divide a range into. */
function block(cidr: string, bits: number, index: number): string {
  const { start, prefix } = parseCidr(cidr);
  const narrower = Number(prefix) + bits;
  if (narrower > 32 || index < 0 || index >= 2 ** bits) {
    throw new RangeError(`${cidr} has no block ${index} of /${narrower}`);
  }
  return `${address(Number(start) + index * 2 ** (32 - narrower))}/${narrower}`;
}

function address(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join(".");
}
