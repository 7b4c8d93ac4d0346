import { z } from "zod";
import { listOf, text } from "../support/fields.ts";
import { type Breach, rule } from "../support/rule.ts";
import { each } from "../support/soundness.ts";
import { counted } from "../support/wording.ts";
import { addressPlan, reservedBreaches, zoneBreaches } from "./address-plan.ts";
import { type Tier, tiers } from "./subnet-ranges.ts";

const subnetId = text(
  /^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/,
  "the id of a subnet",
  'Write it like "subnet-0123456789abcdef0"',
);
/** One for each zone, in the order of the zones. */
const subnetPerZone = z.array(subnetId).readonly();

/** A VPC that someone else made, with its subnets: nothing of it is created or changed, and a plan checks that it is as described. */
export const existingNetworkConfig = z
  .strictObject({
    mode: z.literal("existing"),
    ...addressPlan,
    vpcId: text(/^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/, "the id of a VPC", 'Write it like "vpc-0123456789abcdef0"'),
    subnetIds: z.strictObject({ public: subnetPerZone, private: subnetPerZone, isolated: subnetPerZone }).readonly(),
    /** The public IPv4 addresses that connections from the private subnets come from, for the allow lists of others. */
    egressAddresses: listOf(z.ipv4('it must be an IPv4 address. Write it like "198.51.100.7"')),
  })
  .check(rule(reservedBreaches), rule(zoneBreaches), rule(subnetBreaches))
  .readonly();

export type ExistingNetworkConfig = z.output<typeof existingNetworkConfig>;

interface Subnets {
  readonly zones: readonly string[];
  readonly subnetIds: Readonly<Record<Tier, readonly string[]>>;
}

function* subnetBreaches({ zones, subnetIds }: Subnets): Iterable<Breach> {
  const seen = new Set<string>();
  yield* each(tiers, function* (tier) {
    yield* each(subnetIds[tier], function* (id, index) {
      if (seen.has(id)) {
        const rule = "it must stand in the lists once: a subnet lies in one zone and has one route table";
        yield { path: ["subnetIds", tier, index], also: [["subnetIds"]], rule, remedy: "Name another subnet" };
      }
      seen.add(id);
    });
    if (subnetIds[tier].length === zones.length) return;
    yield {
      path: ["subnetIds", tier],
      also: [["zones"]],
      rule: `it must name a subnet for each of the ${counted(zones.length, "availability zone")}`,
      remedy: "Name one for each, in the order of the zones",
    };
  });
}
