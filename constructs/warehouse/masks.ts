import type { RowPolicyConfig } from "./governance-config.ts";

/** Data types that columns of models have, each with what stands for a value that the session may not see. A tag takes one policy for each. */
export const maskedTypes = {
  VARCHAR: "'***'",
  NUMBER: "NULL",
  FLOAT: "NULL",
  BOOLEAN: "NULL",
  DATE: "NULL",
  TIMESTAMP_NTZ: "NULL",
  VARIANT: "NULL",
} as const;

/**
 * Whether the session sees a row, by the roles it has rather than the one it uses: IS_ROLE_IN_SESSION is true for every
 * role that the current one holds. Source: Snowflake documentation, "Advanced Column-level Security topics".
 */
export function rowCondition(
  { column, type, everything, only }: RowPolicyConfig,
  roleNames: Readonly<Record<string, string>>,
): string {
  const inSession = (role: string) => `IS_ROLE_IN_SESSION('${named(roleNames, role)}')`;
  const literal = (value: string) => (type === "NUMBER" ? value : `'${value}'`);
  const conditions = [
    ...everything.map(inSession),
    ...Object.entries(only).map(
      ([role, values]) => `(${inSession(role)} AND ${column} IN (${values.map(literal).join(", ")}))`,
    ),
  ];
  return conditions.length > 0 ? conditions.join(" OR ") : "FALSE";
}

function named(roleNames: Readonly<Record<string, string>>, role: string): string {
  const name = roleNames[role];
  if (name === undefined) throw new Error(`${role} is not a declared role, and a row policy names it.`);
  return name;
}
