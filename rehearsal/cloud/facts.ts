import { readFileSync } from "node:fs";
import * as z from "zod";

/**
 * What is known of a resource type beyond its schema: rehearsal/data/resource-facts.json, one line a type.
 * `force_new` replaces; `force_new_assumed` may replace: seen in older provider source only; `basis` says where it was read.
 */
const factSchema = z.object({
  force_new: z.array(z.string()),
  force_new_assumed: z.array(z.string()).default([]),
  conditional_force_new: z.record(z.string(), z.string()).optional(),
  basis: z.string(),
  import: z.string().optional(),
  /** Typical time of a creation. */
  create_seconds: z.number().optional(),
});

export type Fact = z.output<typeof factSchema>;

let facts: Readonly<Record<string, Fact>> | undefined;

/** Undefined for a type of which nothing is known. */
export function factOf(type: string): Fact | undefined {
  facts ??= z.record(z.string(), factSchema).parse(dataFile("resource-facts.json"));
  return facts[type];
}

const featureSchema = z.object({
  preview_features: z.array(z.string()),
  promoted_to_stable: z.array(z.string()),
  experimental_features: z.array(z.string()),
});

/** The features of the pinned Snowflake provider that its configuration may enable. */
export function snowflakeFeatures(): z.output<typeof featureSchema> {
  return featureSchema.parse(dataFile("snowflake-features.json"));
}

function dataFile(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../data/${name}`, import.meta.url), "utf8"));
}
