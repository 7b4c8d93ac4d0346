import { Database as SnowflakeDatabase } from "@cdktf/provider-snowflake/lib/database/index.js";
import { Schema } from "@cdktf/provider-snowflake/lib/schema/index.js";
import { Construct } from "constructs";
import { stateful } from "../support/lifecycle.ts";
import type { Protection } from "../support/protection.ts";
import { AccessRole } from "./access-role.ts";
import { accessRoleName } from "./account-names.ts";
import type { DatabaseConfig } from "./config.ts";
import { allowRead, allowWrite, type DatabaseRight } from "./database-rights.ts";
import type { FunctionalRole } from "./functional-role.ts";
import type { SchemaName } from "./grants.ts";
import { type AccountNameOwner, accountName } from "./names.ts";
import { giveOwnership, type Owner } from "./ownership.ts";
import type { SnowflakeProviders } from "./providers.ts";
import { TableShell } from "./table.ts";

export interface DatabaseProps {
  readonly owner: AccountNameOwner;
  readonly name: string;
  readonly config: DatabaseConfig;
  readonly protection: Protection;
  readonly providers: SnowflakeProviders;
  /** The one role that writes a database published by swap; it owns the database, as it owns every candidate. */
  readonly publisher: FunctionalRole | undefined;
}

/** A database, its managed-access schemas, the shells of its tables, and its access roles. */
export class Database extends Construct {
  readonly schemas: readonly SchemaName[];
  readonly #props: DatabaseProps;
  readonly #name: string;
  readonly #owner: Owner | undefined;
  readonly #roles = new Map<string, AccessRole>();
  readonly #readers = new Map<string, readonly DatabaseRight[]>();

  constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id);
    this.#props = props;
    this.#name = createDatabase(this, props).name;
    this.schemas = props.config.schemas.map((name) => createSchema(this, name, this.#name, props));
    this.#owner = ownership(this, props, this.#name, this.schemas);
    createTables(new Construct(this, "tables"), props, this.schemas, this.#owner);
    this.read();
    if (!props.publisher) this.write();
  }

  /** `<DB>_R`, or `<DB>_<SCHEMA>_R` for one schema: reads everything there, now and later. */
  read(schema?: string): AccessRole {
    return this.#accessRole("R", schema, (role, schemas) => {
      this.#readers.set(this.#roleName("R", schema), allowRead(role, this.#name, schemas));
    });
  }

  /** Access role, by its physical name → what it was granted here to read. */
  get readers(): ReadonlyMap<string, readonly DatabaseRight[]> {
    return this.#readers;
  }

  /** `<DB>_RW` or `<DB>_<SCHEMA>_RW`: fills the schemas too. A database published by swap has none, for its owner alone writes it. */
  write(schema?: string): AccessRole {
    const reader = this.read(schema);
    return this.#accessRole("RW", schema, (role, schemas) => {
      role.includes(reader);
      allowWrite(role, schemas);
    });
  }

  #accessRole(
    right: "R" | "RW",
    schema: string | undefined,
    allow: (role: AccessRole, schemas: readonly SchemaName[]) => void,
  ): AccessRole {
    const { name, providers } = this.#props;
    const place = schema === undefined ? name : `${name}.${schema}`;
    const known = this.#roles.get(`${place} ${right}`);
    if (known) return known;
    const role = new AccessRole(this.#scopeOf(schema), right === "R" ? "read" : "write", {
      provider: providers.access,
      name: this.#roleName(right, schema),
      comment: right === "R" ? `Reads ${place}` : `Reads and fills ${place}`,
      grantAfter: this.#owner?.handedOver ?? [],
    });
    this.#roles.set(`${place} ${right}`, role);
    allow(
      role,
      this.schemas.filter(({ key }) => schema === undefined || key === schema),
    );
    return role;
  }

  #roleName(right: "R" | "RW", schema: string | undefined): string {
    const { owner, name } = this.#props;
    return accountName(owner, accessRoleName(schema === undefined ? name : `${name}.${schema}`, right));
  }

  /** Roles of a single schema lie beside the schema. */
  #scopeOf(schema: string | undefined): Construct {
    if (schema === undefined) return this;
    const found = this.node.tryFindChild(schema);
    if (found instanceof Construct) return found;
    throw new Error(`${schema} is not a schema of ${this.#props.name}.`);
  }
}

function createDatabase(scope: Construct, { owner, name, config, protection, providers }: DatabaseProps) {
  return new SnowflakeDatabase(scope, "database", {
    provider: providers.objects,
    name: accountName(owner, name),
    comment: config.description,
    dataRetentionTimeInDays: config.retentionDays,
    dropPublicSchemaOnCreation: true,
    lifecycle: stateful({ protection }),
  });
}

function createSchema(scope: Construct, key: string, database: string, props: DatabaseProps): SchemaName {
  const schema = new Schema(new Construct(scope, key), "schema", {
    provider: props.providers.objects,
    database,
    name: key,
    withManagedAccess: "true",
    lifecycle: stateful(props),
  });
  return { key, database, schema: schema.name };
}

function ownership(
  scope: Construct,
  { providers, publisher }: DatabaseProps,
  database: string,
  schemas: readonly SchemaName[],
): Owner | undefined {
  if (!publisher) return undefined;
  return giveOwnership(new Construct(scope, "ownership"), providers, publisher, database, schemas);
}

function createTables(
  scope: Construct,
  { config, protection, providers }: DatabaseProps,
  schemas: readonly SchemaName[],
  owner: Owner | undefined,
): void {
  for (const [name, table] of Object.entries(config.tables)) {
    const [schemaKey, tableName = ""] = name.split(".");
    const schema = schemas.find(({ key }) => key === schemaKey);
    if (!schema) throw new Error(`The table ${name} lies in no declared schema.`);
    new TableShell(scope, name, { schema, name: tableName, config: table, protection, providers, owner });
  }
}
