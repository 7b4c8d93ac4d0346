import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ConfigurationError } from "../../constructs/support/errors.ts";
import { valueAt } from "../../environments/merge.ts";
import { shownPath, shownValue } from "../../environments/shown.ts";
import { priceUnits, unitOf } from "./price-units.ts";

const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-[1-9]$/, "it must be an AWS region, like us-west-2");

const price = z
  .strictObject({
    /** What it is the price of: `msk.broker.kafka.m5.large`. */
    item: z.string().refine((item) => unitOf(item) !== undefined, "nothing here is counted under that name"),
    region,
    /** As text, so that it stays the decimal that was read. */
    usd: z.string().regex(/^[0-9]{1,6}(\.[0-9]{1,9})?$/, 'it must be dollars as text, like "0.045"'),
    per: z.enum(priceUnits),
    /** Where the amount stands, or should be looked up. */
    source: z.url({ protocol: /^https$/ }),
    /** The day that the source's amount is of; none where the source does not say. */
    asOf: z.iso.date().nullable(),
    /** Why the amount is not sure. */
    unverified: z.string().min(10).optional(),
    /** Units a month up to which it holds; beyond, the seller asks less. */
    upTo: z.int().positive().optional(),
  })
  .check(({ value, issues }) => {
    const unit = unitOf(value.item);
    if (unit === undefined || unit === value.per) return;
    issues.push({ code: "custom", input: value.per, path: ["per"], message: `${value.item} is paid per ${unit}` });
  });
export type Price = z.output<typeof price>;

const priceFile = z
  .strictObject({
    /** The day on which the file was last gone through. */
    day: z.iso.date(),
    currency: z.literal("USD"),
    /** Regions whose prices are those of another where they have none of their own. */
    alike: z.record(region, z.strictObject({ region, why: z.string().min(10) })).default({}),
    prices: z.array(price).min(1),
  })
  .check(({ value, issues }) => {
    const seen = new Set<string>();
    for (const [index, { item, region }] of value.prices.entries()) {
      const key = `${item} ${region}`;
      if (seen.has(key))
        issues.push({
          code: "custom",
          input: item,
          path: ["prices", index, "item"],
          message: `${item} has two prices in ${region}`,
        });
      seen.add(key);
    }
  });
export type PriceFile = z.output<typeof priceFile>;

/** The price file that comes with the platform. */
export const ownPrices = join(import.meta.dirname, "prices.json");

/**
 * A price file.
 * @param path of the file: the platform's own, or the one that `--prices` names
 * @throws ConfigurationError with all that is wrong with it
 */
export function readPrices(path: string = ownPrices): PriceFile {
  const value = parsed(path);
  const result = priceFile.safeParse(value);
  if (result.success) return result.data;
  throw new ConfigurationError(
    result.error.issues.map((issue) => {
      const [list, index] = issue.path;
      const item = list === "prices" && typeof index === "number" ? ` (${itemAt(value, index)})` : "";
      const found = issue.code === "unrecognized_keys" ? "" : ` is ${shownValue(valueAt(value, issue.path))};`;
      return `${path}: ${shownPath(issue.path) || "the file"}${item}${found} ${issue.message}. docs/cost.md shows the form.`;
    }),
  );
}

function parsed(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new ConfigurationError([
      `${path}: it cannot be read (${Object(error).code}). Name a price file after --prices.`,
    ]);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new ConfigurationError([`${path}: it is no JSON. docs/cost.md shows the form.`]);
  }
}

function itemAt(file: unknown, index: number): string {
  return shownValue(valueAt(file, ["prices", index, "item"]));
}

/** The price of an item in a region, and the region it was read for. */
export function priceOf({ prices, alike }: PriceFile, item: string, region: string): Price | undefined {
  const own = prices.find((price) => price.item === item && price.region === region);
  const other = alike[region]?.region;
  return own ?? prices.find((price) => price.item === item && price.region === other);
}
