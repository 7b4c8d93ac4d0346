import { BatchConnections } from "../constructs/batch/batch-connections.ts";
import { physicalName } from "../constructs/support/names.ts";
import type { WarehouseNames } from "../constructs/warehouse/names.ts";
import type { PlatformStack } from "./platform-stack.ts";

/** What batch ingestion is to read and where it goes, as documents beside the jobs. */
export function describeBatch(stack: PlatformStack, names: WarehouseNames, namespace: string): void {
  const { batch, secrets, snowflake, warehouse } = stack.settings.environment;
  if (Object.keys(batch.connections).length === 0) return;
  const secretNames = Object.fromEntries(
    Object.entries(secrets).map(([name, { owner }]) => [name, physicalName("secret", stack.context, owner, name)]),
  );
  const { destination } = batch;
  const [database = "", schema = ""] = destination.schema.split(".");
  const { role, secret } = entry(warehouse.users, destination.user);
  new BatchConnections(stack, "batch", {
    connections: batch.connections,
    destination: {
      // Snowflake documentation, "Connecting to your accounts": hyphens stand for underscores in a host's name.
      host: `${snowflake.organization}-${snowflake.account}.snowflakecomputing.com`.toLowerCase().replaceAll("_", "-"),
      user: entry(names.users, destination.user),
      role: entry(names.roles, role),
      warehouse: entry(names.warehouses, destination.warehouse),
      database: entry(names.databases, database),
      schema,
      secretName: entry(secretNames, secret),
    },
    secretNames,
    namespace,
  });
}

/** The rules of environments have refused names of nothing. */
function entry<T>(entries: Readonly<Record<string, T>>, name: string): T {
  const found = entries[name];
  if (found === undefined) throw new Error(`${name} is not declared in this environment.`);
  return found;
}
