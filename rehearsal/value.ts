/** A value Terraform knows only after apply. */
export const UNKNOWN = Object.freeze({ unknown: true as const });

/** A Terraform value in memory. Numbers keep the form Terraform sent (a decimal may arrive as a string), so that they return unchanged. */
export type Value = null | boolean | number | bigint | string | typeof UNKNOWN | Value[] | { [key: string]: Value };

/** The attributes and blocks of one resource, by Terraform name. */
export type Values = { [key: string]: Value };

export function isUnknown(value: Value | undefined): value is typeof UNKNOWN {
  return value === UNKNOWN;
}

/** True for an object of attributes: not null, not a list, not unknown. */
export function isValues(value: Value | undefined): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value) && value !== UNKNOWN;
}
