import { ConfigurationError } from "../../constructs/support/errors.ts";
import { callersOf } from "../../environments/callers.ts";
import type { Environment } from "../../environments/environment.ts";
import { awsCli } from "../aws-cli.ts";
import {
  type KeyOwner,
  type KeyPlace,
  keyInSecret,
  keyOwner,
  type SlotNumber,
  type Slots,
  secretText,
} from "./key-place.ts";
import { runStatement, type Session } from "./snowflake-api.ts";

const attributes = { 1: "RSA_PUBLIC_KEY", 2: "RSA_PUBLIC_KEY_2" } as const;

/** A user and a secret of real accounts: Snowflake as the deploy user, who owns the service users, AWS as whoever is signed in. */
export class RealKeys implements KeyPlace {
  readonly #owner: KeyOwner;
  readonly #region: string;
  readonly #deployer: Session;
  readonly #env: NodeJS.ProcessEnv;

  constructor(environment: Environment, user: string, env: NodeJS.ProcessEnv) {
    const { users, roles } = callersOf(environment).snowflake;
    if (!env.SNOWFLAKE_PRIVATE_KEY) {
      throw new ConfigurationError([
        `SNOWFLAKE_PRIVATE_KEY is not set; it must hold the private key of ${users.deploy}, who sets the keys of others. Export it.`,
      ]);
    }
    this.#owner = keyOwner(environment, user);
    this.#region = environment.aws.region;
    this.#env = env;
    this.#deployer = {
      account: this.#owner.account,
      user: users.deploy,
      privateKey: env.SNOWFLAKE_PRIVATE_KEY,
      role: roles.users,
    };
  }

  /** DESCRIBE USER names a property and its value in each row. */
  async slots(): Promise<Slots> {
    const rows = await runStatement(this.#deployer, `DESCRIBE USER ${quoted(this.#owner.user)}`);
    const properties = new Map(rows.map(([name, value]) => [name ?? "", value]));
    return Object.fromEntries(
      ([1, 2] as const).flatMap((slot) => {
        const found = properties.get(`${attributes[slot]}_FP`);
        if (!found || found === "null") return [];
        const setAt = Date.parse(properties.get(`${attributes[slot]}_LAST_SET_TIME`) ?? "");
        return [[slot, { fingerprint: found, setAt: Number.isNaN(setAt) ? 0 : setAt }]];
      }),
    );
  }

  async setSlot(slot: SlotNumber, publicKey: string): Promise<void> {
    await this.#alter(`SET ${attributes[slot]} = '${publicKey}'`);
  }

  async clearSlot(slot: SlotNumber): Promise<void> {
    await this.#alter(`UNSET ${attributes[slot]}`);
  }

  async storedKey(): Promise<string | undefined> {
    const { secretName } = this.#owner;
    const { answer, problem = "" } = await this.#secrets(["get-secret-value", "--secret-id", secretName]);
    if (answer) return keyInSecret(String(answer.SecretString ?? ""));
    if (/ResourceNotFound/.test(problem) && /staging label|AWSCURRENT/.test(problem)) return undefined;
    throw this.#refused(problem);
  }

  /** The value goes by standard input: arguments are seen by every process of the machine. */
  async storeKey(privateKey: string): Promise<void> {
    const { secretName, user } = this.#owner;
    const input = JSON.stringify({ SecretId: secretName, SecretString: secretText(user, privateKey) });
    const { problem } = await this.#secrets(["put-secret-value", "--cli-input-json", "file:///dev/stdin"], input);
    if (problem !== undefined) throw this.#refused(problem);
  }

  async signIn(privateKey: string): Promise<void> {
    const { account, user } = this.#owner;
    await runStatement({ account, user, privateKey }, "SELECT CURRENT_USER()");
  }

  async #alter(change: string): Promise<void> {
    await runStatement(this.#deployer, `ALTER USER ${quoted(this.#owner.user)} ${change}`);
  }

  #secrets(args: readonly string[], input?: string) {
    return awsCli(["secretsmanager", ...args, "--region", this.#region], this.#env, input);
  }

  #refused(problem: string): ConfigurationError {
    return new ConfigurationError([
      `${this.#owner.secretName}: AWS refused (${problem}). Sign in as someone who may read and write this secret, and deploy the foundation first if it does not exist.`,
    ]);
  }
}

function quoted(name: string): string {
  return `"${name}"`;
}
