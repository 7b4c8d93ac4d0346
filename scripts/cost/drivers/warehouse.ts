import { numberOf, type Values } from "../../preview/plan/values.ts";
import { type Charging, undeclared, unknownSize } from "../charge.ts";
import { daysPerMonth, exact, product } from "../fraction.ts";

/**
 * Credits that a cluster of a size takes in an hour, of a standard warehouse of the first generation
 * (https://docs.snowflake.com/en/user-guide/warehouses-overview, "Warehouse size"). The provider takes both spellings.
 */
const creditsPerHour: Readonly<Record<string, number>> = {
  XSMALL: 1,
  SMALL: 2,
  MEDIUM: 4,
  LARGE: 8,
  XLARGE: 16,
  XXLARGE: 32,
  "2XLARGE": 32,
  XXXLARGE: 64,
  "3XLARGE": 64,
  X4LARGE: 128,
  "4XLARGE": 128,
  X5LARGE: 256,
  "5XLARGE": 256,
  X6LARGE: 512,
  "6XLARGE": 512,
};

/** Credits by size, clusters and the hours that are declared; what resource monitors allow is a bound, no use. */
export const chargeWarehouse: Charging = (resource, { usage, edition, warehousePrefix }) => {
  const { values, address } = resource;
  if (typeof values.name !== "string" || typeof values.warehouse_size !== "string") {
    return [unknownSize(resource, "its name or size")];
  }
  const name = values.name.startsWith(warehousePrefix) ? values.name.slice(warehousePrefix.length) : values.name;
  const credits = creditsPerHour[values.warehouse_size.toUpperCase().replaceAll("-", "")];
  const special = [values.warehouse_type, values.generation, values.resource_constraint].find(isSpecial);
  if (credits === undefined || special !== undefined) {
    return [{ unpriced: `${address}: a size or kind of warehouse whose credits are not known here` }];
  }
  const declared = usage.warehouses[name];
  if (declared === undefined) return [undeclared(address, "warehouses.<name>")];
  const clusters = clustersOf(values, declared.clusters);
  const hours = declared.hoursPerDay;
  return [
    {
      driver: `Warehouse ${name}`,
      label: `credits (${values.warehouse_size} × ${clusters} ${clusters === 1 ? "cluster" : "clusters"} × ${hours} h a day)`,
      item: `snowflake.credit.${edition}`,
      quantity: product(exact(credits), exact(clusters), exact(hours), daysPerMonth),
      declared: `warehouses.${name}`,
    },
  ];
};

/** Warehouses of another type or generation take other credits an hour. */
function isSpecial(kind: unknown): boolean {
  return typeof kind === "string" && !["", "STANDARD", "1", "STANDARD_GEN_1"].includes(kind.toUpperCase());
}

/** One cluster is what Snowflake sets where nothing else is (CREATE WAREHOUSE, MIN_CLUSTER_COUNT and MAX_CLUSTER_COUNT). */
function clustersOf({ min_cluster_count, max_cluster_count }: Values, declared: number): number {
  const least = numberOf(min_cluster_count) ?? 1;
  const most = numberOf(max_cluster_count) ?? 1;
  return Math.max(least, Math.min(declared, most));
}
