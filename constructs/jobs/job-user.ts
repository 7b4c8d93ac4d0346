import type { WarehouseConfig } from "../warehouse/config.ts";

/** A service user, and the name of the secret that holds its private key. */
export interface KeyedUser {
  readonly name: string;
  readonly secret: string;
}

/** The service user that works under a role; the environment's rules leave a publish job's role exactly one. */
export function keyedUser(role: string, { users }: Pick<WarehouseConfig, "users">): KeyedUser {
  for (const [name, user] of Object.entries(users)) if (user.role === role) return { name, secret: user.secret };
  throw new Error(`No service user works under ${role}, and a job signs in as one.`);
}
