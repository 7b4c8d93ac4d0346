import { ConfigurationError } from "../../constructs/support/errors.ts";
import { physicalName } from "../../constructs/support/names.ts";
import { snowflakePrefix } from "../../environments/callers.ts";
import type { Environment } from "../../environments/environment.ts";
import type { SignIn } from "./key-pair.ts";

/** The two key slots that a Snowflake user has: RSA_PUBLIC_KEY and RSA_PUBLIC_KEY_2. */
export type SlotNumber = 1 | 2;

export interface Slot {
  readonly fingerprint: string;
  /** When the key was put there, in milliseconds. */
  readonly setAt: number;
}

export type Slots = Readonly<Partial<Record<SlotNumber, Slot>>>;

/** The two places of one user's key: Snowflake, which knows the public half, and Secrets Manager, which keeps the private one. */
export interface KeyPlace {
  slots(): Promise<Slots>;
  setSlot(slot: SlotNumber, publicKey: string): Promise<void>;
  clearSlot(slot: SlotNumber): Promise<void>;
  /** The private key that programs read, undefined while the secret is empty. */
  storedKey(): Promise<string | undefined>;
  storeKey(privateKey: string): Promise<void>;
  /** Signs in as the user. Throws a {@link ConfigurationError} that says why it cannot. */
  signIn(privateKey: string): Promise<void>;
}

/** A declared service user by the names that its two places have in the accounts. */
export interface KeyOwner extends SignIn {
  /** Name of the secret in Secrets Manager. */
  readonly secretName: string;
}

/** Throws when the environment declares no such user. */
export function keyOwner(environment: Environment, name: string): KeyOwner {
  const { snowflake, warehouse, secrets } = environment;
  const users = Object.keys(warehouse.users);
  const user = Object.hasOwn(warehouse.users, name) ? warehouse.users[name] : undefined;
  const secret = user && secrets[user.secret];
  if (user === undefined || secret === undefined) {
    throw new ConfigurationError([
      `plinth keys: the user is ${name}; it must be a service user of ${environment.name} (${users.join(", ") || "there is none"}). Name one of them, or declare it in warehouse.users.`,
    ]);
  }
  return {
    account: `${snowflake.organization}-${snowflake.account}`,
    user: `${snowflakePrefix(environment)}${name}`,
    secretName: physicalName("secret", environment, secret.owner, user.secret),
  };
}

/** What the secret holds, for programs to read: the user's physical name and its private key. */
export function secretText(user: string, privateKey: string): string {
  return JSON.stringify({ user, privateKey });
}

/** The private key in a secret's text; undefined for a text of another form. */
export function keyInSecret(text: string): string | undefined {
  try {
    const { privateKey } = Object(JSON.parse(text));
    return typeof privateKey === "string" ? privateKey : undefined;
  } catch {
    return undefined;
  }
}
