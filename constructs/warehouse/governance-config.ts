import { z } from "zod";
import { description, listOf, recordOf, snowflakeName, text } from "../support/fields.ts";

/** A schema as DATABASE.SCHEMA. */
export const databaseSchema = text(
  /^(?!.*__)[A-Z][A-Z0-9_]{0,254}\.[A-Z][A-Z0-9_]{0,254}$/,
  "a schema as DATABASE.SCHEMA in upper case, without two underscores in a row",
  'Write it like "GOVERNANCE.POLICIES"',
);

const dataClassConfig = z
  .strictObject({
    description: description("which data is of the class"),
  })
  .readonly();

const rowPolicyConfig = z
  .strictObject({
    description: description("which rows a role sees"),
    /** The column that decides, by its name and data type in the tables the policy is set on. */
    column: snowflakeName,
    type: z.enum(["VARCHAR", "NUMBER", "DATE"]).default("VARCHAR"),
    /** Functional roles that see every row. A role that is in no list sees none. */
    everything: listOf(snowflakeName),
    /** Functional role → the column's values whose rows it sees. */
    only: recordOf(
      snowflakeName,
      listOf(text(/^[A-Za-z0-9 _.:+-]{1,100}$/, "1 to 100 letters, digits, spaces or _ . : + -", 'Write it like "US"')),
    ).default({}),
  })
  .readonly();

/**
 * Who sees what inside a table. Policies lie in a database that is never swapped, so that both sides of a swap resolve to
 * the same ones; the transform project sets tags and row policies on columns and tables, as the owner of those.
 */
export const governanceConfig = z
  .strictObject({
    /** Schema of tags, masking policies and row-access policies. Masking needs the Enterprise edition. */
    policies: databaseSchema,
    /** Schema of the network rules that the service users sign in under. */
    network: databaseSchema,
    /** A tag for each class of data. A column that carries it is masked for everyone who does not hold the class's unmask role. */
    classes: recordOf(snowflakeName, dataClassConfig).default({}),
    /** Row-access policies. */
    rows: recordOf(snowflakeName, rowPolicyConfig).default({}),
  })
  .readonly();

export type GovernanceConfig = z.output<typeof governanceConfig>;
export type RowPolicyConfig = z.output<typeof rowPolicyConfig>;
