import { Database as SnowflakeDatabase } from "@cdktf/provider-snowflake/lib/database/index.js";
import { Schema } from "@cdktf/provider-snowflake/lib/schema/index.js";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { stateful } from "../support/lifecycle.ts";
import type { Protection } from "../support/protection.ts";
import { AccessRole } from "./access-role.ts";
import type { DatabaseConfig } from "./config.ts";
import { allowRead, allowWrite } from "./database-rights.ts";
import type { FunctionalRole } from "./functional-role.ts";
import type { SchemaName } from "./grants.ts";
import { type AccountNameOwner, accountName } from "./names.ts";
import { giveOwnership } from "./ownership.ts";
import type { SnowflakeProviders } from "./providers.ts";

export interface DatabaseProps {
  readonly owner: AccountNameOwner;
  readonly name: string;
  readonly config: DatabaseConfig;
  readonly protection: Protection;
  readonly providers: SnowflakeProviders;
  /** The one role that writes a database published by swap; it owns the database, as it owns every candidate. */
  readonly publisher: FunctionalRole | undefined;
}

/** A database, its managed-access schemas and its access roles. What lies in the schemas belongs to the jobs. */
export class Database extends Construct {
  /** `<DB>_R`: reads everything, now and later. */
  readonly read: AccessRole;
  /** `<DB>_RW`: fills the schemas too. A database published by swap has none, for its owner alone writes it. */
  readonly write: AccessRole | undefined;

  constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id);
    const database = createDatabase(this, props).name;
    const schemas = props.config.schemas.map((name) => createSchema(this, name, database, props));
    const owned = ownership(this, props, database, schemas);
    this.read = accessRole(this, "read", "R", props, owned);
    allowRead(this.read, database, schemas);
    this.write = props.publisher ? undefined : writeRole(this, props, this.read, schemas);
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
): ITerraformDependable[] {
  if (!publisher) return [];
  return giveOwnership(new Construct(scope, "ownership"), providers, publisher, database, schemas);
}

function writeRole(scope: Construct, props: DatabaseProps, read: AccessRole, schemas: readonly SchemaName[]) {
  const write = accessRole(scope, "write", "RW", props, []);
  write.includes(read);
  allowWrite(write, schemas);
  return write;
}

function accessRole(
  scope: Construct,
  id: string,
  right: "R" | "RW",
  { owner, name, providers }: DatabaseProps,
  grantAfter: readonly ITerraformDependable[],
): AccessRole {
  return new AccessRole(scope, id, {
    provider: providers.access,
    name: accountName(owner, `${name}_${right}`),
    comment: right === "R" ? `Reads ${name}` : `Reads and fills ${name}`,
    grantAfter,
  });
}
