import type { WarehouseConfig } from "./config.ts";

/** The role that owns a database published by swap: the one that writes it, of which the configuration's rules leave one. */
export function publisherOf(database: string, { roles }: Pick<WarehouseConfig, "roles">): string {
  const [publisher] = Object.keys(roles).filter((name) => roles[name]?.writes.includes(database));
  if (publisher !== undefined) return publisher;
  throw new Error(`No role writes ${database}, which is published by swap and needs an owner.`);
}
