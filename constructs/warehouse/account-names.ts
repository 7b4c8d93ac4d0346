import type { WarehouseConfig } from "./config.ts";
import { placeOf } from "./places.ts";

/** An object of the Snowflake account that a key of the configuration brings along, without the environment's prefix. */
export interface AccountObject {
  readonly name: string;
  /** The key, from the warehouse configuration. */
  readonly path: readonly string[];
  /** Roles share one space of names, whichever key they come from. */
  readonly role: boolean;
}

/** What the longest companion of a database is called: a publish run's candidate, with the run's fencing token. */
const candidateSuffix = `__C_${"0".repeat(20)}`;

/** The access role of a place and a right. */
export function accessRoleName(place: string, right: "R" | "RW"): string {
  return `${place.replace(".", "_")}_${right}`;
}

/** The access role that lifts the masks of a class. */
export function unmaskRoleName(dataClass: string): string {
  return `UNMASK_${dataClass}`;
}

/** Every account-level name of an environment: what is declared, its access roles, and what a publish run adds. */
export function* accountNames(config: WarehouseConfig): Iterable<AccountObject> {
  for (const name of Object.keys(config.warehouses)) {
    yield { name, path: ["warehouses", name], role: false };
    yield { name: `${name}_U`, path: ["warehouses", name], role: true };
  }
  for (const name of Object.keys(config.databases)) {
    yield { name: name + candidateSuffix, path: ["databases", name], role: false };
    for (const right of ["R", "RW"] as const)
      yield { name: accessRoleName(name, right), path: ["databases", name], role: true };
  }
  for (const [place, right] of schemaRights(config)) {
    yield { name: accessRoleName(place, right), path: ["databases", placeOf(place).database], role: true };
  }
  for (const dataClass of Object.keys(config.governance?.classes ?? {}))
    yield { name: unmaskRoleName(dataClass), path: ["governance", "classes", dataClass], role: true };
  for (const name of Object.keys(config.roles)) yield { name, path: ["roles", name], role: true };
  for (const name of Object.keys(config.users)) yield { name, path: ["users", name], role: false };
}

/** The rights on single schemas that some role has: each brings an access role of its own. Who writes reads, too. */
export function schemaRights({ roles }: Pick<WarehouseConfig, "roles">): [place: string, right: "R" | "RW"][] {
  const rights = new Map<string, [string, "R" | "RW"]>();
  const add = (places: readonly string[], right: "R" | "RW") => {
    for (const place of places) if (placeOf(place).schema) rights.set(`${place} ${right}`, [place, right]);
  };
  for (const { reads, writes } of Object.values(roles)) {
    add([...reads, ...writes], "R");
    add(writes, "RW");
  }
  return [...rights.values()];
}
