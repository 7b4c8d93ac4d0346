import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { PlatformContext } from "../support/context.ts";
import { aliasGrantee } from "./alias-role.ts";
import type { WarehouseConfig } from "./config.ts";
import { Database } from "./database.ts";
import { allowLoading, allowStream } from "./database-rights.ts";
import { FunctionalRole } from "./functional-role.ts";
import { Governance } from "./governance.ts";
import type { SchemaName } from "./grants.ts";
import { refuseHiddenGrants } from "./hidden-grants.ts";
import { type WarehouseNames, warehouseNames } from "./names.ts";
import { placeOf } from "./places.ts";
import type { SnowflakeProviders } from "./providers.ts";
import { type PublishedAccess, publishedAccess } from "./published-access.ts";
import { publisherOf } from "./publisher.ts";
import { ServiceUsers } from "./service-users.ts";
import { VirtualWarehouse } from "./virtual-warehouse.ts";

export interface WarehouseProps {
  readonly context: PlatformContext & { readonly sharedAccount: boolean };
  readonly config: WarehouseConfig;
  readonly providers: SnowflakeProviders;
  /** Public addresses that the environment's programs come from. */
  readonly egressAddresses: readonly string[];
}

type Roles = ReadonlyMap<string, FunctionalRole>;
type Databases = ReadonlyMap<string, Database>;

/**
 * The Snowflake side of the platform: virtual warehouses, databases with managed-access schemas, who may do what, and who
 * sees what. People and programs are given functional roles, which hold access roles, which hold privileges.
 */
export class Warehouse extends Construct {
  readonly names: WarehouseNames;
  /** Database published by swap → who reads it, and how much of it. */
  readonly access: Readonly<Record<string, PublishedAccess>>;
  readonly #databases: Databases;
  readonly #providers: SnowflakeProviders;
  readonly #loading = new Map<string, ITerraformDependable[]>();

  constructor(scope: Construct, id: string, props: WarehouseProps) {
    super(scope, id);
    this.names = warehouseNames(props.context, props.config);
    this.#providers = props.providers;
    const warehouses = createWarehouses(new Construct(this, "warehouses"), props);
    const roles = createRoles(new Construct(this, "roles"), props);
    const databases = createDatabases(new Construct(this, "databases"), props, roles);
    this.#databases = databases;
    giveAccess(props.config, roles, warehouses, databases);
    govern(this, props, roles, databases);
    admitPrograms(this, props, roles, databases);
    this.access = accessOf(props, databases);
    refuseHiddenGrants(this);
  }

  /**
   * Lets the alias `loading` make stages, file formats and pipes in a schema, and its pipes load the tables there. Answers
   * what such objects must wait for.
   */
  grantLoading(database: string, schema: string): ITerraformDependable[] {
    const place = `${database}.${schema}`;
    const known = this.#loading.get(place);
    if (known) return known;
    const loader = aliasGrantee(this.#providers, this.#providers.loading);
    const grants = allowLoading(new Construct(this, `loads-${place}`), loader, schemaOf(this.#databases, place));
    this.#loading.set(place, grants);
    return grants;
  }
}

function createWarehouses(scope: Construct, { context: owner, config, providers }: WarehouseProps) {
  return mapped(config.warehouses, (name, warehouse) => {
    return new VirtualWarehouse(scope, name, { owner, name, config: warehouse, providers });
  });
}

/** Roles, and who holds them. */
function createRoles(scope: Construct, { context: owner, config, providers }: WarehouseProps): Roles {
  const roles = mapped(
    config.roles,
    (name, { description }) => new FunctionalRole(scope, name, { owner, name, description, providers }),
  );
  for (const [name, { heldBy }] of Object.entries(config.roles)) {
    for (const holder of heldBy) {
      if (holder === "SYSADMIN") got(roles, name).heldByAdministrators();
      else got(roles, name).heldBy(holder, got(roles, holder));
    }
  }
  return roles;
}

function createDatabases(scope: Construct, props: WarehouseProps, roles: Roles): Databases {
  const { context: owner, config, providers } = props;
  const { protection } = owner;
  return mapped(config.databases, (name, database) => {
    const publisher = database.publishedBySwap ? got(roles, publisherOf(name, config)) : undefined;
    return new Database(scope, name, { owner, name, config: database, protection, providers, publisher });
  });
}

/** Every functional role holds the access roles that its declaration names. Who publishes a database writes it by owning it. */
function giveAccess(
  config: WarehouseConfig,
  roles: Roles,
  warehouses: ReadonlyMap<string, VirtualWarehouse>,
  databases: Databases,
): void {
  for (const [name, { uses, reads, writes, streams }] of Object.entries(config.roles)) {
    const role = got(roles, name);
    for (const used of uses) role.holds(`uses-${used}`, got(warehouses, used).usage);
    for (const read of reads) {
      const { database, schema } = placeOf(read);
      role.holds(`reads-${read}`, got(databases, database).read(schema));
    }
    const owned = writes.filter((written) => config.databases[written]?.publishedBySwap);
    if (owned.length > 0) role.makesDatabases();
    for (const written of writes.filter((place) => !owned.includes(place))) {
      const { database, schema } = placeOf(written);
      role.holds(`writes-${written}`, got(databases, database).write(schema));
    }
    for (const stream of streams)
      allowStream(new Construct(role, `streams-${stream}`), role.grantee, schemaOf(databases, stream));
  }
}

/** Tags and policies; who sees through them; and that publishers may set them. */
function govern(scope: Construct, props: WarehouseProps, roles: Roles, databases: Databases): void {
  const { context: owner, config, providers } = props;
  if (config.governance === undefined) return;
  const governance = new Governance(scope, "governance", {
    owner,
    config: config.governance,
    schema: schemaOf(databases, config.governance.policies),
    roleNames: physicalNames(roles),
    providers,
  });
  const publishers = new Set(
    Object.keys(config.databases)
      .filter((name) => config.databases[name]?.publishedBySwap)
      .map((name) => publisherOf(name, config)),
  );
  for (const [name, { unmasks }] of Object.entries(config.roles)) {
    const role = got(roles, name);
    for (const dataClass of unmasks) {
      const unmask = governance.unmask[dataClass];
      if (unmask) role.holds(`unmasks-${dataClass}`, unmask);
    }
    if (publishers.has(name)) governance.grantApply(role, role.grantee);
  }
}

function admitPrograms(scope: Construct, props: WarehouseProps, roles: Roles, databases: Databases): void {
  const { context: owner, config, providers, egressAddresses } = props;
  if (config.governance === undefined || Object.keys(config.users).length === 0) return;
  new ServiceUsers(scope, "users", {
    owner,
    config: config.users,
    schema: schemaOf(databases, config.governance.network),
    roleNames: physicalNames(roles),
    egressAddresses,
    providers,
  });
}

function accessOf({ context, config }: WarehouseProps, databases: Databases): Record<string, PublishedAccess> {
  const swapped = [...databases].filter(([name]) => config.databases[name]?.publishedBySwap);
  return Object.fromEntries(
    swapped.map(([name, database]) => [name, publishedAccess(context, config, name, database)]),
  );
}

function physicalNames(roles: Roles): Record<string, string> {
  return Object.fromEntries([...roles].map(([name, { roleName }]) => [name, roleName]));
}

function schemaOf(databases: Databases, place: string): SchemaName {
  const { database, schema } = placeOf(place);
  const found = got(databases, database).schemas.find(({ key }) => key === schema);
  if (found === undefined) throw new Error(`${place} is not a declared schema.`);
  return found;
}

function mapped<C, T>(record: Readonly<Record<string, C>>, create: (name: string, config: C) => T) {
  return new Map(Object.entries(record).map(([name, config]) => [name, create(name, config)]));
}

function got<T>(map: ReadonlyMap<string, T>, name: string): T {
  const found = map.get(name);
  if (found === undefined) throw new Error(`${name} is not declared in this environment's warehouse configuration.`);
  return found;
}
