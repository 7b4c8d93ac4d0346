import type { WarehouseConfig } from "./config.ts";
import type { Database } from "./database.ts";
import type { DatabaseRight } from "./database-rights.ts";
import { type AccountNameOwner, accountName } from "./names.ts";
import { placeOf } from "./places.ts";

/** Who reads a database published by swap, and how much of it: what every candidate must keep. Names are physical. */
export interface PublishedAccess {
  readonly grants: (DatabaseRight & { readonly role: string })[];
  /** Functional roles that a publish reads it as: the data classes that each sees unmasked, and the warehouse it uses. */
  readonly readers: { role: string; unmasks: string[]; warehouse: string }[];
  /** `DATABASE.SCHEMA` of tags and masking policies; absent where nothing is masked. */
  readonly policies?: string;
  /** SCHEMA.TABLE.COLUMN → data class. */
  readonly protects: Readonly<Record<string, string>>;
}

/** Reads off what was granted; `config` says who holds what. */
export function publishedAccess(
  owner: AccountNameOwner,
  config: WarehouseConfig,
  name: string,
  database: Database,
): PublishedAccess {
  const { governance, databases } = config;
  const grants = [...database.readers].flatMap(([role, rights]) => rights.map((right) => ({ role, ...right })));
  const takenOn = new Set(Object.values(config.users).flatMap(({ readsAs }) => readsAs));
  const readers = [...takenOn].flatMap((role) => {
    const held = heldRoles(config, role);
    const [warehouse] = held.flatMap((each) => config.roles[each]?.uses ?? []);
    if (warehouse === undefined || !held.some((each) => readsFrom(config, each, name))) return [];
    const unmasks = [...new Set(held.flatMap((each) => config.roles[each]?.unmasks ?? []))];
    return [{ role: accountName(owner, role), unmasks, warehouse: accountName(owner, warehouse) }];
  });
  return {
    grants,
    readers,
    ...(governance && { policies: physicalPlace(owner, governance.policies) }),
    protects: databases[name]?.protects ?? {},
  };
}

function readsFrom({ roles }: WarehouseConfig, role: string, database: string): boolean {
  return (roles[role]?.reads ?? []).some((place) => placeOf(place).database === database);
}

/** A role and all it holds, directly or through others; the configuration's rules leave no circles. */
function heldRoles(config: WarehouseConfig, role: string): string[] {
  const held = Object.keys(config.roles).filter((name) => config.roles[name]?.heldBy.includes(role));
  return [role, ...held.flatMap((name) => heldRoles(config, name))];
}

function physicalPlace(owner: AccountNameOwner, place: string): string {
  const { database, schema = "" } = placeOf(place);
  return `${accountName(owner, database)}.${schema}`;
}
