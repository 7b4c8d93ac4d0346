import type { Edition } from "../../constructs/warehouse/edition.ts";
import type { Fraction } from "./fraction.ts";
import type { Resource } from "./stack-resources.ts";
import type { Usage } from "./usage.ts";

/** Something that a month's bill holds. */
export interface Charge {
  /** The line it is part of: `Kafka brokers`. Charges of one line and label are added up. */
  readonly driver: string;
  /** After the quantity: `× kafka.m5.large`, `GiB`. */
  readonly label: string;
  /** What the price file calls it. */
  readonly item: string;
  /** In the unit of the item's price; of a price per hour or month, how many run all the time. */
  readonly quantity: Fraction;
  /** What of the declared usage it counts with: `kafka.topics.user_events`. */
  readonly declared?: string;
}

/** Something that costs money and is in no sum, and why. */
export interface Unpriced {
  readonly unpriced: string;
}

export type Outcome = Charge | Unpriced;

/** What the parts of an estimate count with, beside the resource. */
export interface Surroundings {
  readonly usage: Usage;
  readonly edition: Edition;
  /** What names of virtual warehouses start with, before the name that the environment declares. */
  readonly warehousePrefix: string;
  /** All that stands at that time. */
  readonly resources: readonly Resource[];
}

export type Charging = (resource: Resource, surroundings: Surroundings) => readonly Outcome[];

/** Charged once, however many resources there are. */
export type SharedCharging = (surroundings: Surroundings) => readonly Outcome[];

export function unknownSize({ address }: Resource, what: string): Unpriced {
  return { unpriced: `${address}: ${what} is known only when it is applied` };
}

export function undeclared(what: string, path: string): Unpriced {
  return { unpriced: `${what}: nothing declared; ${path} in environments/usage.ts` };
}
