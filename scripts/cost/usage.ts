import { z } from "zod";
import { ConfigurationError } from "../../constructs/support/errors.ts";
import { valueAt } from "../../environments/merge.ts";
import { shownPath, shownValue } from "../../environments/shown.ts";
import { usage } from "../../environments/usage.ts";

/** At most three decimals, which money can be reckoned with exactly; the bound tells bytes written for GiB. */
function amount(most: number, what: string) {
  return z
    .number()
    .max(most, `it must be ${what}, ${most} at most`)
    .refine((value) => /^\d+(\.\d{1,3})?$/.test(String(value)), "it must be zero or more, with three decimals at most");
}

const gibPerDay = amount(1_000_000, "GiB a day");
const gibKept = amount(1_000_000_000, "GiB");

/** Classes of S3 that a price is looked up for. */
const storageClass = z.enum(["STANDARD", "STANDARD_IA", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"]);

const environmentUsage = z.strictObject({
  /** Dollars by which a change may raise a month's bill; beyond, the guardrail `cost-step` blocks it. */
  monthlyStepUsd: amount(1_000_000, "dollars a month"),
  /** Volumes of the Kafka cluster. */
  kafka: z
    .strictObject({
      /** What producers write, before replication, by topic. */
      topics: z.record(z.string(), z.strictObject({ gibPerDay })).default({}),
      /** What Express brokers keep. */
      expressGib: gibKept.optional(),
    })
    .prefault({}),
  network: z
    .strictObject({
      /** Through all NAT gateways. */
      natGibPerDay: gibPerDay.optional(),
      /** Through all interface endpoints. */
      endpointGibPerDay: gibPerDay.optional(),
    })
    .prefault({}),
  /** GiB that a bucket keeps, by zone of the lake (or the other bucket's purpose) and class of storage. */
  buckets: z.record(z.string(), z.partialRecord(storageClass, gibKept)).default({}),
  /** By virtual warehouse, as the environment declares its name. */
  warehouses: z
    .record(
      z.string(),
      z.strictObject({
        /** In which it runs, on an average day of the month. */
        hoursPerDay: amount(24, "hours a day"),
        /** That run on average in those hours; held between the least and the most that the warehouse may have. */
        clusters: amount(10, "clusters"),
      }),
    )
    .default({}),
  /** Nodes that Karpenter makes for jobs, by pool: which, and for how many hours a day of all of them together. */
  jobNodes: z
    .record(
      z.string(),
      z.strictObject({
        instanceType: z
          .string()
          .regex(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, 'it must be an EC2 instance type, like "m7i.xlarge"'),
        hoursPerDay: amount(100_000, "hours a day"),
      }),
    )
    .default({}),
  /** What is written to log groups of CloudWatch, by the end of their name: `network/flows`. */
  logs: z.record(z.string(), z.strictObject({ gibPerDay })).default({}),
  /** Of the audit trail; the first copy of management events is free. */
  trail: z.strictObject({ dataEventsPerDay: amount(10_000_000_000, "events a day").optional() }).prefault({}),
});
export type Usage = z.output<typeof environmentUsage>;

const file = "environments/usage.ts";
const own: Readonly<Record<string, z.input<typeof environmentUsage>>> = usage;

/**
 * What an environment declares that it uses.
 * @throws ConfigurationError with all that is wrong with it, or when it declares nothing
 */
export function readUsage(environment: string, declared: Readonly<Record<string, unknown>> = own): Usage {
  if (!Object.hasOwn(declared, environment)) {
    throw new ConfigurationError([
      `${file}: ${environment} is missing; no cost can be said of it. Declare at least monthlyStepUsd for it.`,
    ]);
  }
  const value = declared[environment];
  const result = environmentUsage.safeParse(value);
  if (result.success) return result.data;
  throw new ConfigurationError(
    result.error.issues.map((issue) => {
      const found = issue.code === "unrecognized_keys" ? "" : ` is ${shownValue(valueAt(value, issue.path))};`;
      const remedy = "docs/cost.md shows what can be declared, and in which unit";
      return `${file}: ${shownPath([environment, ...issue.path])}${found} ${issue.message}. ${remedy}.`;
    }),
  );
}

/** Paths of all that is declared for the cost itself: `kafka.topics.user_events.gibPerDay`. */
export function declaredPaths({ monthlyStepUsd: _limit, ...declared }: Usage): string[] {
  return leaves(declared, []);
}

function leaves(value: unknown, path: readonly string[]): string[] {
  if (typeof value !== "object" || value === null) return [path.join(".")];
  return Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : leaves(inner, [...path, key])));
}
