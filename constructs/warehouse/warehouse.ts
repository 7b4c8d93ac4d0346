import { Construct } from "constructs";
import type { PlatformContext } from "../support/context.ts";
import type { WarehouseConfig } from "./config.ts";
import { Database } from "./database.ts";
import { FunctionalRole } from "./functional-role.ts";
import { type WarehouseNames, warehouseNames } from "./names.ts";
import type { SnowflakeProviders } from "./providers.ts";
import { publisherOf } from "./publisher.ts";
import { VirtualWarehouse } from "./virtual-warehouse.ts";

export interface WarehouseProps {
  readonly context: PlatformContext & { readonly sharedAccount: boolean };
  readonly config: WarehouseConfig;
  readonly providers: SnowflakeProviders;
}

/**
 * The Snowflake side of the platform: virtual warehouses, databases with managed-access schemas, and who may do what.
 * People and programs are given functional roles, which hold access roles, which hold privileges.
 */
export class Warehouse extends Construct {
  readonly names: WarehouseNames;

  constructor(scope: Construct, id: string, props: WarehouseProps) {
    super(scope, id);
    this.names = warehouseNames(props.context, props.config);
    const warehouses = createWarehouses(new Construct(this, "warehouses"), props);
    const roles = createRoles(new Construct(this, "roles"), props);
    const databases = createDatabases(new Construct(this, "databases"), props, roles);
    giveAccess(props.config, roles, warehouses, databases);
  }
}

function createWarehouses(scope: Construct, { context: owner, config, providers }: WarehouseProps) {
  return mapped(config.warehouses, (name, warehouse) => {
    return new VirtualWarehouse(scope, name, { owner, name, config: warehouse, providers });
  });
}

function createRoles(scope: Construct, { context: owner, config, providers }: WarehouseProps) {
  return mapped(
    config.roles,
    (name, role) => new FunctionalRole(scope, name, { owner, name, config: role, providers }),
  );
}

function createDatabases(scope: Construct, props: WarehouseProps, roles: ReadonlyMap<string, FunctionalRole>) {
  const { context: owner, config, providers } = props;
  return mapped(config.databases, (name, database) => {
    const publisher = database.publishedBySwap ? got(roles, publisherOf(name, config)) : undefined;
    return new Database(scope, name, {
      owner,
      name,
      config: database,
      protection: owner.protection,
      providers,
      publisher,
    });
  });
}

/** Every functional role holds the access roles that its declaration names. Who publishes a database writes it by owning it. */
function giveAccess(
  config: WarehouseConfig,
  roles: ReadonlyMap<string, FunctionalRole>,
  warehouses: ReadonlyMap<string, VirtualWarehouse>,
  databases: ReadonlyMap<string, Database>,
): void {
  for (const [name, { uses, reads, writes }] of Object.entries(config.roles)) {
    const role = got(roles, name);
    for (const used of uses) role.holds(`uses-${used}`, got(warehouses, used).usage);
    for (const read of reads) role.holds(`reads-${read}`, got(databases, read).read);
    for (const written of writes) {
      const { write } = got(databases, written);
      if (write) role.holds(`writes-${written}`, write);
    }
  }
}

function mapped<C, T>(record: Readonly<Record<string, C>>, create: (name: string, config: C) => T) {
  return new Map(Object.entries(record).map(([name, config]) => [name, create(name, config)]));
}

function got<T>(map: ReadonlyMap<string, T>, name: string): T {
  const found = map.get(name);
  if (found === undefined) throw new Error(`${name} is not declared in this environment's warehouse configuration.`);
  return found;
}
