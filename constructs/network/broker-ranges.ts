import type { NetworkConfig } from "./config.ts";
import { subnetRanges } from "./subnet-ranges.ts";

/** The ranges that brokers have their addresses in: those of the private subnets, or all of a network that others cut. */
export function brokerRanges(config: NetworkConfig): string[] {
  if (config.mode === "existing") return [config.cidr];
  return config.zones.map((_, index) => subnetRanges(config.cidr, index).private);
}
