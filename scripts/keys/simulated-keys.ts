import { ConfigurationError } from "../../constructs/support/errors.ts";
import type { Environment } from "../../environments/environment.ts";
import { homeFolders } from "../../environments/home.ts";
import { Store, type StoredObject } from "../../rehearsal/cloud/store.ts";
import type { Values } from "../../rehearsal/value.ts";
import { fingerprint, loginToken, tokenOpens } from "./key-pair.ts";
import {
  type KeyOwner,
  type KeyPlace,
  keyInSecret,
  keyOwner,
  type SlotNumber,
  type Slots,
  secretText,
} from "./key-place.ts";

const attributes = { 1: "rsa_public_key", 2: "rsa_public_key_2" } as const;

/**
 * A user and a secret of a simulated cloud. Slots are attributes of the user, as Terraform's next refresh sees them; when
 * they were set, and the secret's text, are bookkeeping that no attribute shows.
 */
export class SimulatedKeys implements KeyPlace {
  readonly #store: Store;
  readonly #owner: KeyOwner;
  readonly #user: { readonly folder: string; readonly id: string };
  readonly #secretFolder: string;

  constructor(environment: Environment, user: string, home: string) {
    const { aws } = environment;
    this.#store = new Store(homeFolders(home).cloud);
    this.#owner = keyOwner(environment, user);
    const { account } = this.#owner;
    this.#user = { folder: `snowflake/${account}/snowflake_service_user`, id: `"${this.#owner.user}"` };
    this.#secretFolder = `aws/${aws.accountId}/${aws.region}/aws_secretsmanager_secret`;
  }

  async slots(): Promise<Slots> {
    const { values, private: bookkeeping } = this.#findUser();
    return Object.fromEntries(
      ([1, 2] as const).flatMap((slot) => {
        const key = values[attributes[slot]];
        if (typeof key !== "string" || key === "") return [];
        return [[slot, { fingerprint: fingerprint(key), setAt: Number(bookkeeping?.[setAt(slot)] ?? 0) }]];
      }),
    );
  }

  async setSlot(slot: SlotNumber, publicKey: string): Promise<void> {
    this.#changeUser({ [attributes[slot]]: publicKey }, { [setAt(slot)]: Date.now() });
  }

  async clearSlot(slot: SlotNumber): Promise<void> {
    this.#changeUser({ [attributes[slot]]: null }, { [setAt(slot)]: null });
  }

  async storedKey(): Promise<string | undefined> {
    const text = this.#findSecret().private?.secretString;
    return typeof text === "string" ? keyInSecret(text) : undefined;
  }

  async storeKey(privateKey: string): Promise<void> {
    this.#store.exclusively(() => {
      const secret = this.#findSecret();
      const bookkeeping = { ...secret.private, secretString: secretText(this.#owner.user, privateKey) };
      this.#store.replace(this.#secretFolder, { ...secret, private: bookkeeping });
    });
  }

  /** The server's half of a login: the token must be signed by the holder of a key in one of the slots. */
  async signIn(privateKey: string): Promise<void> {
    const { values } = this.#findUser();
    const keys = Object.values(attributes).flatMap((name) => (typeof values[name] === "string" ? [values[name]] : []));
    if (tokenOpens(loginToken(this.#owner, privateKey), this.#owner, keys)) return;
    throw new ConfigurationError([
      `${this.#owner.user}: the login was refused (390144: JWT token is invalid). Run plinth keys again.`,
    ]);
  }

  #findUser(): StoredObject {
    const { folder, id } = this.#user;
    return this.#store.get(folder, id) ?? this.#missing(`the Snowflake user ${this.#owner.user}`);
  }

  #findSecret(): StoredObject {
    const { secretName } = this.#owner;
    const found = this.#store.list(this.#secretFolder).find(({ values }) => values.name === secretName);
    return found ?? this.#missing(`the secret ${secretName}`);
  }

  #changeUser(values: Values, bookkeeping: Values): void {
    this.#store.exclusively(() => {
      const user = this.#findUser();
      this.#store.replace(this.#user.folder, {
        ...user,
        values: { ...user.values, ...values },
        private: { ...user.private, ...bookkeeping },
      });
    });
  }

  #missing(what: string): never {
    throw new ConfigurationError([
      `plinth keys: ${what} does not stand in the simulated cloud. Deploy the environment first.`,
    ]);
  }
}

function setAt(slot: SlotNumber): string {
  return `keySetAt${slot}`;
}
