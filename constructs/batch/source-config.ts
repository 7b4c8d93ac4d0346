import { z } from "zod";
import { kebabName, listOf, text, whole } from "../support/fields.ts";

/** A secret of `secrets`; its value is a JSON object with the fields that the kind of source names. */
const secret = kebabName;

const startDate = text(/^\d{4}-\d{2}-\d{2}$/, "a day as YYYY-MM-DD", 'Write it like "2024-01-01"').refine(
  (day) => !Number.isNaN(Date.parse(day)),
  "it must be a day that exists. Correct it",
);

/** Airbyte connector source-salesforce, its specification. The secret holds clientId, clientSecret and refreshToken. */
const salesforce = z
  .strictObject({
    kind: z.literal("salesforce"),
    secret,
    /** The source is a sandbox. */
    sandbox: z.boolean().default(false),
    /** The first day whose changes are read; everything when not given. */
    startDate: startDate.optional(),
  })
  .readonly();

/** Airbyte connector source-postgres, its specification. The secret holds username and password. */
const postgres = z
  .strictObject({
    kind: z.literal("postgres"),
    secret,
    host: text(/^(?=.{1,253}$)[a-z0-9-]+(\.[a-z0-9-]+)+$/, "a host name", 'Write it like "replica.example.com"'),
    port: whole(1, 65_535, "a TCP port").default(5432),
    database: text(
      /^[a-z_][a-z0-9_$]{0,62}$/,
      "a PostgreSQL database of at most 63 characters",
      'Write it like "shop"',
    ),
    /** Schemas that the streams lie in. */
    schemas: listOf(
      text(/^[a-z_][a-z0-9_$]{0,62}$/, "a PostgreSQL schema of at most 63 characters", 'Write it like "public"'),
    ).default(["public"]),
  })
  .readonly();

/** Airbyte connector source-stripe, its specification. The secret holds clientSecret, a restricted key that only reads. */
const stripe = z
  .strictObject({
    kind: z.literal("stripe"),
    secret,
    accountId: text(/^acct_[A-Za-z0-9]{1,64}$/, "a Stripe account id", 'Write it like "acct_1234567890"'),
    /** The first day whose objects are read. */
    startDate,
  })
  .readonly();

export const sourceConfig = z.discriminatedUnion("kind", [salesforce, postgres, stripe]);
export type SourceConfig = z.output<typeof sourceConfig>;
