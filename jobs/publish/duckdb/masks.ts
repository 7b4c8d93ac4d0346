import type { PlatformGrants } from "./grants.ts";

type Mask = PlatformGrants["tags"][string][number];

/**
 * The masking policy that a column of a class resolves to: that of the class's tag for the column's data type. Null where
 * the account has no such tag, or the tag no policy for the type.
 */
export function maskOf(account: PlatformGrants, dataClass: string, columnType: string): Mask | null {
  const tag = Object.keys(account.tags).find((name) => name.split(".").at(-1) === dataClass);
  const masks = tag === undefined ? [] : (account.tags[tag] ?? []);
  return masks.find(({ type }) => type === snowflakeType(columnType)) ?? null;
}

/** The data type that stands for DuckDB's in Snowflake, as policies name them. */
function snowflakeType(columnType: string): string {
  const found = types.find(([pattern]) => pattern.test(columnType));
  return found ? found[1] : "VARIANT";
}

const types: readonly (readonly [RegExp, string])[] = [
  [/^(VARCHAR|UUID|ENUM\(.*\))$/, "VARCHAR"],
  [/^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL\(.*\))$/, "NUMBER"],
  [/^(FLOAT|DOUBLE)$/, "FLOAT"],
  [/^BOOLEAN$/, "BOOLEAN"],
  [/^DATE$/, "DATE"],
  [/^TIMESTAMP/, "TIMESTAMP_NTZ"],
];
