/**
 * What a price is for. `hour`: an hour in which one of them runs · `month`: a month of one of them · `GiB`: a GiB that
 * passes · `GiB-month`: a GiB kept for a month · `100000 events` · `credit`: a credit of Snowflake. AWS writes GB and counts
 * 2^30 bytes: 10 TB are 10,995,116,277,760 bytes in the example of https://aws.amazon.com/s3/faqs/.
 */
export const priceUnits = ["hour", "month", "GiB", "GiB-month", "100000 events", "credit"] as const;
export type PriceUnit = (typeof priceUnits)[number];

/** The unit that the price of an item must have: a price per month where hours are counted is off by 730. */
const unitsOfItems: readonly (readonly [RegExp, PriceUnit])[] = [
  [/^msk\.(broker|connect)\./, "hour"],
  [/^msk\.private-connection$/, "hour"],
  [/^msk\.(storage|express-storage)$/, "GiB-month"],
  [/^msk\.(express-written|private-data)$/, "GiB"],
  [/^(eks\.cluster|ec2\..+|nat\.gateway|endpoint\.interface|ipv4\.address)$/, "hour"],
  [/^(ebs\.gp3|s3\..+)$/, "GiB-month"],
  [/^(nat\.data|endpoint\.data|firehose\.(from-msk|put|conversion)|logs\.written)$/, "GiB"],
  [/^(kms\.key|secret|alarm\.(standard|high-resolution))$/, "month"],
  [/^trail\.data-events$/, "100000 events"],
  [/^snowflake\.credit\./, "credit"],
];

export function unitOf(item: string): PriceUnit | undefined {
  return unitsOfItems.find(([pattern]) => pattern.test(item))?.[1];
}
