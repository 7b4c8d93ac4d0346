import type { WarehouseConfig } from "./config.ts";

/** An object of the Snowflake account that a key of the configuration brings along, without the environment's prefix. */
export interface AccountObject {
  readonly name: string;
  /** The key, from the warehouse configuration. */
  readonly path: readonly ["warehouses" | "databases" | "roles", string];
  /** Roles share one space of names, whichever key they come from. */
  readonly role: boolean;
}

/** What the longest companion of a database is called: a publish run's candidate, with the run's fencing token. */
const candidateSuffix = `__C_${"0".repeat(20)}`;

/** Every account-level name of an environment: what is declared, its access roles, and what a publish run adds. */
export function* accountNames(config: WarehouseConfig): Iterable<AccountObject> {
  for (const name of Object.keys(config.warehouses)) {
    yield { name, path: ["warehouses", name], role: false };
    yield { name: `${name}_U`, path: ["warehouses", name], role: true };
  }
  for (const name of Object.keys(config.databases)) {
    yield { name: name + candidateSuffix, path: ["databases", name], role: false };
    for (const right of ["R", "RW"]) yield { name: `${name}_${right}`, path: ["databases", name], role: true };
  }
  for (const name of Object.keys(config.roles)) yield { name, path: ["roles", name], role: true };
}
