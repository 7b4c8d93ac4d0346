import { nameProblem } from "../support/names.ts";
import type { WarehouseConfig } from "./config.ts";

/** Whose account-level objects: an environment, and whether it shares its Snowflake account with others. */
export interface AccountNameOwner {
  readonly name: string;
  readonly sharedAccount: boolean;
}

/**
 * The physical name of an account-level object: a virtual warehouse, database, role, user or network policy. Environments that share an
 * account are told apart by a prefix; an account of one's own needs none.
 */
export function accountName(owner: AccountNameOwner, name: string): string {
  const physical = owner.sharedAccount ? `${owner.name.toUpperCase()}_${name}` : name;
  const problem = nameProblem("snowflake", physical);
  if (problem) throw new Error(problem);
  return physical;
}

/** Configured name → physical name of each account-level object, for those who name them without creating them. */
export interface WarehouseNames {
  readonly warehouses: Readonly<Record<string, string>>;
  readonly databases: Readonly<Record<string, string>>;
  readonly roles: Readonly<Record<string, string>>;
  /** Service users. */
  readonly users: Readonly<Record<string, string>>;
}

export function warehouseNames(owner: AccountNameOwner, config: WarehouseConfig): WarehouseNames {
  const named = (objects: object) =>
    Object.fromEntries(Object.keys(objects).map((name) => [name, accountName(owner, name)]));
  return {
    warehouses: named(config.warehouses),
    databases: named(config.databases),
    roles: named(config.roles),
    users: named(config.users),
  };
}
