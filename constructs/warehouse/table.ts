import { Table } from "@cdktf/provider-snowflake/lib/table/index.js";
import { Construct } from "constructs";
import { stateful } from "../support/lifecycle.ts";
import type { Protection } from "../support/protection.ts";
import type { SchemaName } from "./grants.ts";
import { giveTable, type Owner } from "./ownership.ts";
import type { SnowflakeProviders } from "./providers.ts";
import type { TableConfig } from "./table-config.ts";

export interface TableShellProps {
  readonly schema: SchemaName;
  readonly name: string;
  readonly config: TableConfig;
  readonly protection: Protection;
  readonly providers: SnowflakeProviders;
  /** Who publishes the database, and what its ownership of the schema waits for; none where it is written in place. */
  readonly owner: Owner | undefined;
}

/**
 * A table as Terraform may declare it: that it is there, and how it is clustered. Its columns are those of whoever fills
 * it: the provider would drop a live column that is not declared, with its data.
 */
export class TableShell extends Construct {
  constructor(scope: Construct, id: string, { schema, name, config, protection, providers, owner }: TableShellProps) {
    super(scope, id);
    const table = new Table(this, "table", {
      provider: providers.objects,
      database: schema.database,
      schema: schema.schema,
      name,
      comment: config.description,
      column: Object.entries(config.columns).map(([column, type]) => ({
        name: column,
        type,
        nullable: !config.primaryKey.includes(column),
      })),
      primaryKey: config.primaryKey.length > 0 ? { keys: [...config.primaryKey] } : undefined,
      clusterBy: config.clusterBy.length > 0 ? [...config.clusterBy] : undefined,
      lifecycle: stateful({ protection }, { ignoreChanges: ["column", "primary_key", "comment"] }),
    });
    if (owner) giveTable(this, providers, owner, table);
  }
}
